"""Files: typed by content, cleaned, kept once, with variants."""

import io

import pytest
from PIL import Image

from jishi.foundation.platform import files, jobs, svg
from jishi.foundation.platform.models import StoredFile

pytestmark = pytest.mark.django_db


def picture(kind="JPEG", size=(800, 600), **options) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 50, 31)).save(buffer, kind, **options)
    return buffer.getvalue()


def test_an_image_loses_its_metadata_and_gains_variants(media):
    exif = Image.Exif()
    exif[0x8825] = {1: "N"}
    exif[0x010F] = "SecretCam"
    file_id = files.store_image(content=picture(exif=exif), name="a.jpg")
    jobs.run_all()
    shown = files.list_pictures([file_id])[file_id]
    assert (shown.width, shown.height) == (800, 600)
    assert set(shown.variants) == {(w, k) for w in (160, 320, 640) for k in ("webp", "avif")}
    assert shown.src(300).endswith("-320.webp")
    content, mime, name = files.read(file_id)
    assert (mime, name) == ("image/jpeg", "a.jpg")
    assert b"SecretCam" not in content
    assert not dict(Image.open(io.BytesIO(content)).getexif())


def test_the_same_bytes_are_kept_once(media):
    assert files.store_image(content=picture()) == files.store_image(content=picture())
    assert StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<?php echo 1; ?>", b"\xff\xd8\xff\xe0 not really a jpeg", b"%PDF-1.4 x"],
)
def test_a_file_that_lies_about_its_type_is_refused(media, content):
    with pytest.raises(files.BadFile):
        files.store_image(content=content, name="picture.jpg")
    assert not StoredFile.objects.exists()


def test_an_oversized_image_is_refused(media, monkeypatch):
    monkeypatch.setattr(files, "MAX_IMAGE_BYTES", 100)
    with pytest.raises(files.BadFile):
        files.store_image(content=picture())


GOOD_SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><path d="M0 0h9"/></svg>'


def test_a_vector_of_shapes_is_taken(media):
    file_id = files.store_image(content=GOOD_SVG)
    assert (StoredFile.objects.get(pk=file_id).width, StoredFile.objects.get().height) == (40, 30)


@pytest.mark.parametrize(
    "inside",
    [
        b"<script>alert(1)</script>",
        b'<path onload="x()"/>',
        b'<image href="http://evil.example/x.png"/>',
        b'<use href="http://evil.example/x"/>',
        b'<rect fill="url(http://evil.example/x)"/>',
        b"<foreignObject/>",
    ],
)
def test_a_vector_that_runs_or_calls_out_is_refused(inside):
    bad = GOOD_SVG.replace(b"</svg>", inside + b"</svg>")
    with pytest.raises(svg.BadVector):
        svg.clean(bad)


def test_entities_are_refused():
    with pytest.raises(svg.BadVector):
        svg.clean(b'<!DOCTYPE svg [<!ENTITY a "b">]>' + GOOD_SVG)


def test_the_same_bytes_in_private_and_in_public_are_two_files(media):
    private = files.store_document(content=picture("PNG"), name="licence.png")
    public = files.store_image(content=picture("PNG"))
    assert files.store_document(content=picture("PNG"), name="again.png") == private
    assert files.store_image(content=picture("PNG")) == public
    paths = dict(StoredFile.objects.values_list("pk", "path"))
    assert paths[private].startswith("private/")
    assert paths[public].startswith("files/")
    assert files.list_pictures([public])[public].url.startswith("/media/files/")
