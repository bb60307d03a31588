"""Write use cases of pricing."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import VariantRef
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import permissions, queries, rules
from jishi.goods.pricing.errors import DuplicatePrice, VariantNotFound
from jishi.goods.pricing.events import PricesChanged
from jishi.goods.pricing.models import Price
from jishi.goods.pricing.types import PriceRow
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions

Key = tuple[UUID, str]


@transactional
def set_prices(*, actor: Actor, merchant_id: UUID, rows: Sequence[PriceRow]) -> int:
    """Set prices of a merchant's variants, in any number of markets, set-wise.

    Prices that are already so are left alone. The number of statements does not grow with
    the number of prices, beyond what the database takes in one.

    Returns how many prices changed.
    Raises: BadPrice; DuplicatePrice if a variant has two prices for one market;
        MarketNotFound; VariantNotFound if a variant is not this merchant's.
    Emits: PricesChanged, once per product.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    for row in rows:
        rules.check_price(row)
    if len({(row.variant_id, row.market_code) for row in rows}) != len(rows):
        raise DuplicatePrice(field="rows")
    refs = _owned(merchant_id, rows)
    currencies = {
        code: markets_queries.get_market(code).currency
        for code in {row.market_code for row in rows}
    }
    known = {
        (price.variant_id, price.market_code): price
        for price in Price.objects.filter(variant_id__in=refs)
    }
    changed = [row for row in rows if _differs(row, known.get((row.variant_id, row.market_code)))]
    if changed:
        _write(changed, known, currencies, clock.now())
        _tell(actor, changed, known, refs)
    return len(changed)


@transactional
def publish_activity(*, actor: Actor, activity_id: UUID) -> None:
    """Let an activity run in its time, if its prices are lower than today's.

    Raises: ActivityNotFound, IllegalMove, BadActivity, MisleadingActivity.
    Emits: ActivityChanged.
    Locks: the activity.
    """
    info = promotions_queries.get_activity(activity_id)
    variant_ids = [item.variant_id for item in promotions_queries.list_items(activity_id)]
    prices = queries.list_prices(variant_ids, info.draft.market_code) if variant_ids else {}
    promotions.publish_activity(
        actor=actor,
        activity_id=activity_id,
        prices={variant_id: price.amount_minor for variant_id, price in prices.items()},
    )


def _owned(merchant_id: UUID, rows: Sequence[PriceRow]) -> dict[UUID, VariantRef]:
    wanted = {row.variant_id for row in rows}
    refs = catalog_queries.list_variant_refs(wanted)
    for variant_id in wanted:
        if variant_id not in refs or refs[variant_id].merchant_id != merchant_id:
            raise VariantNotFound(variant_id=str(variant_id))
    return refs


def _differs(row: PriceRow, price: Price | None) -> bool:
    return price is None or (price.amount_minor, price.list_minor) != (
        row.amount_minor,
        row.list_minor,
    )


def _write(
    rows: Sequence[PriceRow],
    known: dict[Key, Price],
    currencies: dict[str, str],
    moment: datetime,
) -> None:
    """Insert or update in multi-row statements, by variant and market.

    A simultaneous first price of the same variant and market is overwritten, not refused.
    """
    prices = []
    # Always in the same order, so that simultaneous calls do not lock each other out.
    for row in sorted(rows, key=lambda row: (row.variant_id, row.market_code)):
        earlier = known.get((row.variant_id, row.market_code))
        price = Price(
            variant_id=row.variant_id,
            market_code=row.market_code,
            currency=currencies[row.market_code],
            amount_minor=row.amount_minor,
            list_minor=row.list_minor,
            updated_at=moment,
        )
        if earlier is not None:
            price.id = earlier.id
        prices.append(price)
    has_target = connection.features.supports_update_conflicts_with_target
    Price.objects.bulk_create(
        prices,
        update_conflicts=True,
        update_fields=["currency", "amount_minor", "list_minor", "updated_at"],
        unique_fields=["variant", "market_code"] if has_target else None,
    )


def _tell(
    actor: Actor,
    rows: Sequence[PriceRow],
    known: dict[Key, Price],
    refs: dict[UUID, VariantRef],
) -> None:
    by_product: dict[UUID, list[PriceRow]] = defaultdict(list)
    for row in rows:
        by_product[refs[row.variant_id].product_id].append(row)
    for product_id, changed in by_product.items():
        owner = refs[changed[0].variant_id].merchant_id
        audit.record(
            actor=actor,
            action=permissions.EDIT,
            subject_type="product",
            subject_id=product_id,
            merchant_id=owner,
            before={
                f"{refs[row.variant_id].code}@{row.market_code}": earlier.amount_minor
                for row in changed
                if (earlier := known.get((row.variant_id, row.market_code)))
            },
            after={
                f"{refs[row.variant_id].code}@{row.market_code}": row.amount_minor
                for row in changed
            },
        )
        outbox.emit(
            PricesChanged(
                product_id=str(product_id),
                merchant_id=str(owner),
                market_codes=sorted({row.market_code for row in changed}),
            ),
            actor=f"{actor.kind}:{actor.id}",
        )
