"""Files: kept once by content, public apart from private; images cleaned, resized in a job."""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from jishi.foundation.kernel.errors import InvalidInput
from jishi.foundation.platform import jobs, svg
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.transactions import transactional

MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
VARIANT_WIDTHS = (160, 320, 640, 960)
_PILLOW_TYPES = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "GIF": "gif", "AVIF": "avif"}
_MAGIC = {b"%PDF-": ("application/pdf", "pdf"), b"PK\x03\x04": ("application/zip", "zip")}

Image.MAX_IMAGE_PIXELS = MAX_PIXELS


class BadFile(InvalidInput):
    """The file is too large, damaged, or not of a kind that is taken here."""

    code = "files.bad_file"


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored image as pages show it.

    url: the original, cleaned. variants: (width, format) → URL, widths in pixels.
    width, height: pixels, 0 if unknown.
    """

    file_id: UUID
    url: str
    width: int
    height: int
    variants: dict[tuple[int, str], str] = field(default_factory=dict)

    def src(self, width: int) -> str:
        """Return the URL of the smallest WebP at least that wide, else the original."""
        fitting = sorted(w for (w, kind) in self.variants if kind == "webp" and w >= width)
        return self.variants[fitting[0], "webp"] if fitting else self.url

    def srcset(self, kind: str = "webp") -> str:
        """Return the `srcset` of one format, empty if there is none."""
        pairs = sorted((w, url) for (w, fmt), url in self.variants.items() if fmt == kind)
        return ", ".join(f"{url} {width}w" for width, url in pairs)


@transactional
def store_image(*, content: bytes, name: str = "") -> UUID:
    """Keep an image: type told by content, metadata stripped, variants made by a job.

    Raises: BadFile if the bytes are not a sound image of a known kind, or too large.
    """
    if len(content) > MAX_IMAGE_BYTES:
        raise BadFile(field="image", limit=MAX_IMAGE_BYTES)
    if svg.looks_like_svg(content):
        return _store_svg(content, name)
    cleaned, extension, width, height = _clean_image(content)
    mime = "image/jpeg" if extension == "jpg" else f"image/{extension}"
    row, is_new = _keep(cleaned, name, mime, extension, width, height)
    if is_new:
        make_variants.enqueue(str(row.id))
    return row.id


@transactional
def store_document(*, content: bytes, name: str) -> UUID:
    """Keep a private PDF, archive or image, for instance a licence or a proof.

    Raises: BadFile if the bytes are of another kind.
    """
    for magic, (mime, extension) in _MAGIC.items():
        if content.startswith(magic):
            return _keep(content, name, mime, extension, None, None, is_public=False)[0].id
    cleaned, extension, width, height = _clean_image(content)
    mime = f"image/{extension}"
    return _keep(cleaned, name, mime, extension, width, height, is_public=False)[0].id


def list_pictures(file_ids: Iterable[UUID | None]) -> dict[UUID, Picture]:
    """Return stored images by id, in one statement."""
    wanted = {file_id for file_id in file_ids if file_id}
    return {row.id: _picture(row) for row in StoredFile.objects.filter(pk__in=wanted)}


def read(file_id: UUID) -> tuple[bytes, str, str]:
    """Return content, MIME type and name of a stored file."""
    row = StoredFile.objects.get(pk=file_id)
    return _path(row.path).read_bytes(), row.content_type, row.name


@jobs.job(queue="files", priority=-10)
def make_variants(file_id: str) -> None:
    """Make the WebP and AVIF variants of an image, none larger than it."""
    row = StoredFile.objects.get(pk=file_id)
    with Image.open(_path(row.path)) as opened:
        image = opened.convert("RGBA" if opened.mode in {"RGBA", "LA", "P"} else "RGB")
    variants: dict[str, str] = {}
    for width in VARIANT_WIDTHS:
        if width < image.width or width == VARIANT_WIDTHS[0]:
            variants |= _save_sizes(image, row, min(width, image.width))
    StoredFile.objects.filter(pk=row.pk).update(variants=variants)


def _save_sizes(image: Image.Image, row: StoredFile, width: int) -> dict[str, str]:
    height = max(1, image.height * width // image.width)
    sized = image.resize((width, height), Image.Resampling.LANCZOS)
    made = {}
    for kind, options in (("webp", {"quality": 80}), ("avif", {"quality": 60, "speed": 8})):
        path = f"{row.path.rsplit('.', 1)[0]}-{width}.{kind}"
        sized.save(_path(path), kind.upper(), **options)
        made[f"{width}.{kind}"] = path
    return made


def _store_svg(content: bytes, name: str) -> UUID:
    cleaned, width, height = svg.clean(content)
    return _keep(cleaned, name, "image/svg+xml", "svg", width, height)[0].id


def _clean_image(content: bytes) -> tuple[bytes, str, int, int]:
    """Decode, turn upright, and encode again without metadata."""
    try:
        with Image.open(io.BytesIO(content)) as probe:
            probe.verify()
        with Image.open(io.BytesIO(content)) as opened:
            extension = _PILLOW_TYPES[opened.format or ""]
            kind = opened.format
            upright = ImageOps.exif_transpose(opened)
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        KeyError,
        ValueError,
        SyntaxError,
    ) as error:
        raise BadFile(field="image") from error
    buffer = io.BytesIO()
    if kind == "JPEG" and upright.mode not in {"RGB", "L"}:
        upright = upright.convert("RGB")
    bare = Image.new(upright.mode, upright.size)
    bare.paste(upright)
    if upright.mode == "P" and (palette := upright.getpalette()):
        bare.putpalette(palette)
    bare.save(buffer, kind, **({"quality": 92} if kind == "JPEG" else {}))
    return buffer.getvalue(), extension, upright.width, upright.height


def _keep(
    content: bytes,
    name: str,
    mime: str,
    extension: str,
    width: int | None,
    height: int | None,
    *,
    is_public: bool = True,
) -> tuple[StoredFile, bool]:
    digest = hashlib.sha256(content).hexdigest()
    if earlier := StoredFile.objects.filter(digest=digest, is_public=is_public).first():
        return earlier, False
    folder = "files" if is_public else "private"
    path = f"{folder}/{digest[:2]}/{digest[2:20]}.{extension}"
    target = _path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    try:
        with transaction.atomic():
            row = StoredFile.objects.create(
                digest=digest,
                path=path,
                name=name[:200],
                content_type=mime,
                size_bytes=len(content),
                width=width,
                height=height,
                is_public=is_public,
            )
    except IntegrityError:
        return StoredFile.objects.get(digest=digest, is_public=is_public), False
    return row, True


def _picture(row: StoredFile) -> Picture:
    variants = {}
    for key, path in row.variants.items():
        width, _, kind = key.partition(".")
        variants[int(width), kind] = settings.MEDIA_URL + path
    return Picture(
        file_id=row.id,
        url=settings.MEDIA_URL + row.path,
        width=row.width or 0,
        height=row.height or 0,
        variants=variants,
    )


def _path(relative: str) -> Path:
    return Path(settings.MEDIA_ROOT) / relative
