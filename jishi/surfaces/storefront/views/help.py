"""The help center and the legal pages: articles in both languages, numbers as they are set."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jishi.foundation.platform import site
from jishi.foundation.platform.preferences import PREFERENCES
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import context, members

LEGAL_RETURN_DAYS = 7
"""Days of the right to return without a reason.

Source: Consumer Protection Law of China, article 25.
"""

NUMBERS = (
    "orders.pay_within_minutes",
    "orders.transfer_within_hours",
    "orders.receive_after_ship_days",
    "orders.receive_after_sign_hours",
    "orders.complete_after_days",
    "orders.extend_receipt_days",
    "aftersales.agree_unshipped_hours",
    "aftersales.agree_shipped_days",
    "aftersales.ship_back_days",
    "aftersales.receive_after_sign_days",
    "aftersales.quality_days",
    "accounts.code_lifetime_s",
    "accounts.close_after_days",
    "accounts.session_days",
    "reviews.review_within_days",
)
"""What the articles may quote, as operators set it."""


@dataclass(frozen=True, slots=True)
class Article:
    """A page of help. name: of its template and its address. icon: for the list."""

    name: str
    title: str | Promise
    lead: str | Promise
    icon: str


ARTICLES = (
    Article(
        "delivery", _("Delivery"), _("When it leaves, what it costs, how to follow it."), "truck"
    ),
    Article(
        "returns",
        _("Returns and refunds"),
        _("How long you may return things, and when the money is back."),
        "refund",
    ),
    Article(
        "payment", _("Payment"), _("Ways to pay, time to pay, and what keeps you safe."), "wallet"
    ),
    Article("coupons", _("Coupons and prices"), _("How a total comes about."), "coupon"),
    Article("invoices", _("Receipts and invoices"), _("Proof of what you bought."), "receipt"),
    Article("account", _("Your account"), _("Signing in, devices, closing an account."), "user"),
    Article("merchants", _("Selling here"), _("How a shop opens, and what it promises."), "store"),
    Article("privacy", _("Privacy policy"), _("What we know about you, and why."), "shield"),
    Article("terms", _("Terms of use"), _("What we promise each other."), "list"),
)

_BY_NAME = {article.name: article for article in ARTICLES}


@require_safe
def center(request: HttpRequest) -> HttpResponse:
    """List the articles."""
    data: dict[str, object] = {
        "articles": [(article, _url(article.name)) for article in _offered()],
        "crumbs": [context.home_link(), Link(str(_("Help center")), "")],
    }
    return members.page(request, "storefront/help/center.html", data, section="")


@require_safe
def article(request: HttpRequest, name: str) -> HttpResponse:
    """Show one article in the language of the page."""
    found = _BY_NAME.get(name)
    if found is None:
        raise Http404
    data: dict[str, object] = {
        "article": found,
        "text": f"storefront/help/{context.locale()}/{name}.html",
        "set": _numbers(),
        "return_days": LEGAL_RETURN_DAYS,
        "others": [
            Link(str(other.title), _url(other.name), other.icon, current=other is found)
            for other in _offered()
        ],
        "crumbs": [
            context.home_link(),
            Link(str(_("Help center")), reverse("storefront:help")),
            Link(str(found.title), ""),
        ],
    }
    return members.page(request, "storefront/help/article.html", data, section="")


def _offered() -> tuple[Article, ...]:
    """Return the articles of this house: a brand's own store has no merchants."""
    if site.is_marketplace():
        return ARTICLES
    return tuple(article for article in ARTICLES if article.name != "merchants")


def _url(name: str) -> str:
    return reverse("storefront:help_article", args=[name])


def _numbers() -> dict[str, object]:
    """Return preferences by name, the dot written as an underscore."""
    return {
        name.replace(".", "_"): PREFERENCES.get(name).get()
        for name in NUMBERS
        if name in PREFERENCES
    } | {"code_minutes": _code_minutes()}


def _code_minutes() -> int:
    return int(PREFERENCES.get("accounts.code_lifetime_s").get()) // 60
