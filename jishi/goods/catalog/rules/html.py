"""Which HTML a description may hold; everything else is removed."""

import nh3

MAX_HTML = 200_000

_WORDS = {
    "a",
    "abbr",
    "b",
    "br",
    "code",
    "em",
    "i",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "u",
}
_BLOCKS = {"blockquote", "div", "h2", "h3", "h4", "hr", "li", "ol", "p", "pre", "ul"}
_PICTURES = {"figcaption", "figure", "img"}
_TABLES = {"table", "tbody", "td", "tfoot", "th", "thead", "tr"}
_TAGS = _WORDS | _BLOCKS | _PICTURES | _TABLES
_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title", "width", "height"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}


def sanitized(html: str) -> str:
    """Return the harmless part of some HTML: no scripts, styles, frames or event handlers."""
    return nh3.clean(
        html[:MAX_HTML],
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener",
    ).strip()
