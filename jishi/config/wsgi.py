"""Entry point of the web role."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
application = get_wsgi_application()

from jishi.config import connections  # noqa: E402  the settings are known now

connections.look_after()
