"""Coupon templates: made, started, stopped, voided."""

from dataclasses import fields, replace
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.promotions import permissions, queries, rules
from jishi.goods.promotions.errors import BadCoupon, CouponFixed, CouponNotFound, DuplicateCode
from jishi.goods.promotions.events import CouponChanged
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from jishi.goods.promotions.types import (
    ClaimState,
    CouponAction,
    CouponDraft,
    CouponState,
    Funder,
)


@transactional
def save_coupon(*, actor: Actor, draft: CouponDraft, coupon_id: UUID | None = None) -> UUID:
    """Make a coupon or change one; return its id. A new one is a draft.

    Once it has left the draft, only its name, limits and claim window may change.

    Raises: BadCoupon, CouponNotFound, CouponFixed, DuplicateCode.
    Emits: CouponChanged.
    Locks: the coupon.
    """
    actor.require(permissions.EDIT, merchant_id=draft.merchant_id)
    rules.check_draft(draft)
    row = _lock(actor, coupon_id) if coupon_id else Coupon(state=CouponState.DRAFT)
    if coupon_id and row.state != CouponState.DRAFT:
        _check_promise(row, draft)
    for name, value in _values(draft).items():
        setattr(row, name, value)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise DuplicateCode(field="code") from error
    _tell(actor, row, {"code": row.code, "total": row.total, "claim_until": str(row.claim_until)})
    return row.id


@transactional
def activate(*, actor: Actor, coupon_id: UUID) -> CouponState:
    """Let a coupon be claimed, from its claim window on; return the state it is in now.

    Raises: CouponNotFound, IllegalMove.
    Emits: CouponChanged.
    Locks: the coupon.
    """
    row = _lock(actor, coupon_id)
    begins_later = row.claim_from is not None and row.claim_from > clock.now()
    return _move(actor, row, CouponAction.SCHEDULE if begins_later else CouponAction.ACTIVATE)


@transactional
def pause(*, actor: Actor, coupon_id: UUID) -> None:
    """Stop claims of a coupon for now; claimed ones stay usable.

    Raises: CouponNotFound, IllegalMove.
    Emits: CouponChanged.
    Locks: the coupon.
    """
    _move(actor, _lock(actor, coupon_id), CouponAction.PAUSE)


@transactional
def void(*, actor: Actor, coupon_id: UUID) -> int:
    """Take a coupon back for good: unused ones are lost; placed orders keep their price.

    Returns how many claimed coupons were voided.
    Raises: CouponNotFound, IllegalMove.
    Emits: CouponChanged.
    Locks: the coupon.
    """
    row = _lock(actor, coupon_id)
    _move(actor, row, CouponAction.VOID)
    return ClaimedCoupon.objects.filter(
        coupon_id=row.id, state__in=[ClaimState.UNUSED, ClaimState.LOCKED]
    ).update(state=ClaimState.VOIDED, remind_at=None)


def _lock(actor: Actor, coupon_id: UUID) -> Coupon:
    row: Coupon | None = transactions.for_update(Coupon.objects.filter(pk=coupon_id)).first()
    if row is None:
        raise CouponNotFound
    actor.require(permissions.EDIT, merchant_id=row.merchant_id)
    return row


def _move(actor: Actor, row: Coupon, action: CouponAction) -> CouponState:
    before = CouponState(row.state)
    row.state = rules.COUPON.advance(before, action)
    row.save(update_fields=["state"])
    audit.record_move(
        actor=actor,
        machine=rules.COUPON.name,
        subject_id=row.id,
        action=action,
        from_state=before,
        to_state=row.state,
    )
    _tell(actor, row, {"state": str(row.state)})
    return CouponState(row.state)


def _check_promise(row: Coupon, draft: CouponDraft) -> None:
    before = queries.coupon_info(row).draft
    after = _completed(draft)
    if field := rules.changed_fixed_field(before, after):
        raise CouponFixed(field=field)
    if draft.total is not None and draft.total < row.issued:
        raise BadCoupon(field="total", issued=row.issued)


def _completed(draft: CouponDraft) -> CouponDraft:
    """Return a draft with the platform's share as it will be stored."""
    share = draft.platform_share_bp
    if share is None:
        share = 0 if draft.merchant_id else 10_000
    return replace(draft, platform_share_bp=share)


def _values(draft: CouponDraft) -> dict[str, Any]:
    plain = {
        field.name: getattr(draft, field.name)
        for field in fields(draft)
        if field.name not in {"scope", "platform_share_bp", "public_code", "name"}
    }
    return plain | {
        "name": dict(draft.name),
        "funder": Funder.MERCHANT if draft.merchant_id else Funder.PLATFORM,
        "platform_share_bp": _completed(draft).platform_share_bp,
        "scope_kind": draft.scope.kind,
        "scope_ids": sorted(one.hex for one in draft.scope.ids),
        "public_code": draft.public_code.upper() or None,
        "search_text": " ".join([draft.code, *draft.name.values()]).lower()[:500],
    }


def _tell(actor: Actor, row: Coupon, after: dict[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="coupon",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        after=after,
    )
    outbox.emit(
        CouponChanged(
            coupon_id=str(row.id), merchant_id=str(row.merchant_id) if row.merchant_id else ""
        ),
        actor=f"{actor.kind}:{actor.id}",
    )
