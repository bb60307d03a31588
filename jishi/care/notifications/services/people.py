"""Telling people of their account, their coupons and their shop."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from jishi.care.notifications.rules import rendering
from jishi.care.notifications.services.posting import Notice, Reader, post
from jishi.care.notifications.services.shops import shop_values
from jishi.care.notifications.types import Value
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import mask_email, mask_phone
from jishi.foundation.kernel.text import TextMap
from jishi.foundation.platform import site
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions import queries as promotions_queries
from jishi.parties.accounts import queries as accounts_queries


@transactional
def tell_user(
    *,
    actor: Actor,
    event: str,
    user_id: UUID,
    subject: str = "",
    values: Mapping[str, Value] | None = None,
) -> None:
    """Tell one person something. subject: with the event and person it is told once."""
    known: dict[str, Value] = {"site": {"zh-hans": site.name_zh.get(), "en": site.name_en.get()}}
    reader = Reader(user_id=user_id)
    post(Notice(event, f"{user_id}:{subject}", known | dict(values or {}), users=(reader,)))


@transactional
def tell_of_password(*, actor: Actor, user_id: UUID) -> None:
    """Warn somebody that the password was changed."""
    at = clock.now()
    tell_user(
        actor=actor,
        event="accounts.password_changed",
        user_id=user_id,
        subject=f"{at:%Y%m%d%H%M}",
        values={"time": rendering.moment_text(at)},
    )


@transactional
def tell_of_verified_contact(*, actor: Actor, user_id: UUID, contact: str) -> None:
    """Tell somebody that a phone or mailbox now opens the account."""
    masked = mask_email(contact) if "@" in contact else mask_phone(contact)
    tell_user(
        actor=actor,
        event="accounts.contact_verified",
        user_id=user_id,
        subject=contact,
        values={"contact": masked},
    )


@transactional
def tell_of_closing(*, actor: Actor, user_id: UUID, closes_at: datetime) -> None:
    """Tell somebody until when the account can still be kept."""
    tell_user(
        actor=actor,
        event="accounts.closing",
        user_id=user_id,
        subject=closes_at.isoformat(),
        values={"until": rendering.moment_text(closes_at)},
    )


@transactional
def tell_of_role(*, actor: Actor, user_id: UUID, role_code: str, scope_id: str) -> None:
    """Tell somebody of work that was given to them."""
    role = accounts_queries.find_role(role_code)
    if role is not None:
        tell_user(
            actor=actor,
            event="accounts.role_assigned",
            user_id=user_id,
            subject=f"{role_code}:{scope_id}",
            values={"role": role.name},
        )


@transactional
def tell_of_coupon(
    *,
    actor: Actor,
    event: str,
    user_id: UUID,
    coupon_id: UUID,
    claimed_id: UUID,
    valid_until: str,
    days: int = 0,
) -> None:
    """Tell somebody of a coupon. valid_until: ISO 8601."""
    coupon = promotions_queries.get_coupon(coupon_id)
    tell_user(
        actor=actor,
        event=event,
        user_id=user_id,
        subject=f"{claimed_id}:{days}",
        values={
            "coupon": coupon.draft.name,
            "until": rendering.moment_text(datetime.fromisoformat(valid_until)),
            "days": str(days),
        },
    )


@transactional
def tell_of_shop(
    *, actor: Actor, event: str, merchant_id: UUID, owner_id: UUID, reason: str = ""
) -> None:
    """Tell the owner of a shop how it stands with the marketplace; once a day at most."""
    tell_user(
        actor=actor,
        event=event,
        user_id=owner_id,
        subject=f"{merchant_id}:{clock.local_date(clock.now())}",
        values=shop_values(merchant_id) | {"reason": rendering.quoted(reason)},
    )


@transactional
def tell_of_expiring_points(
    *, actor: Actor, user_id: UUID, points: int, until: datetime, days: int
) -> None:
    """Tell somebody of points that go within some days. until: when the first of them go."""
    tell_user(
        actor=actor,
        event="loyalty.points_expiring",
        user_id=user_id,
        subject=f"{days}:{until.isoformat()}",
        values={
            "points": str(points),
            "days": str(days),
            "until": rendering.moment_text(until),
        },
    )


@transactional
def tell_of_level(*, actor: Actor, user_id: UUID, level: TextMap, is_up: bool) -> None:
    """Tell somebody of another level; once an hour at most."""
    tell_user(
        actor=actor,
        event="loyalty.level_raised" if is_up else "loyalty.level_lowered",
        user_id=user_id,
        subject=f"{clock.now():%Y%m%d%H}",
        values={"level": level},
    )


@transactional
def tell_of_endangered_level(
    *, actor: Actor, user_id: UUID, level: TextMap, until: datetime
) -> None:
    """Tell somebody until when a level is kept that is no longer earned."""
    tell_user(
        actor=actor,
        event="loyalty.level_endangered",
        user_id=user_id,
        subject=until.isoformat(),
        values={"level": level, "until": rendering.moment_text(until)},
    )
