"""What an order earns: expected, adjusted, granted or canceled."""

from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.growth.loyalty import permissions, preferences, queries, rules
from jishi.growth.loyalty.events import PointsAwarded
from jishi.growth.loyalty.models import GrowthEntry, OrderAward
from jishi.growth.loyalty.services.levels import review_member
from jishi.growth.loyalty.types import AwardAction, AwardState, EarningRate
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Cause, Part, ValueGrant
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView

ISSUED = AccountName(AccountCode.POINTS_ISSUED)
UNIT_MINOR = 100
"""Growth and points are counted for full yuan."""


@transactional
def expect(*, actor: Actor, order_id: UUID) -> None:
    """Note what a paid order of a member will earn; a second call does nothing."""
    actor.require(permissions.EDIT)
    order = orders_queries.get_order(order_id)
    if order.user_id is None or OrderAward.objects.filter(order_id=order_id).exists():
        return
    award = OrderAward(
        order_id=order_id,
        user_id=order.user_id,
        points_bp=queries.level_of(order.user_id).points_bp,
    )
    award.points, award.growth = _worth(award, order)
    award.save(force_insert=True)


@transactional
def adjust(*, actor: Actor, order_id: UUID) -> None:
    """Fit what an order earns to what the buyer kept of it; doing it again does nothing.

    Points that were granted are taken back, and owed if they were spent.
    Locks: the award, then the purse.
    """
    actor.require(permissions.EDIT)
    award = _locked(order_id)
    if award is None or award.state == AwardState.CANCELED:
        return
    points, growth = _worth(award, orders_queries.get_order(order_id))
    fewer, less = award.points - points, award.growth - growth
    if award.state == AwardState.GRANTED and (fewer or less):
        award.changes += 1
        _take_back(actor, award, fewer, less)
    award.points, award.growth = points, growth
    award.save(update_fields=["points", "growth", "changes"])


@transactional
def grant(*, actor: Actor, order_id: UUID) -> None:
    """Give what a final order earned; a second call does nothing.

    Emits: PointsAwarded; LevelChanged if the member goes up.
    Locks: the award, then the purse, then the membership.
    """
    actor.require(permissions.EDIT)
    award = _locked(order_id)
    if award is None or award.state != AwardState.PENDING:
        return
    award.points, award.growth = _worth(award, orders_queries.get_order(order_id))
    _move(actor, award, AwardAction.GRANT)
    why = Cause(f"order:{order_id.hex}", "loyalty.order_completed", order_id)
    if award.points:
        expires = clock.now() + timedelta(days=preferences.POINTS_VALID_DAYS.get())
        part = Part(queries.points_purse(award.user_id), award.points)
        wallets.grant(actor=actor, granted=ValueGrant(part, why, ISSUED, expires))
        outbox.emit(
            PointsAwarded(user_id=str(award.user_id), order_id=str(order_id), points=award.points),
            actor=f"{actor.kind}:{actor.id}",
        )
    _grow(award, why, award.growth)
    review_member(actor=actor, user_id=award.user_id)


@transactional
def cancel(*, actor: Actor, order_id: UUID) -> None:
    """Forget what a canceled order would have earned; a second call does nothing.

    Locks: the award.
    """
    actor.require(permissions.EDIT)
    award = _locked(order_id)
    if award is not None and award.state == AwardState.PENDING:
        award.points = award.growth = 0
        _move(actor, award, AwardAction.CANCEL)


def _worth(award: OrderAward, order: OrderView) -> tuple[int, int]:
    """Return points and growth of what was paid for goods and not given back."""
    kept = sum(
        line.payable_goods_minor - min(line.refunded_minor, line.payable_goods_minor)
        for line in order.lines
    )
    rate = EarningRate(preferences.POINTS_PER_UNIT.get(), UNIT_MINOR)
    return rules.earned(kept, rate, award.points_bp), rules.growth(kept, UNIT_MINOR)


def _take_back(actor: Actor, award: OrderAward, points: int, growth: int) -> None:
    why = Cause(
        f"order:{award.order_id.hex}:{award.changes}", "loyalty.order_refunded", award.order_id
    )
    if points > 0:
        part = Part(queries.points_purse(award.user_id), points)
        wallets.take(actor=actor, part=part, why=why, against=ISSUED, may_owe=True)
    _grow(award, why, -growth)


def _grow(award: OrderAward, why: Cause, amount: int) -> None:
    if amount:
        GrowthEntry.objects.create(
            user_id=award.user_id,
            key=why.key,
            cause=why.cause,
            reference=why.reference,
            amount=amount,
        )


def _locked(order_id: UUID) -> OrderAward | None:
    found: OrderAward | None = for_update(OrderAward.objects.filter(order_id=order_id)).first()
    return found


def _move(actor: Actor, award: OrderAward, action: AwardAction) -> None:
    before = AwardState(award.state)
    award.state = rules.AWARD.advance(before, action)
    award.save(update_fields=["state", "points", "growth"])
    audit.record_move(
        actor=actor,
        machine=rules.AWARD.name,
        subject_id=award.id,
        action=action,
        from_state=before,
        to_state=award.state,
    )
