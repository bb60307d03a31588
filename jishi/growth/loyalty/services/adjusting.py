"""What staff give and take by hand, with a reason."""

from datetime import timedelta

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit, idempotency
from jishi.foundation.platform.transactions import transactional
from jishi.growth.loyalty import permissions, preferences, queries
from jishi.growth.loyalty.errors import BadAdjustment
from jishi.growth.loyalty.models import GrowthEntry
from jishi.growth.loyalty.services.levels import review_member
from jishi.growth.loyalty.types import Adjustment
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Cause, Part, ValueGrant
from jishi.parties.accounts import queries as accounts_queries

HOUSE = Actor.system("loyalty")
ISSUED = AccountName(AccountCode.POINTS_ISSUED)
LIMIT = 1_000_000
REASON_LENGTH = 200
CAUSE = "loyalty.adjusted"


@transactional
def adjust_member(*, actor: Actor, adjustment: Adjustment) -> None:
    """Give or take points and growth by hand; the same key does nothing again.

    Raises: Forbidden; NotFound if there is no such person; BadAdjustment; BadKey; KeyReused;
        NotEnoughValue or PurseNotFound if more points are taken than there are.
    Emits: ValueMoved; LevelChanged if the member goes up.
    Locks: the purse, then the membership.
    """
    actor.require(permissions.ADJUST)
    reason = _checked(adjustment)
    accounts_queries.get_user(adjustment.user_id)
    idempotency.once(
        scope=f"{actor.kind}:{actor.id}:loyalty.adjust",
        key=adjustment.key,
        request=repr(adjustment).encode(),
        produce=lambda: _adjust(actor, adjustment, reason),
    )


def _adjust(actor: Actor, adjustment: Adjustment, reason: str) -> tuple[int, bytes]:
    why = Cause(f"staff:{adjustment.key}", CAUSE, note=reason)
    _move_points(adjustment, why)
    if adjustment.growth:
        GrowthEntry.objects.create(
            user_id=adjustment.user_id,
            key=why.key,
            cause=CAUSE,
            amount=adjustment.growth,
            note=reason,
        )
        review_member(actor=HOUSE, user_id=adjustment.user_id)
    audit.record(
        actor=actor,
        action=permissions.ADJUST,
        subject_type="member",
        subject_id=adjustment.user_id,
        after={"points": adjustment.points, "growth": adjustment.growth, "reason": reason},
    )
    return 200, b""


def _checked(adjustment: Adjustment) -> str:
    reason = " ".join(clean(adjustment.reason, max_length=REASON_LENGTH).split())
    if not reason:
        raise BadAdjustment(field="reason", limit=LIMIT)
    if not (adjustment.points or adjustment.growth):
        raise BadAdjustment(field="points", limit=LIMIT)
    for field in ("points", "growth"):
        if abs(getattr(adjustment, field)) > LIMIT:
            raise BadAdjustment(field=field, limit=LIMIT)
    return reason


def _move_points(adjustment: Adjustment, why: Cause) -> None:
    purse = queries.points_purse(adjustment.user_id)
    if adjustment.points > 0:
        expires = clock.now() + timedelta(days=preferences.POINTS_VALID_DAYS.get())
        part = Part(purse, adjustment.points)
        wallets.grant(actor=HOUSE, granted=ValueGrant(part, why, ISSUED, expires))
    elif adjustment.points < 0:
        part = Part(purse, -adjustment.points)
        wallets.take(actor=HOUSE, part=part, why=why, against=ISSUED)
