"""Level, points and daily check-in of a member."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel.errors import JishiError
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.growth.loyalty import services as loyalty
from jishi.surfaces.design import formats
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.design.types import Link
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.doors import Door
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.presenters import points as shown
from jishi.surfaces.storefront.visitors import market_of
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter

LATEST, PAGE = 5, 20
GROWTH = "growth"


@require_safe
@members.member_only
def overview(request: HttpRequest) -> HttpResponse:
    """Show level, points, this month's check-ins, and how points come and go."""
    actor, user_id = actor_of(request), members.me(request)
    locale = context.locale()
    member = loyalty_queries.get_member(actor=actor, user_id=user_id)
    latest = loyalty_queries.list_points(actor=actor, user_id=user_id, limit=LATEST).items
    signing = loyalty_queries.get_sign_in(user_id)
    data: dict[str, object] = {
        "member": member,
        "levels": shown.levels_of(member, locale),
        "signing": signing,
        "calendar": shown.calendar_of(signing),
        "month": shown.month_of(signing),
        "weekdays": shown.weekdays(),
        "cycle": shown.cycle_of(signing),
        "missed": [(day.isoformat(), formats.moment(day)) for day in signing.can_make_up],
        "latest": [shown.points_line(item) for item in latest],
        "earning": shown.earning(market_of(request).currency),
    }
    return members.page(request, "storefront/account/points.html", data)


@require_safe
@members.member_only
def statement(request: HttpRequest) -> HttpResponse:
    """Show every movement of the points, or of the growth."""
    actor, user_id = actor_of(request), members.me(request)
    cursor = request.GET.get("cursor") or None
    is_growth = request.GET.get("tab") == GROWTH
    listed = loyalty_queries.list_growth if is_growth else loyalty_queries.list_points
    found = listed(actor=actor, user_id=user_id, cursor=cursor, limit=PAGE)
    lines = [
        shown.growth_line(item) if is_growth else shown.points_line(item) for item in found.items
    ]
    references = tuple({line.reference for line in lines if line.reference})
    orders = orders_queries.list_orders(
        OrderFilter(user_id=user_id, order_ids=references), limit=PAGE
    ).items
    numbers = {order.order_id: order.number for order in orders}
    door = Door(actor)
    data: dict[str, object] = {
        "tabs": _tabs(is_growth=is_growth),
        "is_growth": is_growth,
        "lines": [
            (line, number, door.url("order", number) if number else "")
            for line in lines
            for number in [numbers.get(line.reference) if line.reference else ""]
        ],
        "next_cursor": found.next_cursor,
        "at_cursor": bool(cursor),
    }
    return members.page(request, "storefront/account/points_statement.html", data)


@require_POST
@members.member_only
def check_in(request: HttpRequest) -> HttpResponse:
    """Sign today; sending it again does nothing more."""
    here = reverse("storefront:points")
    signed = loyalty.sign_in(actor=actor_of(request))
    text = ngettext(
        "Checked in today: %(points)s points, %(days)s day in a row.",
        "Checked in today: %(points)s points, %(days)s days in a row.",
        signed.streak,
    ) % {"points": formats.number(signed.reward), "days": formats.number(signed.streak)}
    return answers.done(request, here, text)


@require_POST
@members.member_only
def make_up(request: HttpRequest) -> HttpResponse:
    """Sign a missed day with a card."""
    here = reverse("storefront:points")
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        return answers.done(request, here, _("Choose a day that you missed."), "error")
    try:
        loyalty.make_up(actor=actor_of(request), day=day)
    except JishiError as error:
        return answers.done(request, here, explain(error), "error")
    text = _("%(day)s is made up.") % {"day": formats.moment(day)}
    return answers.done(request, here, text)


def _tabs(*, is_growth: bool) -> tuple[Link, ...]:
    here = reverse("storefront:points_statement")
    return (
        Link(_("Points"), here, current=not is_growth),
        Link(_("Growth"), f"{here}?tab={GROWTH}", current=is_growth),
    )
