"""What texts say of shops."""

from uuid import UUID

from jishi.care.notifications.types import Value
from jishi.parties.merchants import queries as merchants_queries


def shop_values(merchant_id: UUID) -> dict[str, Value]:
    """Return what texts can say of a shop, in one statement."""
    card = merchants_queries.cards_of([merchant_id]).get(merchant_id)
    return {"shop": card.name, "shop_code": card.code} if card else {}
