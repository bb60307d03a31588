"""The language of an answer: asked for by `lang`, else by the Accept-Language header."""

from django.http import HttpRequest

from jishi.foundation.kernel.text import DEFAULT_LOCALE, LOCALES


def of(request: HttpRequest) -> str:
    """Return the locale to answer in."""
    wanted = request.GET.get("lang") or request.headers.get("Accept-Language", "")
    for part in wanted.lower().split(","):
        tag = part.split(";")[0].strip()
        if tag in LOCALES:
            return tag
        if tag.startswith("zh"):
            return DEFAULT_LOCALE
        if tag.startswith("en"):
            return "en"
    return DEFAULT_LOCALE
