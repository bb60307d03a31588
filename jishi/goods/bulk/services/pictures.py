"""Pictures that files name: found in the house, in the archive, or fetched from their address."""

import hashlib
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

from django.conf import settings

from jishi.foundation.kernel.errors import InvalidInput, JishiError, all_errors
from jishi.foundation.platform import files
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.transactions import outbound, transactional
from jishi.goods.bulk.adapters import archives, fetching
from jishi.goods.bulk.errors import PictureBad, PictureMissing
from jishi.goods.bulk.models import SourcePicture
from jishi.goods.bulk.services.importing import Found

HANDS = 8
AT_ONCE = 8
"""How many pictures are fetched before somebody looks whether the job still goes on."""

_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")


@outbound
def gather(
    *, merchant_id: UUID, job_id: UUID, sources: Iterable[str], archive: Path | None
) -> tuple[Found, bool]:
    """Return what is known of pictures, and whether that is everything.

    Those not known yet are fetched, a few per call. The same picture is neither fetched nor
    stored twice; one that could not be had is tried again by another job only.
    """
    wanted = list(dict.fromkeys(sources))
    found = _own(wanted)
    left = [source for source in wanted if source not in found]
    known = _known(merchant_id, job_id, left)
    found |= known
    missing = [source for source in left if source not in known]
    if not missing:
        return found, True
    for source, content in _contents(missing[:AT_ONCE], archive):
        found[source] = _keep(merchant_id, job_id, source, content)
    return found, len(missing) <= AT_ONCE


def digest_of(source: str, job_id: UUID) -> str:
    """Return what a source is known by; a name in an archive counts for its job only."""
    spelled = source if _ADDRESS.match(source) else f"{job_id}/{archives.key_of(source)}"
    return hashlib.sha256(spelled.encode()).hexdigest()


def _own(sources: Iterable[str]) -> dict[str, UUID | JishiError]:
    """Return our own pictures, which an export names by their address here."""
    mark = f"{settings.MEDIA_URL}files/"
    paths = {
        source: source[source.index(mark) + len(settings.MEDIA_URL) :]
        for source in sources
        if source.startswith(mark)
    }
    stored = dict(
        StoredFile.objects.filter(path__in=set(paths.values()), is_public=True).values_list(
            "path", "id"
        )
    )
    return {
        source: stored.get(path) or PictureMissing(field="images", address=source[:200])
        for source, path in paths.items()
    }


def _known(merchant_id: UUID, job_id: UUID, sources: Iterable[str]) -> dict[str, UUID | JishiError]:
    digests = {digest_of(source, job_id): source for source in sources}
    rows = SourcePicture.objects.filter(merchant_id=merchant_id, digest__in=set(digests))
    found: dict[str, UUID | JishiError] = {}
    for row in rows:
        source = digests[row.digest]
        if row.file_id is not None:
            found[source] = row.file_id
        elif row.job_id == job_id:
            found[source] = _refusals()[row.error](field="images", address=source[:200])
    return found


def _refusals() -> Mapping[str, type[JishiError]]:
    return {error.code: error for error in all_errors()}


def _contents(sources: list[str], archive: Path | None) -> Iterator[tuple[str, bytes | JishiError]]:
    """Yield the bytes of pictures as they come; addresses are asked side by side."""
    addresses = [source for source in sources if _ADDRESS.match(source)]
    names = [source for source in sources if source not in set(addresses)]
    with fetching.client() as opened, ThreadPoolExecutor(HANDS) as pool:

        def fetch(address: str) -> bytes | JishiError:
            try:
                return fetching.fetch(opened, address, tick=time.monotonic)
            except JishiError as error:
                return error

        yield from zip(addresses, pool.map(fetch, addresses), strict=True)
    if not names:
        return
    known = archives.names(archive) if archive is not None else {}
    for name in names:
        try:
            content: bytes | JishiError = (
                archives.read(archive, name, known) if archive is not None else _absent(name)
            )
        except JishiError as error:
            content = error
        yield name, content


def _absent(name: str) -> JishiError:
    return PictureMissing(field="images", address=name[:200])


@transactional
def _keep(
    merchant_id: UUID, job_id: UUID, source: str, content: bytes | JishiError
) -> UUID | JishiError:
    """Store a picture, and note where it came from."""
    kept: UUID | JishiError
    try:
        kept = content if isinstance(content, JishiError) else files.store_image(content=content)
    except InvalidInput:
        kept = PictureBad(field="images", address=source[:200])
    SourcePicture.objects.update_or_create(
        merchant_id=merchant_id,
        digest=digest_of(source, job_id),
        defaults={
            "file_id": kept if isinstance(kept, UUID) else None,
            "error": "" if isinstance(kept, UUID) else kept.code,
            "job_id": job_id,
        },
    )
    return kept
