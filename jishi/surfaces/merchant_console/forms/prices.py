"""The form of one row of prices."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.goods.markets.types import MarketInfo
from jishi.surfaces.design.fields import MoneyField


class PriceForm(forms.Form):
    """A row of the price grid: price and list price in every market."""

    def __init__(self, *args: Any, markets: Sequence[MarketInfo] = (), **kwargs: Any) -> None:
        """Make two amounts per market."""
        super().__init__(*args, **kwargs)
        for market in markets:
            names = {"code": market.code.upper(), "currency": market.currency}
            self.fields[f"price_{market.code}"] = MoneyField(
                label=_("Price {code} ({currency})").format(**names),
                currency=market.currency,
                min_minor=1,
                required=False,
            )
            self.fields[f"list_{market.code}"] = MoneyField(
                label=_("List price {code} ({currency})").format(**names),
                currency=market.currency,
                min_minor=1,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a list price without a price, or not above it."""
        data = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("list_")]:
            price, crossed = data.get(name.replace("list_", "price_")), data.get(name)
            if crossed is not None and (price is None or crossed.minor <= price.minor):
                self.add_error(name, _("Above the price."))
        return data
