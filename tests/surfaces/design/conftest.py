"""Pages are rendered from source: static files under their own names."""

import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Serve static files without the manifest that only a deployment has."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def no_shop_around(settings):
    """Show pages without a shop: what surfaces put around them is tested there."""
    template = dict(settings.TEMPLATES[0])
    options = dict(template["OPTIONS"])
    options["context_processors"] = [
        name for name in options["context_processors"] if not name.startswith("jishi.")
    ]
    template["OPTIONS"] = options
    settings.TEMPLATES = [template]
