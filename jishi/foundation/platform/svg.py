"""Vector images: taken only when they hold shapes and nothing that runs or calls out."""

import re
from xml.etree import ElementTree

from jishi.foundation.kernel.errors import InvalidInput

_ELEMENTS = frozenset(
    {
        "svg",
        "g",
        "defs",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "use",
        "symbol",
        "title",
        "desc",
        "text",
        "tspan",
        "filter",
        "feGaussianBlur",
        "feOffset",
        "feMerge",
        "feMergeNode",
        "feFlood",
        "feComposite",
        "feColorMatrix",
        "feBlend",
        "feDropShadow",
        "feTurbulence",
        "feDisplacementMap",
        "marker",
    }
)
_NAMESPACE = "{http://www.w3.org/2000/svg}"
_CALLS_OUT = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|expression\(", re.IGNORECASE)
_XLINK = "{http://www.w3.org/1999/xlink}href"


class BadVector(InvalidInput):
    """The SVG is not well-formed, or holds scripts, links or foreign content."""

    code = "files.bad_svg"


def looks_like_svg(content: bytes) -> bool:
    """Return whether the bytes begin like an SVG document."""
    return b"<svg" in content[:1000].lower()


def clean(content: bytes) -> tuple[bytes, int, int]:
    """Return the document re-serialized, and its width and height in pixels.

    Raises: BadVector if it declares entities, is malformed, or holds anything but shapes.
    """
    if b"<!ENTITY" in content or b"<!DOCTYPE" in content:
        raise BadVector(field="image")
    try:
        root = ElementTree.fromstring(content)  # noqa: S314  entities are refused above
    except ElementTree.ParseError as error:
        raise BadVector(field="image") from error
    for element in root.iter():
        _check(element)
    ElementTree.register_namespace("", _NAMESPACE.strip("{}"))
    width, height = _size(root)
    return ElementTree.tostring(root), width, height


def _check(element: ElementTree.Element) -> None:
    if not isinstance(element.tag, str) or element.tag.removeprefix(_NAMESPACE) not in _ELEMENTS:
        raise BadVector(field="image")
    for name, value in element.attrib.items():
        local = name.lower()
        links = name in {"href", _XLINK} and not value.startswith("#")
        if local.startswith("on") or links or _CALLS_OUT.search(value):
            raise BadVector(field="image")


def _size(root: ElementTree.Element) -> tuple[int, int]:
    numbers = re.findall(r"[\d.]+", root.get("viewBox", ""))
    if len(numbers) == 4:
        return round(float(numbers[2])), round(float(numbers[3]))
    found = [re.match(r"[\d.]+", root.get(name, "")) for name in ("width", "height")]
    width, height = (round(float(match[0])) if match else 0 for match in found)
    return width, height
