"""Signing in day by day."""

from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.transactions import transactional
from jishi.growth.loyalty import preferences, queries, rules
from jishi.growth.loyalty.errors import CannotMakeUp, SignInNeeded
from jishi.growth.loyalty.models import SignIn
from jishi.growth.loyalty.types import SignInView
from jishi.money.ledger.types import AccountCode, AccountName
from jishi.money.wallets import services as wallets
from jishi.money.wallets.types import Cause, Part, ValueGrant

ISSUED = AccountName(AccountCode.POINTS_ISSUED)


@transactional
def sign_in(*, actor: Actor) -> SignInView:
    """Sign today for the signed-in member and give the day's points; once a day.

    Raises: SignInNeeded.
    """
    user_id = _member(actor)
    today = clock.local_date(clock.now())
    _sign(user_id, today, is_made_up=False)
    return queries.get_sign_in(user_id)


@transactional
def make_up(*, actor: Actor, day: date) -> SignInView:
    """Sign a missed day later, with one of the month's cards.

    The streak is mended; the day gives what it would have given.
    Raises: SignInNeeded; CannotMakeUp if it is signed, too far back or no card is left.
    """
    user_id = _member(actor)
    today = clock.local_date(clock.now())
    earliest = today - timedelta(days=preferences.MAKE_UP_DAYS.get())
    left = preferences.MAKE_UP_CARDS.get() - queries.count_made_up(user_id, today)
    if not earliest <= day < today or left <= 0:
        raise CannotMakeUp(field="day")
    if not _sign(user_id, day, is_made_up=True):
        raise CannotMakeUp(field="day")
    return queries.get_sign_in(user_id)


def _member(actor: Actor) -> UUID:
    if actor.user_id is None:
        raise SignInNeeded
    return actor.user_id


def _sign(user_id: UUID, day: date, *, is_made_up: bool) -> bool:
    """Note a day and give its points; return whether it was open. The constraint decides."""
    days = rules.streak(queries.signed_days(user_id) | {day}, day)
    points = rules.reward(queries.sign_in_cycle(), days)
    signed = SignIn(user_id=user_id, day=day, is_made_up=is_made_up, points=points)
    try:
        with transaction.atomic():
            signed.save(force_insert=True)
    except IntegrityError:
        return False
    if points:
        expires = clock.now() + timedelta(days=preferences.POINTS_VALID_DAYS.get())
        wallets.grant(
            actor=Actor.system("loyalty"),
            granted=ValueGrant(
                Part(queries.points_purse(user_id), points),
                Cause(f"sign_in:{day.isoformat()}", "loyalty.signed_in"),
                ISSUED,
                expires,
            ),
        )
    return True
