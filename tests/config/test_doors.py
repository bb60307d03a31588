"""What the roof itself answers: metrics to whom they are for, files for long."""

import pytest
from django.conf import settings

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(monkeypatch):
    monkeypatch.setattr(settings.ENVIRONMENT, "metrics_token", "a token")


def test_metrics_are_for_this_machine_unless_a_token_is_set(client):
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="::1").status_code == 200
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 403
    assert client.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403


@pytest.mark.usefixtures("token")
def test_with_a_token_its_holder_reads_metrics_from_anywhere(client):
    held = {"Authorization": "Bearer a token"}
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7", headers=held).status_code == 200
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer b"}).status_code == 401


def test_files_that_are_named_by_content_are_kept_for_a_year(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "files/ab").mkdir(parents=True)
    (tmp_path / "files/ab/cd.txt").write_text("x")
    answer = client.get("/media/files/ab/cd.txt")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
