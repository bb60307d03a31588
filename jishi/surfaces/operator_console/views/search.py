"""Hot words of the search page, and what people search for."""

from dataclasses import asdict
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets.types import MarketInfo
from jishi.insight.search import queries as search_queries
from jishi.insight.search import services as search
from jishi.insight.search.types import RankingChoice
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Link
from jishi.surfaces.operator_console.forms import marketing as forms
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorPage, say

DAYS = 7
SHOWN = 30


class OfMarket(OperatorPage):
    """What pages of the words of one market share; `market` in the address chooses it."""

    permission = "search.edit"
    section = "hot_words"

    @property
    def market(self) -> MarketInfo:
        """The chosen market, else the default. Raises: NotFound."""
        code = self.request.GET.get("market")
        return markets_queries.get_market(code) if code else markets_queries.get_default()

    def back_url(self) -> str:
        """Return the words of this market."""
        return self.url("hot_words", query=f"market={self.market.code}")


class HotWords(OfMarket, kit.ConsolePage):
    """What the search page shows, and what people searched for."""

    title = lazy("Hot words")
    template_name = "operator_console/settings/hot_words.html"

    def page_actions(self) -> list[Action]:
        """Offer to place a word and to leave one alone."""
        query = f"market={self.market.code}"
        return [
            Action(
                _("Place or block a word"),
                self.url("hot_word_new", query=query),
                kind="primary",
                icon="plus",
            ),
            Action(_("Leave a word alone"), self.url("hot_word_forget", query=query)),
        ]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the words of a market."""
        market = self.market
        tabs = [
            Link(say(one.name), self.url("hot_words", query=f"market={one.code}"),
                 current=one.code == market.code)
            for one in markets_queries.list_markets()
        ]  # fmt: skip
        counts = search_queries.list_search_counts(market_code=market.code, days=DAYS, limit=SHOWN)
        vain = search_queries.list_search_counts(
            market_code=market.code, days=DAYS, in_vain=True, limit=SHOWN
        )
        return self.show(
            tabs=tabs,
            words=search_queries.hot_words(market.code),
            counts=counts,
            vain=[row for row in vain if row[2]],
        )


class SaveWord(OfMarket, OperatorForm):
    """Put a word among the hot ones, or keep it out."""

    title = lazy("Place or block a word")
    form_class: type[django_forms.Form] = forms.HotWordForm

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        search.save_hot_word(actor=self.actor, market_code=self.market.code, **data)


class ForgetWord(OfMarket, OperatorForm):
    """Leave a word to what people search for."""

    title = lazy("Leave a word alone")
    text = lazy("It is neither placed nor blocked any more; how often people search decides.")
    form_class: type[django_forms.Form] = forms.WordForm

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Forget it."""
        search.delete_hot_word(actor=self.actor, market_code=self.market.code, text=data["text"])


class Ranking(OperatorForm):
    """How much sales, ratings and the rest count in the order of results."""

    title = lazy("Ranking")
    permission = "search.edit"
    section = "ranking"
    text = lazy(
        "Score = how well the words fit × (1 + sales) × (1 + rating) × (1 + clicks) × (1 + shop), "
        "less the deduction for what is sold out. Each part lies between 0 and its weight. A buyer "
        "counts once a day, and what was given back does not count. The index is built anew after "
        "a change; until then the old order holds."
    )
    form_class = forms.RankingForm
    success_message = lazy("The index is being built anew with these weights.")

    def initial(self) -> dict[str, Any]:
        """Start with the weights in force."""
        return asdict(search_queries.get_ranking())

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Set them."""
        search.set_ranking(actor=self.actor, wanted=RankingChoice(**data))

    def back_url(self) -> str:
        """Stay here."""
        return self.url("ranking")
