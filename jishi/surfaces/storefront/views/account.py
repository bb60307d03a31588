"""The member center: what waits, and where everything of one's own is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from jishi.care.community import queries as community_queries
from jishi.care.notifications import queries as notifications_queries
from jishi.foundation.platform import files, site
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ClaimState
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.money.wallets import queries as wallets_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import members
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.presenters import orders as shown_orders
from jishi.surfaces.storefront.presenters import pictures
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter

RECENT = 3
"""How many orders the member center shows."""


@dataclass(frozen=True, slots=True)
class Doorway:
    """A figure of the member center and the page behind it."""

    label: str
    url: str
    count: int


@require_safe
@members.member_only
def home(request: HttpRequest) -> HttpResponse:
    """Show what waits for the member, with counts, and the way to everything else."""
    user_id = members.me(request)
    person = accounts_queries.get_user(user_id)
    recent = orders_queries.list_orders(OrderFilter(user_id=user_id), limit=RECENT)
    portraits = files.list_pictures([person.avatar_id])
    data: dict[str, object] = {
        "person": person,
        "portrait": pictures.of_file(portraits.get(person.avatar_id)),
        "states": _states(orders_queries.count_by_label(user_id)),
        "doorways": _doorways(request),
        "recent": shown_orders.cards_of(recent.items, Door(actor_of(request))),
    }
    return members.page(request, "storefront/account/home.html", data)


def _states(counts: dict[str, int]) -> tuple[Link, ...]:
    orders = reverse("storefront:orders")
    return (
        Link(pgettext("shopper", "To pay"), f"{orders}?tab=to_pay", "wallet", counts["to_pay"]),
        Link(_("To ship"), f"{orders}?tab=to_ship", "box", counts["to_ship"]),
        Link(_("To receive"), f"{orders}?tab=to_receive", "truck", counts["to_receive"]),
        Link(_("To review"), reverse("storefront:reviews"), "star", counts["to_review"]),
        Link(
            pgettext("shopper", "Refunds"),
            reverse("storefront:aftersales"),
            "refund",
            counts["in_aftersale"],
        ),
    )


def _doorways(request: HttpRequest) -> tuple[Doorway, ...]:
    user_id = members.me(request)
    counts = community_queries.count_all(user_id)
    unused = promotions_queries.list_claimed(user_id=user_id, states=[ClaimState.UNUSED], limit=1)
    unread = notifications_queries.count_unread(user_id)
    points = wallets_queries.get_purse(
        actor=actor_of(request), purse=loyalty_queries.points_purse(user_id)
    )
    followed = Doorway(_("Followed shops"), reverse("storefront:follows"), counts.follows)
    return (
        Doorway(_("Coupons"), reverse("storefront:my_coupons"), unused.total or 0),
        Doorway(_("Points"), reverse("storefront:points"), points.balance_minor),
        Doorway(_("Favorites"), reverse("storefront:favorites"), counts.favorites),
        *([followed] if site.is_marketplace() else []),
        Doorway(_("Recently viewed"), reverse("storefront:footprints"), counts.footprints),
        Doorway(_("Unread messages"), reverse("storefront:messages"), unread),
    )
