"""What comes back to a place: the list, and taking it in by condition."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping.types import Direction, Shipment, ShipmentFilter, ShipmentState
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.surfaces.design import kit
from jishi.surfaces.warehouse_desk import words
from jishi.surfaces.warehouse_desk.forms import ReturnForm
from jishi.surfaces.warehouse_desk.pages import WORK, DeskPage, in_words, say

COMING = (
    ShipmentState.PENDING,
    ShipmentState.HANDED_OVER,
    ShipmentState.IN_TRANSIT,
    ShipmentState.EXCEPTION,
    ShipmentState.DELIVERED,
)


class Returns(DeskPage, kit.ConsolePage):
    """What is on its way back and was not taken in; a scanned number narrows it down."""

    title = lazy("Returns")
    template_name = "warehouse_desk/returns.html"
    section = "returns"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """List it; one match opens at once."""
        text = request.GET.get("number", "").strip()
        page = shipping_queries.list_shipments(
            ShipmentFilter(
                location_ids=frozenset({self.place.location_id}),
                direction=Direction.RETURN,
                states=COMING,
                text=text,
                limit=100,
            )
        )
        parcels = [parcel for parcel in page.items if self._is_mine(parcel)]
        taken = warehouse_queries.list_return_receipts({one.reference for one in parcels})
        done = {receipt.shipment_id for receipt in taken}
        waiting = [parcel for parcel in parcels if parcel.shipment_id not in done]
        if text and len(waiting) == 1:
            return HttpResponseRedirect(self._url(waiting[0]))
        shown = [
            {"parcel": one, "carrier": say(one.carrier_name), "url": self._url(one)}
            for one in in_words(waiting)
        ]
        return self.show(parcels=shown, text=text)

    def _is_mine(self, parcel: Shipment) -> bool:
        return self.actor.may(WORK, merchant_id=parcel.merchant_id, warehouse_id=parcel.location_id)

    def _url(self, parcel: Shipment) -> str:
        return reverse("warehouse:return", args=[parcel.shipment_id])


class TakeIn(DeskPage, kit.FormPage):
    """Take in what came back, line by line and grade by grade."""

    template_name = "warehouse_desk/return.html"
    section = "returns"
    submit_label = lazy("Take in")

    @cached_property
    def parcel(self) -> Shipment:
        """The parcel that comes back, if this person may take it in. Raises: NotFound."""
        parcel = shipping_queries.get_shipment(self.kwargs["shipment_id"])
        if parcel.direction != Direction.RETURN:
            raise NotFound
        self.require_work(parcel.merchant_id, parcel.location_id)
        return in_words([parcel])[0]

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the parcel."""
        return self.parcel.number

    def location_of_record(self) -> Any:
        """Return where it comes back to."""
        return self.parcel.location_id

    def make_form(self, data: Any = None, files: Any = None) -> ReturnForm:
        """Return quantities per line and grade."""
        return ReturnForm(data, files, lines=self.parcel.lines)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Take it in."""
        lines = [
            ReturnedLine(line.order_line_id, Grade(grade), data[name])
            for line in self.parcel.lines
            for grade in words.GRADES
            if data[name := f"{line.order_line_id.hex}_{grade}"]
        ]
        warehouse.receive_return(
            actor=self.actor,
            shipment_id=self.parcel.shipment_id,
            lines=lines,
            note=data["note"],
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return reverse("warehouse:returns", args=[self.parcel.location_id])
