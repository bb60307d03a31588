"""What every test starts from: a clean data folder, a known clock zone, empty copies."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("JISHI_DATA", tempfile.mkdtemp(prefix="jishi-test-"))
os.environ.setdefault("JISHI_LOG_JSON", "0")

import hypothesis
import pytest

from jishi.foundation.platform import copies, preferences
from jishi.insight.search.adapters import engine
from jishi.insight.search.adapters.synonyms import load_synonyms
from jishi.insight.search.adapters.tantivy_index import TantivyIndex

SYNONYMS = load_synonyms()

# A busy machine is no reason for a law to fail.
hypothesis.settings.register_profile(
    "jishi", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("jishi")


def pytest_configure():
    """Hash passwords quickly and serve static files as they lie; both are tested elsewhere."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def fresh_copies():
    """Let no test see what another one left in the process."""
    preferences.forget()
    copies.forget_all()
    yield
    preferences.forget()
    copies.forget_all()


@pytest.fixture(autouse=True)
def lasting_settings(request, monkeypatch):
    """Let no copy of the settings grow old while statements are counted, however slow it is."""
    if any(name.startswith("django_assert") for name in request.fixturenames):
        monkeypatch.setattr(preferences, "FRESH_S", 3600)


@pytest.fixture(autouse=True)
def fresh_search_index(monkeypatch, tmp_path_factory):
    """Give every test that searches an index of its own, made when it is first asked for."""
    made = []

    def index():
        if not made:
            folder = tmp_path_factory.mktemp("search")
            made.append(TantivyIndex(folder, synonyms=SYNONYMS))
        return made[0]

    index.cache_clear = made.clear
    monkeypatch.setattr(engine, "index", index)


@pytest.fixture
def media(settings, tmp_path: Path):
    """A media folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_xdist_suffix):
    """Let every parallel worker have its database."""
