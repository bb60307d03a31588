"""Pages are rendered from source: static files under their own names."""

import pytest


@pytest.fixture(autouse=True)
def plain_static_files(settings):
    """Serve static files without the manifest that only a deployment has."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture(autouse=True)
def _database(db):
    """Pages carry the shop's name and categories, which lie in the database."""
