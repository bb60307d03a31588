"""Addresses of stored pictures, from rows that were joined anyway."""

from django.conf import settings

from jishi.foundation.platform.models import StoredFile


def url_of(file: StoredFile | None) -> str:
    """Return the address of a stored file, empty without one."""
    return settings.MEDIA_URL + file.path if file else ""
