"""Pictures out of an archive that somebody sent, which is not to be trusted."""

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from jishi.goods.bulk.errors import BadArchive, PictureBad, PictureMissing

MAX_FILES = 20_000
MAX_PICTURE_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 1024 * 1024 * 1024


def check(path: Path) -> int:
    """Refuse an archive that is damaged or a bomb; return how many files it has.

    Nothing is unpacked to the disk, so that names in it lead nowhere.
    Raises: BadArchive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if not part.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise BadArchive(field="archive") from error
    if len(parts) > MAX_FILES or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise BadArchive(field="archive")
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadArchive(field="archive")
    return len(parts)


def names(path: Path) -> Mapping[str, str]:
    """Return what a file of the archive can be called: its path, and its bare name."""
    found: dict[str, str] = {}
    with zipfile.ZipFile(path) as archive:
        for part in archive.infolist():
            if not part.is_dir():
                found.setdefault(key_of(part.filename), part.filename)
                found.setdefault(PurePosixPath(key_of(part.filename)).name, part.filename)
    return found


def key_of(name: str) -> str:
    """Return a name as it is looked for: forward slashes, lower case."""
    return name.replace("\\", "/").strip().removeprefix("./").lower()


def read(path: Path, name: str, known: Mapping[str, str]) -> bytes:
    """Return one file of the archive, never more than a picture may have.

    Raises: PictureMissing, PictureBad.
    """
    stored = known.get(key_of(name))
    if stored is None:
        raise PictureMissing(field="images", address=name[:200])
    try:
        with zipfile.ZipFile(path) as archive, archive.open(stored) as file:
            # The size that the archive tells may be a lie; what is read counts.
            content = file.read(MAX_PICTURE_BYTES + 1)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError, zlib.error) as error:
        raise PictureBad(field="images", address=name[:200]) from error
    if len(content) > MAX_PICTURE_BYTES:
        raise PictureBad(field="images", address=name[:200])
    return content
