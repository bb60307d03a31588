"""Write use cases of markets."""

from dataclasses import asdict
from typing import Any

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.goods.markets import permissions, queries, rules
from jishi.goods.markets.errors import DefaultMarketNeeded
from jishi.goods.markets.events import MarketChanged
from jishi.goods.markets.models import Market
from jishi.goods.markets.types import MarketInfo


@transactional
def save_market(*, actor: Actor, market: MarketInfo) -> None:
    """Make a market or change the one of that code.

    A market made the default takes the place of the former one; the very first is the
    default in any case.

    Raises: BadMarket; DefaultMarketNeeded if it would leave no default.
    Emits: MarketChanged, if anything changed.
    Locks: all markets.
    """
    actor.require(permissions.EDIT)
    rules.check(market)
    rows = {row.code: row for row in transactions.for_update(Market.objects.all())}
    row = rows.get(market.code) or Market(code=market.code)
    has_other_default = any(
        other.is_default for other in rows.values() if other.code != market.code
    )
    if row.is_default and not market.is_default:
        raise DefaultMarketNeeded(field="is_default")
    before, after = (
        _values(row),
        _stored(market) | {"is_default": market.is_default or not has_other_default},
    )
    if market.code in rows and before == after:
        return
    if after["is_default"]:
        Market.objects.filter(is_default=True).exclude(code=market.code).update(is_default=False)
    for name, value in after.items():
        setattr(row, name, value)
    row.save()
    _announce(actor, market.code, before, after)


@transactional
def ensure_markets(*, actor: Actor) -> None:
    """Make the markets every installation begins with, where they are missing."""
    actor.require(permissions.EDIT)
    known = set(Market.objects.values_list("code", flat=True))
    for market in rules.STARTING_MARKETS:
        if market.code not in known:
            save_market(actor=actor, market=market)


def _values(row: Market) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}


def _stored(market: MarketInfo) -> dict[str, Any]:
    values = asdict(market) | {
        "countries": list(market.countries),
        "locales": list(market.locales),
    }
    return {name: values[name] for name in _FIELDS}


def _announce(actor: Actor, code: str, before: dict[str, Any], after: dict[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="market",
        subject_id=code,
        before=before,
        after=after,
    )
    outbox.emit(MarketChanged(market_code=code), actor=f"{actor.kind}:{actor.id}")
    # Now for the rest of this use case, and again once other readers may see the change.
    queries.forget()
    transactions.after_commit(queries.forget)


_FIELDS = ("name", "currency", "countries", "locales", "is_default", "position")
