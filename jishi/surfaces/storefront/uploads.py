"""Pictures that come with forms: kept at once, so that a refused form does not lose them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel import ids
from jishi.foundation.platform import files
from jishi.foundation.platform.files import BadFile
from jishi.surfaces.storefront.presenters import pictures
from jishi.surfaces.storefront.presenters.pictures import ShownPicture
from jishi.surfaces.storefront.visitors import find_id

MOST = 9
"""How many pictures go with one form."""


class ManyFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class PicturesField(forms.FileField):
    """Several pictures; cleans to a list of uploaded files."""

    widget = ManyFiles(attrs={"accept": "image/*"})
    default_error_messages = {"too_many": _("Add at most 9 pictures.")}

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return what was chosen."""
        chosen = [one for one in data or () if one]
        if len(chosen) > MOST:
            raise forms.ValidationError(self.error_messages["too_many"], code="too_many")
        return [super(PicturesField, self).clean(one, initial) for one in chosen]


def keep(file: UploadedFile) -> UUID:
    """Store a picture and return its id. Raises: BadFile."""
    if (file.size or 0) > files.MAX_IMAGE_BYTES:
        raise BadFile(field="image", limit=files.MAX_IMAGE_BYTES)
    return files.store_image(content=file.read(), name=file.name or "")


def keep_all(chosen: Iterable[UploadedFile], kept: Sequence[str]) -> tuple[UUID, ...]:
    """Store new pictures behind those of an earlier try. Raises: BadFile.

    kept: public ids from the form's hidden fields.
    """
    earlier = [file_id for text in kept if (file_id := find_id("fil", text))]
    fresh = [keep(file) for file in chosen]
    return tuple(dict.fromkeys([*earlier, *fresh]))[:MOST]


def shown(file_ids: Iterable[UUID]) -> list[tuple[str, ShownPicture]]:
    """Return stored pictures with their public ids, as forms show them again."""
    wanted = list(file_ids)
    found = files.list_pictures(wanted)
    return [
        (ids.encode("fil", file_id), picture)
        for file_id in wanted
        if (picture := pictures.of_file(found.get(file_id)))
    ]
