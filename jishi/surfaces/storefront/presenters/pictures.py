"""Pictures of read models, as the `picture` tag wants them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from jishi.foundation.platform import files


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """An image in the sizes and formats it was made in.

    sources: (width, format) → address. url: the original, for want of anything else.
    """

    url: str
    width: int
    height: int
    sources: Mapping[tuple[int, str], str]

    @property
    def widths(self) -> tuple[int, ...]:
        """The widths on offer, ascending."""
        return tuple(sorted({width for width, _ in self.sources})) or (self.width,)

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats better than the usual one."""
        return ("avif",) if any(fmt == "avif" for _, fmt in self.sources) else ()

    def src(self, width: int, fmt: str = "") -> str:
        """Return the address at a width; in WebP unless another format is asked for."""
        return self.sources.get((width, fmt or "webp"), self.url)


def of_document(image: Mapping[str, Any] | None) -> ShownPicture | None:
    """Return the picture of a document's image, or None without one."""
    if not image or not image.get("url"):
        return None
    sources = {
        (width, fmt): url
        for fmt in ("webp", "avif")
        for width, url in _read_srcset(str(image.get(fmt) or ""))
    }
    width, height = int(image.get("width") or 800), int(image.get("height") or 800)
    return ShownPicture(str(image["url"]), width, height, sources)


def of_url(url: str) -> ShownPicture | None:
    """Return a picture of which only one size is known, or None without an address."""
    return ShownPicture(url, 320, 320, {}) if url else None


def of_file(stored: files.Picture | None) -> ShownPicture | None:
    """Return a stored image as pages show it, or None without one."""
    if stored is None:
        return None
    return ShownPicture(
        stored.url, stored.width or 320, stored.height or 320, dict(stored.variants)
    )


def _read_srcset(text: str) -> list[tuple[int, str]]:
    pairs = (part.strip().rpartition(" ") for part in text.split(",") if part.strip())
    return [(int(size.removesuffix("w")), url) for url, _, size in pairs]
