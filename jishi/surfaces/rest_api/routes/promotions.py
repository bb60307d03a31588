"""Coupons: what is on offer, and claiming it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.goods.markets import queries as markets_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ClaimFacts
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.rest_api import access, locales, shapes
from jishi.surfaces.rest_api.replies import reply
from jishi.surfaces.rest_api.schemas import care as schemas
from jishi.trade.orders import queries as orders_queries

router = Router(tags=["coupons"])


@router.get("/coupons", response=list[schemas.Coupon])
def list_coupons(request: HttpRequest, market: str = "") -> HttpResponse:
    """List the coupons on offer in a market; with a member's token, what is claimed of them."""
    found = promotions_queries.list_claimable(
        at=clock.now(),
        merchant_ids=list(merchants_queries.open_ids_by_code().values()),
        user_id=access.actor_of(request).user_id,
    )
    given = markets_queries.get_market(market) if market else markets_queries.get_default()
    locale = locales.of(request)
    return reply([shapes.coupon(one, locale) for one in found
                  if one.offer.currency == given.currency])  # fmt: skip


@router.post("/coupons/{coupon_id}/claim", response={201: schemas.ClaimedCoupon},
             auth=access.MemberOnly())  # fmt: skip
def claim(request: HttpRequest, coupon_id: str) -> HttpResponse:
    """Claim a coupon; carts use it by themselves where it saves most."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    assert actor.user_id is not None, "members only"
    claimed = promotions.claim(
        actor=actor,
        coupon_id=access.decode("cpn", coupon_id),
        facts=ClaimFacts(is_new_user=not orders_queries.has_ordered(actor.user_id)),
    )
    return reply({"id": claimed.claimed_id}, status=201)
