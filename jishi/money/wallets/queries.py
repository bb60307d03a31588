"""Reads of wallets."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Min, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.paging import Page, clamp_limit, decode_cursor, encode_cursor
from jishi.foundation.platform import prepared
from jishi.money.ledger import queries as ledger_queries
from jishi.money.wallets import permissions, rules
from jishi.money.wallets.models import Hold, Lot, Movement, Purse
from jishi.money.wallets.types import (
    Asset,
    Discrepancy,
    Expiring,
    HoldInfo,
    HoldState,
    MovementInfo,
    Proof,
    PurseInfo,
    PurseName,
)


def get_purse(*, actor: Actor, purse: PurseName) -> PurseInfo:
    """Return what a purse holds; one that was never used holds nothing. One statement.

    Raises: NotFound for somebody else's without the permission.
    """
    _check(actor, purse.holder_id)
    row = _purse(rules.purse_id(purse))
    return _info(row) if row else PurseInfo(purse, 0, 0, 0)


@prepared.finding
def _purse(purse_id: UUID) -> QuerySet[Purse]:
    return Purse.objects.filter(pk=purse_id)


def list_purses(*, actor: Actor, holder_id: UUID) -> tuple[PurseInfo, ...]:
    """Return all purses of a holder, by kind and unit. One statement.

    Raises: NotFound for somebody else's without the permission.
    """
    _check(actor, holder_id)
    rows = Purse.objects.filter(holder_id=holder_id).order_by("asset", "currency")
    return tuple(_info(row) for row in rows)


def list_movements(
    *, actor: Actor, purse: PurseName, cursor: str | None = None, limit: int | None = None
) -> Page[MovementInfo]:
    """Return the statement of a purse, newest first.

    Raises: NotFound for somebody else's without the permission; BadCursor.
    """
    _check(actor, purse.holder_id)
    rows = Movement.objects.filter(purse_id=rules.purse_id(purse))
    if cursor:
        rows = rows.filter(pk__lt=UUID(str(decode_cursor(cursor, 1)[0])))
    size = clamp_limit(limit)
    found = list(rows.order_by("-pk")[: size + 1])
    more = found[size - 1] if len(found) > size else None
    return Page(
        items=tuple(_movement(row) for row in found[:size]),
        next_cursor=encode_cursor(str(more.pk)) if more else None,
    )


def get_expiring(*, actor: Actor, purse: PurseName, until: datetime) -> Expiring:
    """Return what of a purse expires up to a moment. One statement.

    Raises: NotFound for somebody else's without the permission.
    """
    _check(actor, purse.holder_id)
    lots = _expiring(purse.asset, until).filter(purse_id=rules.purse_id(purse))
    found = lots.aggregate(first=Min("expires_at"), total=Coalesce(Sum("remaining_minor"), 0))
    return Expiring(found["total"], found["first"])


def list_expiring(
    *, asset: Asset, until: datetime, after: UUID | None = None, limit: int
) -> tuple[tuple[UUID, tuple[tuple[datetime, int], ...]], ...]:
    """Return a batch of holders by id, with when and how much of what they have expires.

    after: the last holder of the batch before. Two statements.
    """
    due = _expiring(asset, until)
    holders = due.filter(purse__holder_id__gt=after) if after else due
    ordered = holders.order_by("purse__holder_id").values_list("purse__holder_id", flat=True)
    found: dict[UUID, list[tuple[datetime, int]]] = {
        holder_id: [] for holder_id in ordered.distinct()[:limit]
    }
    lots = due.filter(purse__holder_id__in=found).order_by("expires_at", "pk")
    for holder_id, at, left in lots.values_list(
        "purse__holder_id", "expires_at", "remaining_minor"
    ):
        if at is not None:
            found[holder_id].append((at, left))
    return tuple((holder_id, tuple(parts)) for holder_id, parts in found.items() if parts)


def list_holds(*, reference: UUID) -> tuple[HoldInfo, ...]:
    """Return what a payment holds or held of each purse. One statement."""
    rows = Hold.objects.filter(reference=reference).select_related("purse").order_by("purse_id")
    return tuple(
        HoldInfo(_name(row.purse), HoldState(row.state), row.amount_minor, row.returned_minor)
        for row in rows
    )


def prove() -> Iterator[Discrepancy]:
    """Derive every purse again from its lots, holds, movements and the books.

    Yields what does not hold, nothing if all does.
    """
    derived = Purse.objects.annotate(
        lots=_sum(Lot.objects.filter(purse=OuterRef("pk")), "remaining_minor"),
        holds=_sum(Hold.objects.filter(purse=OuterRef("pk"), state=HoldState.HELD), "amount_minor"),
        moved=_sum(Movement.objects.filter(purse=OuterRef("pk")), "amount_minor"),
    )
    for row in derived.order_by("pk").iterator():
        balance = row.available_minor - row.owed_minor
        books = -ledger_queries.balance(rules.liability(_name(row)), currency=row.currency).minor
        for proof, expected, found in (
            (Proof.WRONG_AVAILABLE, row.lots, row.available_minor),
            (Proof.WRONG_HELD, row.holds, row.held_minor),
            (Proof.WRONG_BALANCE, row.moved, balance),
            (Proof.WRONG_BOOKS, books, balance + row.held_minor),
        ):
            if expected != found:
                yield Discrepancy(proof, row.pk, row.currency, expected, found)


def _check(actor: Actor, holder_id: UUID) -> None:
    if not actor.may(permissions.VIEW):
        actor.require_owner(holder_id)


def _expiring(asset: Asset, until: datetime) -> QuerySet[Lot]:
    return Lot.objects.filter(
        purse__asset=asset,
        remaining_minor__gt=0,
        expires_at__gt=clock.now(),
        expires_at__lte=until,
    )


def _sum(rows: "QuerySet[Lot] | QuerySet[Hold] | QuerySet[Movement]", field: str) -> Coalesce:
    total = rows.order_by().values("purse").annotate(total=Sum(F(field))).values("total")
    return Coalesce(Subquery(total), 0)


def _name(row: Purse) -> PurseName:
    return PurseName(row.holder_id, Asset(row.asset), row.currency)


def _info(row: Purse) -> PurseInfo:
    return PurseInfo(_name(row), row.available_minor, row.held_minor, row.owed_minor)


def _movement(row: Movement) -> MovementInfo:
    return MovementInfo(
        movement_id=row.pk,
        at=row.created_at,
        cause=row.cause,
        reference=row.reference,
        note=row.note,
        amount_minor=row.amount_minor,
        balance_minor=row.balance_minor,
    )
