"""Tags and filters every surface loads: icons, money, time, pictures, fields and addresses."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from django import template
from django.conf import settings
from django.forms import BaseForm, BoundField
from django.http import HttpRequest, QueryDict
from django.template.context import Context
from django.urls import translate_url
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import override as override_language

from jishi.surfaces.design import fields, formats, statuses
from jishi.surfaces.design.icons import ICONS
from jishi.surfaces.design.types import Picture

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon; with a label it speaks for itself, without one it is decoration.

    Raises: KeyError if there is no such icon.
    """
    voice = SafeString("aria-hidden=true")
    if label:
        voice = format_html('role="img" aria-label="{}"', label)
    return format_html(
        '<svg class="icon{}" width="24" height="24" viewBox="0 0 24 24" {}>{}</svg>',
        f" {css}" if css else "",
        voice,
        mark_safe(ICONS[name]),  # noqa: S308 - our own drawings
    )


@register.simple_tag
def live_address() -> str:
    """Return where pages listen for news; empty where there is no realtime role."""
    return str(settings.REALTIME)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Write minor units of a currency for the reader; nothing stays nothing."""
    return "" if minor is None else formats.money(minor, currency)


@register.filter
def money_parts(minor: int, currency: str) -> formats.AmountParts:
    """Cut a written amount into symbol, whole digits and decimals."""
    return formats.money_parts(minor, currency)


@register.filter
def number(value: float | None) -> str:
    """Write a number with its thousands separated."""
    return "" if value is None else formats.number(value)


@register.filter
def compact(value: float | None) -> str:
    """Write a large count briefly."""
    return "" if value is None else formats.compact(value)


@register.filter
def percent_bp(rate_bp: int | None) -> str:
    """Write a rate in basis points as a percentage."""
    return "" if rate_bp is None else formats.percent_of_bp(rate_bp)


@register.filter(expects_localtime=False)
def localtime(value: datetime | date | None, style: str = "") -> SafeString | str:
    """Write a moment in the shop's time zone as a `<time>`. style: ``, date, time or short."""
    if value is None:
        return ""
    text = formats.moment(value, style)
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def ago(value: datetime | None) -> SafeString | str:
    """Write how long ago a moment was, with the exact time on hover."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(),
        formats.moment(value),
        formats.ago(value),
    )


@register.filter
def duration(value: timedelta | None) -> str:
    """Write a span of time in its largest unit."""
    return "" if value is None else formats.duration(value)


@register.filter
def stars(rating: float) -> list[str]:
    """Turn a rating of 0 to 5 into five of full, half and empty."""
    halves = round(rating * 2)
    return [
        "full" if halves >= 2 * place else "half" if halves == 2 * place - 1 else "empty"
        for place in range(1, 6)
    ]


@register.inclusion_tag("design/status_pill.html")
def status_pill(axis: str, state: str) -> dict[str, object]:
    """Show a state of an axis with its words and tone."""
    return {"status": statuses.status_of(axis, state)}


@register.inclusion_tag("design/field.html")
def field(bound: BoundField, kind: str = "") -> dict[str, object]:
    """Show a form field with its label, help and errors tied together.

    kind: which widget template to use; found from the widget by default.
    """
    return {"shown": fields.present(bound, kind)}


@register.inclusion_tag("design/quantity.html")
def quantity(
    name: str,
    value: int,
    low: int = 1,
    high: int | None = None,
    *,
    label: str = "",
    id: str = "",
) -> dict[str, object]:
    """Show a whole number between a minus and a plus button that work without JavaScript."""
    return {
        "name": name,
        "value": value,
        "low": low,
        "high": high,
        "label": label,
        "id": id or f"id_{name}",
        "steps": fields.steps(value, low, high),
    }


@register.simple_tag
def form_errors(form: BaseForm) -> list[tuple[str, str, str]]:
    """Return (field id, label, error) of every error of a form."""
    return list(fields.visible_errors(form))


@register.simple_tag
def picture(
    media: Picture | None, alt: str = "", sizes: str = "100vw", *, eager: bool = False
) -> SafeString:
    """Place an image with width, height, sizes to choose from and modern formats where given.

    eager: set for the one picture that is the largest thing above the fold.
    """
    if media is None:
        return _no_picture(alt)
    sources = format_html_join(
        "",
        '<source type="image/{}" srcset="{}" sizes="{}">',
        ((fmt, _srcset(media, fmt), sizes) for fmt in getattr(media, "formats", ())),
    )
    image = format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}>',
        media.src(_middle(media.widths)),
        _srcset(media, ""),
        sizes,
        media.width,
        media.height,
        alt,
        SafeString(
            'fetchpriority="high"' if eager else 'loading="lazy" decoding="async"',
        ),
    )
    return format_html("<picture>{}{}</picture>", sources, image) if sources else image


@register.simple_tag(takes_context=True)
def page_url(context: Context, **changes: object) -> str:
    """Return this page's address with query parameters changed; None or empty removes one."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None and value != "":
            query[name] = str(value)
    path = request.path if request else ""
    return f"{path}?{query.urlencode()}" if query else path or "?"


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, value: str) -> str:
    """Return this page's address with one value of a repeated parameter taken out."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    query.setlist(name, [held for held in query.getlist(name) if held != str(value)])
    query.pop("page", None)
    query.pop("cursor", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def with_next(context: Context, url: str) -> str:
    """Return an address that leads back to this page afterwards."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode({'next': request.get_full_path()})}"


@register.simple_tag(takes_context=True)
def switch_language_url(context: Context, language: str) -> str:
    """Return this very page in another language."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    here = request.get_full_path()
    there = translate_url(here, language)
    return there if there != here else _swap_prefix(here, language)


@register.simple_tag
def language_name(code: str) -> str:
    """Return a language's own name for itself."""
    with override_language(code):
        return dict(settings.LANGUAGES).get(code, code)


@register.simple_tag
def html_lang() -> str:
    """Return the language tag of the page as browsers know it: `zh-Hans`, `en`."""
    head, _, tail = (get_language() or settings.LANGUAGE_CODE).partition("-")
    return f"{head}-{tail.capitalize()}" if len(tail) == 4 else (f"{head}-{tail}" if tail else head)


@register.filter
def attribute(holder: object, name: str) -> object:
    """Return a named attribute, for templates that are told names."""
    return getattr(holder, name, "")


def _swap_prefix(path: str, language: str) -> str:
    current = get_language() or settings.LANGUAGE_CODE
    bare = path.removeprefix(f"/{current}") if path.startswith(f"/{current}/") else path
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"


def _srcset(media: Picture, fmt: str) -> str:
    sizes = ((media.src(width, fmt) if fmt else media.src(width), width) for width in media.widths)
    return ", ".join(f"{url} {width}w" for url, width in sizes)


def _middle(widths: Sequence[int]) -> int:
    return widths[len(widths) // 2]


def _no_picture(alt: str) -> SafeString:
    return format_html('<span class="no-photo">{}</span>', icon("image", label=alt))
