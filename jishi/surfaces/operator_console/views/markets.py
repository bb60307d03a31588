"""Markets: currency, countries and languages."""

from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.paging import Page
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets import services as markets
from jishi.goods.markets.types import MarketInfo
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console.forms import goods as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorList, say


class Markets(OperatorList):
    """All markets in the order of the menu."""

    title = lazy("Markets")
    permission = "markets.edit"
    section = "markets"
    file_name = "markets"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda market: say(market.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="currency", label=lazy("Currency")),
        kit.Column(
            name="countries", label=lazy("Countries"), value=lambda one: ", ".join(one.countries)
        ),
        kit.Column(
            name="locales", label=lazy("Languages"), value=lambda one: ", ".join(one.locales)
        ),
        kit.Column(
            name="is_default",
            label=lazy("Default"),
            value=lambda market: _("Yes") if market.is_default else "",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New market"), self.url("market_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[MarketInfo]:
        """Return every market."""
        return Page(items=markets_queries.list_markets())

    def row_url(self, item: MarketInfo) -> str:
        """Return the market's form."""
        return self.url("market", item.code)


class NewMarket(OperatorForm):
    """Make a market."""

    title = lazy("New market")
    permission = "markets.edit"
    section = "markets"
    form_class = forms.MarketForm

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("markets")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        market = MarketInfo(
            code=data["code"],
            name=text_map(data, "name"),
            currency=data["currency"],
            countries=data["countries"],
            locales=tuple(data["locales"]),
            is_default=data["is_default"],
            position=data["position"],
        )
        markets.save_market(actor=self.actor, market=market)


class EditMarket(NewMarket):
    """Change a market; its code stays."""

    @cached_property
    def market(self) -> MarketInfo:
        """The market of the address. Raises: MarketNotFound."""
        return markets_queries.get_market(self.kwargs["code"])

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.market.name)

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Show the code without letting it change."""
        held = self.market
        initial = {
            **spread("name", held.name),
            "code": held.code,
            "currency": held.currency,
            "countries": ", ".join(held.countries),
            "locales": list(held.locales),
            "is_default": held.is_default,
            "position": held.position,
        }
        form = forms.MarketForm(data, initial=initial)
        form.fields["code"].disabled = True
        return form
