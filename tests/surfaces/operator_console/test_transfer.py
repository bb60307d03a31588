"""Settings exported from the console, looked at and taken over."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jishi.foundation.platform import preferences
from jishi.foundation.platform.site import name_en
from tests.surfaces.operator_console.desks import address

pytestmark = pytest.mark.django_db

PAGE = {"name": "settings_transfer", "language": "en"}


def upload(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("settings.json", text.encode(), "application/json")


def test_a_setting_travels_by_file(desks, admin):
    answer = admin.get(address("settings_transfer_file"))
    assert answer["Content-Disposition"].startswith('attachment; filename="jishi-settings-')
    document = json.loads(answer.content)
    document["settings"]["site.name_en"] = "Other Market <b>"
    text = json.dumps(document)
    shown = admin.post(address(**PAGE), {"file": upload(text)}).content.decode()
    assert "Other Market &lt;b&gt;" in shown
    seen = shown.partition('name="seen" value="')[2].partition('"')[0]
    given = {"kept": text, "seen": seen, "names": ["site.name_en"]}
    assert admin.post(address(**PAGE), given).status_code == 302
    preferences.forget()
    assert name_en.get() == "Other Market <b>"
    after = admin.post(address(**PAGE), {"file": upload(text)}).content.decode()
    assert "Nothing: both installations are set alike." in after


def test_stale_differences_and_foreign_files_change_nothing(desks, admin):
    text = admin.get(address("settings_transfer_file")).content.decode()
    stale = admin.post(address(**PAGE), {"kept": text, "seen": "x", "names": ["site.name_en"]})
    assert stale.status_code == 409
    assert "Look at the differences again" in stale.content.decode()
    foreign = admin.post(address(**PAGE), {"file": upload("PNG")})
    assert foreign.status_code == 422
    assert "no file of settings" in foreign.content.decode()
    assert admin.post(address(**PAGE), {}).status_code == 422


def test_it_is_reached_from_the_settings(desks, admin):
    page = admin.get(address("settings", language="en")).content.decode()
    assert address(**PAGE) in page
