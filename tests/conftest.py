"""What every test starts from: a clean data folder, a known clock zone, empty copies."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("JISHI_DATA", tempfile.mkdtemp(prefix="jishi-test-"))
os.environ.setdefault("JISHI_LOG_JSON", "0")

import pytest  # noqa: E402

from jishi.foundation.platform import preferences  # noqa: E402


def pytest_configure():
    """Hash passwords quickly and serve static files as they lie; both are tested elsewhere."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def fresh_preferences():
    preferences.forget()
    yield
    preferences.forget()


@pytest.fixture
def media(settings, tmp_path: Path):
    """A media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix):
    """Let every parallel worker have its database."""
