"""Shipping many parcels at once, and the papers that go with them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import PackingSlip, PickState, TaskFilter
from jishi.surfaces.design import kit
from jishi.surfaces.design import papers as sheets
from jishi.surfaces.merchant_console import papers
from jishi.surfaces.merchant_console.explain import explain_code
from jishi.surfaces.merchant_console.forms.batches import ShipBatchForm
from jishi.surfaces.merchant_console.ids import read_many
from jishi.surfaces.merchant_console.pages import ShopPage, say, words_now
from jishi.surfaces.merchant_console.views.orders import BEFORE_LEAVING
from jishi.trade.orders import queries as orders_queries


class ShipBatch(ShopPage, kit.ConsolePage):
    """Ship by a pasted or uploaded list; every row tells what became of it."""

    title = lazy("Batch shipping")
    permission = "warehouse.work"
    section = "batch"
    template_name = "merchant_console/warehouse/batch.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the empty form."""
        return self._answer(ShipBatchForm())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ship row by row; rows that failed stay in the box to be corrected."""
        form = ShipBatchForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(form, code=422)
        rows = form.ship_rows()
        try:
            results = warehouse.ship_batch(actor=self.actor, merchant_id=self.shop.id, rows=rows)
        except JishiError as error:
            form.add_error("rows", self.explain(error))
            return self._answer(form, code=error.status)
        shown = [
            {
                "result": result,
                "given": row,
                "why": explain_code(result.error) if result.error else "",
            }
            for result, row in zip(results, rows, strict=True)
        ]
        failed = [row["given"] for row in shown if row["why"]]
        left = "\n".join(f"{row.number},{row.carrier},{row.tracking_no}" for row in failed)  # type: ignore[attr-defined]
        return self._answer(
            ShipBatchForm(initial={"rows": left}),
            results=shown,
            failed=len(failed),
            shipped=len(shown) - len(failed),
        )

    def _answer(self, form: ShipBatchForm, code: int = 200, **more: object) -> HttpResponse:
        carriers = [
            (carrier.code, say(carrier.name)) for carrier in shipping_queries.list_carriers()
        ]
        return self.show(code=code, form=form, carriers=carriers, **more)


class Papers(ShopPage, kit.ConsolePage):
    """Papers for the parcels of the orders in the address; only what has not left."""

    permission = "warehouse.work"
    section = "orders"

    def parcels(self) -> list[Shipment]:
        """Return the parcels of this shop's orders that are still here."""
        wanted = read_many("ord", self.request.GET.getlist("order"))
        orders = [
            order.order_id
            for order in orders_queries.list_by_ids(wanted)
            if order.merchant_id == self.shop.id
        ]
        found = shipping_queries.get_shipments_of(orders, direction=Direction.OUTBOUND)
        return [
            parcel
            for order_id in orders
            for parcel in found.get(order_id, ())
            if parcel.state in BEFORE_LEAVING
        ]


class Slips(Papers):
    """Packing slips, one to a page, without prices."""

    title = lazy("Packing slips")
    template_name = "merchant_console/warehouse/slips.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the slips."""
        shown = [{"slip": slip, "merchant": say(slip.merchant_name)} for slip in self.slips()]
        file_url = self.url("slips_file", query=request.GET.urlencode()) if shown else ""
        return self.show(slips=shown, file_url=file_url)

    def slips(self) -> Sequence[PackingSlip]:
        """Return what is to be printed."""
        wanted = [parcel.shipment_id for parcel in self.parcels()]
        return warehouse_queries.list_packing_slips(actor=self.actor, shipment_ids=wanted)


class SlipsFile(Slips):
    """The same slips as a PDF, with bar codes."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send the file; there is none without a slip."""
        slips = self.slips()
        if not slips:
            raise NotFound
        pages = [papers.packing_slip(slip) for slip in slips]
        body = sheets.write(pages, title=_("Packing slips"), language=words_now())
        return sheets.as_pdf(body, name="packing-slips")


class PickLists(Papers):
    """What to fetch for some orders, one list per location."""

    title = lazy("Pick list")
    template_name = "merchant_console/warehouse/picks.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the lists."""
        lists = warehouse_queries.list_pick_lists(actor=self.actor, task_ids=self._task_ids())
        shown = [{"list": one, "place": say(one.location_name)} for one in lists]
        return self.show(lists=shown, note=_("Units that were picked already are left out."))

    def _task_ids(self) -> list[UUID]:
        wanted = {parcel.shipment_id for parcel in self.parcels()}
        if not wanted:
            return []
        tasks = warehouse_queries.list_tasks(
            actor=self.actor,
            wanted=TaskFilter(
                merchant_id=self.shop.id, states=(PickState.WAITING, PickState.PICKING), limit=200
            ),
        )
        return [task.task_id for task in tasks.items if task.shipment_id in wanted]
