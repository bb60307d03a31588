"""The mode of the site: a marketplace of many shops, or the store of one brand."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.platform import census, site
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import MerchantFilter, MerchantState
from jishi.parties.merchants.types import Switch as Switched
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.pages import OperatorConfirm, OperatorPage, say

PERMISSION = "preferences.edit"
REVIEW = "merchants.review"
IN_BUSINESS = (MerchantState.OPEN, MerchantState.SUSPENDED)


def other_mode() -> str:
    """Return the mode the site is not in."""
    return site.BRAND_STORE if site.is_marketplace() else site.MARKETPLACE


class Mode(OperatorPage, kit.ConsolePage):
    """Which mode is on, what the other would change, and what stays either way."""

    title = lazy("Mode of the site")
    permission = PERMISSION
    section = "settings"
    template_name = "operator_console/settings/mode.html"

    def page_actions(self) -> list[Action]:
        """Lead back, and to the other mode where nothing is in its way."""
        back = Action(_("All settings"), self.url("settings"), icon="arrow-left")
        if self._is_blocked() or not self.may(REVIEW):
            return [back]
        label = _("Become a brand store") if site.is_marketplace() else _("Become a marketplace")
        return [
            back,
            Action(label, self.url("mode_switch"), kind="primary", icon="store", confirm=True),
        ]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show it."""
        shops = merchants_queries.list_merchants(MerchantFilter(states=IN_BUSINESS), limit=100)
        chosen = words.CHOSEN[site.mode.name]
        heads = {mode: str(text).split("\n") for mode, text in chosen.items()}
        return self.show(
            now=heads[site.mode.get()],
            other=heads[other_mode()],
            is_blocked=self._is_blocked(),
            shops=[
                (say(card.name) or card.code, self.url("merchant", card.id)) for card in shops.items
            ],
            kept=kept(census.take()),
        )

    def _is_blocked(self) -> bool:
        return site.is_marketplace() and merchants_queries.count_in_business() > 1


def kept(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return what a shop consists of, with how many there are."""
    named = (
        (_("People with an account"), "accounts.User"),
        (_("Products"), "catalog.Product"),
        (_("Variants"), "catalog.Variant"),
        (_("Stock movements"), "inventory.StockMovement"),
        (_("Orders"), "orders.Order"),
        (_("Payments"), "payments.Payment"),
        (_("Ledger entries"), "ledger.JournalEntry"),
        (_("Reviews"), "reviews.Review"),
    )
    return [(label, rows[table]) for label, table in named if table in rows]


class Switch(OperatorConfirm):
    """Change the mode."""

    permission = PERMISSION
    section = "settings"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Ask for the mode that is not on."""
        if site.is_marketplace():
            return _("Become a brand store?")
        return _("Become a marketplace?")

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what shoppers and merchants will see."""
        if site.is_marketplace():
            return _(
                "Shop pages, applications, settlements and commission disappear at once. Orders, "
                "members and stock stay as they are."
            )
        return _(
            "Your store becomes the first shop of a marketplace, and others may apply. Orders, "
            "members and stock stay as they are."
        )

    @property
    def submit_label(self) -> str:  # type: ignore[override]
        """Name the mode."""
        return _("Become a brand store") if site.is_marketplace() else _("Become a marketplace")

    success_message = ""

    def back_url(self) -> str:
        """Return to the mode."""
        return self.url("mode")

    def act(self, *, data: dict[str, Any], key: str) -> Switched:
        """Switch; every table is counted before and after."""
        return merchants.switch_mode(actor=self.actor, mode=other_mode())

    def success_url(self, result: object) -> str:
        """Say that nothing was lost, and by which count."""
        assert isinstance(result, Switched)
        text = _(
            "Done. {rows} rows in {tables} tables were counted before and after; none is lost."
        )
        messages.success(
            self.request, text.format(rows=sum(result.after.values()), tables=len(result.after))
        )
        return self.back_url()
