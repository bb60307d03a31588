"""Today's work: what waits, how much of it, and since when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.care.reviews import queries as reviews_queries
from jishi.foundation.kernel import clock
from jishi.foundation.platform import operations, site
from jishi.foundation.platform.operations import Waiting
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter
from jishi.money.payments import queries as payments_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantState
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import QueueTile
from jishi.surfaces.operator_console.pages import OperatorPage
from jishi.trade.orders import queries as orders_queries

COUNTED = 200
"""Queues without a count of their own are counted up to here."""


class Home(OperatorPage, kit.QueuePage):
    """Today's work, as far as this person does it."""

    title = lazy("Today")
    section = "home"

    def queues(self) -> Sequence[QueueTile]:
        """Return what waits, most pressing first."""
        parts = (
            ("payments.view", self._money_tiles),
            ("merchants.review", self._merchant_tiles),
            ("catalog.review", self._product_tiles),
            ("orders.view", self._order_tiles),
            ("reviews.moderate", self._review_tiles),
            ("platform.operate", self._platform_tiles),
        )
        return [tile for permission, tiles in parts if self.may(permission) for tile in tiles()]

    def alerts(self) -> Sequence[kit.Alert]:
        """Tell when there is nothing this person may do here."""
        return (
            ()
            if self.queues_seen()
            else (kit.Alert(_("No work waits for your role here."), "info"),)
        )

    def queues_seen(self) -> bool:
        """Return whether the person sees any queue."""
        seen = ("payments.view", "merchants.review", "catalog.review", "orders.view")
        return any(map(self.may, (*seen, "reviews.moderate", "platform.operate")))

    def _money_tiles(self) -> list[QueueTile]:
        actor = self.actor
        transfers = payments_queries.list_transfers_to_confirm(actor=actor, limit=COUNTED).items
        handed_in = [one.proof.created_at for one in transfers if one.proof]
        wrong = payments_queries.list_mismatches(actor=actor, limit=COUNTED).items
        refunds = payments_queries.list_refunds_to_settle(actor=actor, limit=COUNTED).items
        return [
            self._tile(
                _("Transfers to confirm"),
                len(transfers),
                "transfers",
                min(handed_in, default=None),
                "wallet",
            ),
            self._tile(
                _("Wrong amounts"),
                len(wrong),
                "mismatches",
                wrong[0].at if wrong else None,
                "warning",
            ),
            self._tile(
                _("Refunds to settle"),
                len(refunds),
                "refunds",
                refunds[0].created_at if refunds else None,
                "refund",
            ),
        ]

    def _merchant_tiles(self) -> list[QueueTile]:
        if not site.is_marketplace():
            return []
        count = merchants_queries.count_by_state().get(MerchantState.SUBMITTED, 0)
        tile = self._tile(
            _("Applications of shops"), count, "merchants", None, "store", "state=submitted"
        )
        return [tile]

    def _product_tiles(self) -> list[QueueTile]:
        waiting = catalog_queries.list_products(
            ProductFilter(is_waiting_review=True), limit=COUNTED
        )
        count = waiting.total if waiting.total is not None else len(waiting.items)
        times = [one.submitted_at for one in waiting.items if one.submitted_at]
        # Only where every one was read is the oldest of them known.
        oldest = min(times, default=None) if waiting.next_cursor is None else None
        return [self._tile(_("Products to review"), count, "review", oldest, "eye")]

    def _order_tiles(self) -> list[QueueTile]:
        queues = {queue.name: queue for queue in orders_queries.count_queues(None)}
        held, stuck = queues["held"], orders_queries.list_stuck()
        return [
            self._tile(
                _("Orders that stand still"),
                len(stuck),
                "standstills",
                stuck[0].since if stuck else None,
                "warning",
            ),
            self._tile(
                _("Held orders"), held.count, "orders", held.oldest_at, "shield", "queue=held"
            ),
        ]

    def _review_tiles(self) -> list[QueueTile]:
        pending = reviews_queries.count_queues(None).pending
        return [
            self._tile(_("Reviews to look at"), pending, "reviews", None, "star", "state=pending")
        ]

    def _platform_tiles(self) -> list[QueueTile]:
        parked = operations.count_parked()
        return [
            self._parked(_("Events that gave up"), parked.deliveries, "parked_events"),
            self._parked(_("Jobs that gave up"), parked.jobs, "parked_jobs"),
            self._parked(_("Timers that gave up"), parked.timers, "parked_timers"),
        ]

    def _parked(self, label: str, waiting: Waiting, page: str) -> QueueTile:
        return self._tile(label, waiting.count, page, waiting.oldest_at, "refresh")

    def _tile(
        self,
        label: str,
        count: int,
        page: str,
        since: datetime | None,
        icon: str,
        query: str = "",
    ) -> QueueTile:
        age = clock.now() - since if since else None
        return QueueTile(label, count, self.url(page, query=query), oldest=age, icon=icon)
