"""Product cards: from documents to HTML, each rendered once as long as it does not change."""

import json
from collections.abc import Iterable
from typing import Any

from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from jishi.foundation.platform import site
from jishi.insight.search.queries import CardDocument
from jishi.surfaces.design.types import ProductCard
from jishi.surfaces.storefront.copies import Kept
from jishi.surfaces.storefront.presenters import pictures

_kept = Kept(limit_bytes=24_000_000)


_LAZY, _EAGER = 'loading="lazy" decoding="async"', 'fetchpriority="high"'


def html_of(cards: Iterable[CardDocument], locale: str, *, eager: int = 0) -> list[SafeString]:
    """Return the HTML of some cards, in their order.

    eager: how many of the first stand where a page opens; their pictures do not wait.
    """
    return [
        mark_safe(html.replace(_LAZY, _EAGER, 1)) if at < eager else html  # noqa: S308 - as below
        for at, html in enumerate(_html(card, locale) for card in cards)
    ]


def card_of(document: CardDocument) -> ProductCard:
    """Return a document as the card template wants it."""
    return card_of_body(json.loads(document.body))


def card_of_body(body: dict[str, Any]) -> ProductCard:
    """Return the JSON of a card as the card template wants it."""
    lowest, highest = body["price_minor"], body["price_max_minor"]
    list_minor = body["list_minor"]
    return ProductCard(
        url=reverse("storefront:product", args=[body["slug"]]),
        title=body["title"],
        price_minor=lowest,
        currency=body["currency"],
        picture=pictures.of_document(body["image"]),
        list_price_minor=list_minor if list_minor and list_minor > lowest else None,
        price_from=highest > lowest,
        notes=_notes(body),
        shop_name=body["merchant"]["name"] if site.is_marketplace() else "",
        sold=body["sold"] or None,
        rating=body["rating"],
        sold_out=not body["in_stock"],
    )


def _html(document: CardDocument, locale: str) -> SafeString:
    key = (document.product_id, document.etag, locale)
    held = _kept.get(key)
    if held is None:
        template = get_template("design/product_card.html")
        held = _kept.put(key, template.render({"product": card_of(document)}))
    return mark_safe(held)  # noqa: S308 - rendered by our own template


def _notes(body: dict[str, Any]) -> tuple[str, ...]:
    if not body["review_count"]:
        return ()
    return (f"★ {body['rating']}",)
