"""The member's coupons, and claiming one by its code."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ClaimState
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import context, members
from jishi.surfaces.storefront.presenters.coupons import ticket_of

PAGE = 24
STATES: dict[str, tuple[ClaimState, ...]] = {
    "": (ClaimState.UNUSED, ClaimState.LOCKED),
    "used": (ClaimState.USED,),
    "expired": (ClaimState.EXPIRED, ClaimState.VOIDED),
}


@require_safe
@members.member_only
def mine(request: HttpRequest) -> HttpResponse:
    """Show the member's coupons by state."""
    tab = request.GET.get("tab", "") if request.GET.get("tab") in STATES else ""
    cursor = request.GET.get("cursor") or None
    found = promotions_queries.list_claimed(
        user_id=members.me(request), states=STATES[tab], cursor=cursor, limit=PAGE
    )
    names = merchants_queries.names_of(claimed.offer.merchant_id for claimed in found.items)
    locale = context.locale()
    data: dict[str, object] = {
        "tickets": [
            (ticket_of(claimed.offer, locale, names), claimed.state) for claimed in found.items
        ],
        "tabs": _tabs(tab),
        "tab": tab,
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/coupons.html", data)


def _tabs(current: str) -> tuple[Link, ...]:
    here = reverse("storefront:my_coupons")
    labels = {"": _("Usable"), "used": _("Used coupons"), "expired": _("Expired")}
    return tuple(
        Link(label, f"{here}?tab={tab}" if tab else here, current=tab == current)
        for tab, label in labels.items()
    )
