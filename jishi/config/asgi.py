"""Entry point of the realtime role: server-sent events, and nothing else."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
django.setup()

from jishi.config.live import Live  # noqa: E402

application = Live()
