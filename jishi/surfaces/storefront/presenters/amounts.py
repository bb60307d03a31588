"""Amounts where there is little room."""

from jishi.surfaces.design import formats


def short_money(minor: int, currency: str) -> str:
    """Write an amount without cents where there are none: ¥20, ¥19.90."""
    parts = formats.money_parts(minor, currency)
    cents = parts.cents if parts.cents.strip(".,0") else ""
    return f"{parts.before}{parts.whole}{cents}{parts.after}"
