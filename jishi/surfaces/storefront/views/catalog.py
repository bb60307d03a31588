"""The product page: the same for everyone, with what changes fetched apart."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.money import Money, to_decimal
from jishi.foundation.platform import site
from jishi.goods.promotions.types import ClaimableCoupon
from jishi.insight.search import queries as search_queries
from jishi.insight.search.queries import DetailDocument
from jishi.insight.search.types import SearchFilters, SearchQuery, Sort
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import context, frames
from jishi.surfaces.storefront.copies import Kept
from jishi.surfaces.storefront.presenters import (
    cards,
    coupons,
    deals,
    delivery,
    products,
    provinces,
    shops,
    structure,
)
from jishi.surfaces.storefront.presenters.products import ShownProduct
from jishi.surfaces.storefront.presenters.shops import ShownShop
from jishi.surfaces.storefront.visitors import find_id, market_of

SCRIPTS = ("design/js/gallery.js", "storefront/js/variants.js")
MORE = 10
NOW = "@now@"
"""Stands in a held page for the moment at which it is sent."""

_JOINT = "\x00"
_pages = Kept(limit_bytes=24_000_000, is_packed=True)


class _Asked(NamedTuple):
    """What an address asks of a product page. address: the page's own, for sharing."""

    sku: str
    quantity: int
    address: str


@require_safe
@frames.shared
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product: its document, with the stock of this moment. Two statements."""
    found, document = _find(request, slug)
    body, extra = _parts(request, found, document)
    page = frames.Page(
        title=document["title"],
        body=body,
        description=document["subtitle"] or document["title"],
        canonical=request.path,
        scripts=SCRIPTS,
        extra=extra,
    )
    return frames.respond(request, page)


@require_safe
@frames.shared
def more(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with goods of the same category, for when the reader gets that far."""
    _found, document = _find(request, slug)
    market, locale = market_of(request), context.locale()
    chain = products.category_ids(document)
    asked = SearchQuery(
        market=market.code,
        filters=SearchFilters(category_ids=(str(chain[-1]),) if chain else ()),
        sort=Sort.SALES,
        limit=MORE + 1,
    )
    own_id = ids.decode("prd", document["id"])
    others = [
        card
        for card in search_queries.search(asked, locale=locale).cards
        if card.product_id != own_id
    ]
    return render(
        request,
        "storefront/catalog/_more.html",
        {"cards": cards.html_of(others[:MORE], locale)},
    )


