"""What makes a price valid."""

from jishi.foundation.kernel.money import MAX_MINOR
from jishi.goods.pricing.errors import BadPrice
from jishi.goods.pricing.types import PriceRow


def check_price(row: PriceRow) -> None:
    """Refuse an amount that cannot be a price.

    Raises: BadPrice if it is negative or too large, or the struck-through price is lower.
    """
    if not 0 <= row.amount_minor <= MAX_MINOR:
        raise BadPrice(field="amount_minor", variant_id=str(row.variant_id))
    if row.list_minor is not None and not row.amount_minor <= row.list_minor <= MAX_MINOR:
        raise BadPrice(field="list_minor", variant_id=str(row.variant_id))
