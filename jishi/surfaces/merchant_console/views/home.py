"""Where to begin: choosing a shop, and today's work in it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales.types import CaseState
from jishi.care.reviews import queries as reviews_queries
from jishi.foundation.kernel import clock
from jishi.foundation.platform import site
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import StockFilter
from jishi.goods.markets import queries as markets_queries
from jishi.money.settlements import queries as settlements_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import QueueTile, StatTile
from jishi.surfaces.merchant_console.pages import AccountPage, ShopPage, say, shops_of
from jishi.trade.orders import queries as orders_queries

LOW_STOCK_SHOWN = 200
"""Beyond this many low levels the tile says how many were counted, not more."""


class Index(AccountPage, kit.ConsolePage):
    """The shops of a person; with one it leads there, with none it invites to open one."""

    title = lazy("Your shops")
    template_name = "merchant_console/home/index.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Lead on, or list."""
        assert self.actor.user_id is not None
        shops = shops_of(self.actor.user_id)
        if len(shops) == 1:
            return HttpResponseRedirect(reverse("merchant:home", args=[shops[0].code]))
        application = merchants_queries.find_application(self.actor.user_id)
        shown = [{"name": say(shop.name), "card": shop} for shop in shops]
        may_open = site.is_marketplace()
        return self.show(shops=shown, application=application, may_open=may_open)


class Home(ShopPage, kit.QueuePage):
    """Today's work, as far as this person does it."""

    title = lazy("Today")
    section = "home"

    def alerts(self) -> Sequence[kit.Alert]:
        """Tell when the shop does not sell."""
        if self.shop.state == MerchantState.SUSPENDED:
            return (kit.Alert(_("The shop is suspended: nothing is sold, but ship what was.")),)
        if self.shop.state == MerchantState.CLOSED:
            return (kit.Alert(_("The shop is closed. Its past can still be looked at.")),)
        return ()

    def queues(self) -> Sequence[QueueTile]:
        """Return what waits, most pressing first."""
        parts = (
            ("orders.view", self._order_tiles),
            ("aftersales.view", self._case_tiles),
            ("inventory.view", self._stock_tiles),
            ("catalog.edit", self._product_tiles),
            ("reviews.reply", self._review_tiles),
        )
        return [tile for permission, tiles in parts if self.may(permission) for tile in tiles()]

    def figures(self) -> Sequence[StatTile]:
        """Return what the shop is due, for those who may see money."""
        if not self.may("settlements.view") or not site.is_marketplace():
            return ()
        tiles = []
        for currency in sorted({market.currency for market in markets_queries.list_markets()}):
            due = settlements_queries.merchant_balance(
                actor=self.actor, merchant_id=self.shop.id, currency=currency
            )
            if due.accrued_minor or due.released_minor or currency == "CNY":
                tiles += self._due_tiles(currency, due.released_minor, due.accrued_minor)
        return tiles

    def _due_tiles(self, currency: str, released: int, accrued: int) -> list[StatTile]:
        url = self.url("settlement")
        return [
            StatTile(_("Ready for payout"), formats.money(released, currency), url),
            StatTile(
                _("May still be returned"),
                formats.money(accrued, currency),
                url,
                note=_("from orders that are not completed"),
            ),
        ]

    def _order_tiles(self) -> list[QueueTile]:
        labels = {
            "to_ship": (_("To ship"), "truck"),
            "held": (_("Held"), "shield"),
            "awaiting_payment": (_("Awaiting payment"), "clock"),
        }
        counts = {queue.name: queue for queue in orders_queries.count_queues(self._ids)}
        tiles = []
        for name, (label, icon) in labels.items():
            found = counts[name]
            age = clock.now() - found.oldest_at if found.oldest_at else None
            url = self.url("orders", query=f"queue={name}")
            tiles.append(QueueTile(label, found.count, url, oldest=age, icon=icon))
        stuck = orders_queries.list_stuck(self._ids)
        age = clock.now() - stuck[0].since if stuck else None
        url = self.url("standstills")
        tiles.append(
            QueueTile(_("Orders that stand still"), len(stuck), url, oldest=age, icon="warning")
        )
        return tiles

    def _case_tiles(self) -> list[QueueTile]:
        labels = {
            CaseState.APPLIED: _("After-sale to answer"),
            CaseState.MERCHANT_RECEIVED: _("Returned goods to settle"),
        }
        counts = {queue.state: queue for queue in aftersales_queries.count_queues(self._ids)}
        tiles = []
        for state, label in labels.items():
            found = counts.get(state)
            since = found.oldest_at if found else None
            tiles.append(
                QueueTile(
                    label,
                    found.count if found else 0,
                    self.url("cases", query=f"state={state}"),
                    late=found.due_soon if found else 0,
                    late_note=_("due within a day"),
                    oldest=clock.now() - since if since else None,
                    icon="refund",
                )
            )
        return tiles

    def _stock_tiles(self) -> list[QueueTile]:
        low = inventory_queries.list_stock(
            actor=self.actor,
            filter=StockFilter(merchant_id=self.shop.id, low_only=True),
            limit=LOW_STOCK_SHOWN,
        )
        return [
            QueueTile(_("Low stock"), len(low.items), self.url("stock", query="low=on"), icon="box")
        ]

    def _product_tiles(self) -> list[QueueTile]:
        waiting = catalog_queries.list_products(
            ProductFilter(merchant_ids=self._ids, is_waiting_review=True), limit=1
        )
        url = self.url("products", query="state=pending")
        return [QueueTile(_("Products in review"), waiting.total or 0, url, icon="eye")]

    def _review_tiles(self) -> list[QueueTile]:
        counts = reviews_queries.count_queues(self._ids)
        url = self.url("reviews", query="reply=no")
        return [QueueTile(_("Reviews without a reply"), counts.unreplied, url, icon="star")]

    @property
    def _ids(self) -> frozenset[UUID]:
        return frozenset({self.shop.id})