@require_safe
def promise(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with what sending one unit to a province costs and how long it takes."""
    _found, document = _find(request, slug)
    variant_id = find_id("var", request.GET.get("variant", ""))
    if variant_id not in products.variant_ids(document):
        variant_id = products.variant_ids(document)[0]
    shown = delivery.to_province(
        variant_id=variant_id,
        province=request.GET.get("province", ""),
        currency=document["currency"],
    )
    return render(
        request,
        "storefront/catalog/_delivery.html",
        {
            "delivery": shown,
            "provinces": provinces.choices(shown.provinces, context.locale()),
            "slug": slug,
            "variant": ids.encode("var", variant_id),
        },
    )


def _find(request: HttpRequest, slug: str) -> tuple[DetailDocument, dict[str, Any]]:
    found = search_queries.find_detail(
        slug=slug, market_code=market_of(request).code, locale=context.locale()
    )
    if found is None:
        raise Http404
    return found, json.loads(found.body)


def _parts(
    request: HttpRequest, found: DetailDocument, document: dict[str, Any]
) -> tuple[str, str]:
    """Return the content of a page and what its head says of the product.

    Both are taken from memory as long as nothing that is shown has changed.
    """
    stock = search_queries.stock_of(found.product_id)
    shop = shops.find(document["shop"]["code"], context.locale())
    whose = products.Whose(shop.merchant_id, products.category_ids(document)) if shop else None
    on_offer = (
        products.covering(
            shops.coupons_of(whose.merchant_id), found.product_id, whose, document["currency"]
        )
        if whose
        else ()
    )
    at = clock.now()
    found_deals = (
        deals.of_product(
            market_of(request).code,
            product_id=found.product_id,
            variant_ids=products.variant_ids(document),
            merchant_id=whose.merchant_id,
            category_ids=whose.category_ids,
            at=at,
            locale=context.locale(),
        )
        if whose
        else deals.NONE
    )
    asked = _Asked(
        sku=request.GET.get("sku", ""),
        quantity=_number(request.GET.get("quantity", "")),
        address=request.build_absolute_uri(request.path),
    )
    key = (
        found.etag,
        asked,
        products.stock_sign(document, stock),
        tuple((coupon.offer.coupon_id, coupon.can_claim) for coupon in on_offer),
        shop and shop.mark,
        site.is_marketplace(),
        found_deals,
    )
    held = _pages.get(key)
    if held is None:
        shown = products.show(
            document,
            stock=stock,
            offers=[coupon.offer for coupon in on_offer],
            whose=whose or products.Whose(found.product_id, ()),
            found=found_deals,
            wanted=asked.sku,
            at=at,
        )
        facts = _facts_for_engines(request, document)
        held = _pages.put(
            key, _JOINT.join((_render(shown, shop, on_offer, asked, document), facts))
        )
    body, _joint, extra = held.partition(_JOINT)
    # A page is held longer than a second; what counts down begins from the server's clock.
    return body.replace(NOW, at.isoformat()), extra


def _render(
    shown: ShownProduct,
    shop: ShownShop | None,
    on_offer: Sequence[ClaimableCoupon],
    asked: _Asked,
    document: dict[str, Any],
) -> str:
    locale = context.locale()
    names = {shop.merchant_id: {locale: shop.name}} if shop else {}
    return render_to_string(
        "storefront/catalog/product.html",
        {
            "product": shown,
            "shop": shops.shown_on_pages(shop),
            "crumbs": _crumbs(document, locale),
            "tickets": [coupons.claimable_ticket(coupon, locale, names) for coupon in on_offer[:6]],
            "description": mark_safe(shown.description),  # noqa: S308 - cleaned when saved
            "here": reverse("storefront:product", args=[shown.slug]),
            "link": asked.address,
            "wanted": asked.quantity,
            "now": NOW,
        },
    )


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and 0 < len(given) < 4 else 1


def _crumbs(document: dict[str, Any], locale: str) -> list[Link]:
    chain = products.category_ids(document)
    tree = structure.tree()
    home = context.home_link()
    path = structure.crumbs(tree.by_id[chain[-1]], locale, home) if chain else [home]
    return [*path, Link(document["title"], "")]


def _facts_for_engines(request: HttpRequest, document: dict[str, Any]) -> SafeString:
    """Return the product as search engines read it (schema.org); data, never executed."""
    picture = (document["image"] or {}).get("url", "")
    places = "InStock" if document["in_stock"] else "OutOfStock"
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": document["title"],
        "sku": document["code"],
        "offers": {
            "@type": "AggregateOffer",
            "priceCurrency": document["currency"],
            "lowPrice": _plain(document["price_minor"], document["currency"]),
            "highPrice": _plain(document["price_max_minor"], document["currency"]),
            "offerCount": len(document["skus"]),
            "availability": f"https://schema.org/{places}",
        },
    }
    if picture:
        facts["image"] = request.build_absolute_uri(picture)
    if document["brand"]:
        facts["brand"] = {"@type": "Brand", "name": document["brand"]["name"]}
    if document["review_count"]:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": document["rating"],
            "reviewCount": document["review_count"],
        }
    text = json.dumps(facts, ensure_ascii=False)
    for sign, code in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, code)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308 - nothing in it can end the element
    )


def _plain(minor: int, currency: str) -> str:
    return str(to_decimal(Money(minor, currency)))
