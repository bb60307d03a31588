"""A member's payments and refunds: every movement of money, newest first."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from jishi.money.payments import queries as payments_queries
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import members
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.presenters import movements as shown
from jishi.trade.orders import queries as orders_queries

PAGE = 20


@require_safe
@members.member_only
def list_movements(request: HttpRequest) -> HttpResponse:
    """Show what was paid and what came back."""
    cursor = request.GET.get("cursor") or None
    found = payments_queries.list_movements(
        references=orders_queries.list_group_ids(members.me(request)), cursor=cursor, limit=PAGE
    )
    paid_for = {movement.payment_reference for movement in found.items}
    orders = orders_queries.list_by_groups(paid_for)
    data: dict[str, object] = {
        "movements": shown.of(found.items, orders, Door(actor_of(request))),
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/movements.html", data)
