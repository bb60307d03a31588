"""What staff may do with one order and its parcels; each page is one service call."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import LineQuantity, Shipment, ShipmentKind
from jishi.fulfillment.warehouse import services as warehouse
from jishi.surfaces.design import kit
from jishi.surfaces.merchant_console.forms.orders import (
    AddressForm,
    CourierForm,
    FlagForm,
    HoldForm,
    NoteForm,
    ReductionForm,
    ShipForm,
    SplitForm,
)
from jishi.surfaces.merchant_console.views.orders import OfOrder
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import Flag


class OrderForm(OfOrder, kit.FormPage):
    """A form about one order that leads back to it."""

    permission = "orders.edit"

    def success_url(self, _result: object) -> str:
        """Return to the order."""
        return self.back_url()

    def back_url(self) -> str:
        """Return the order's page."""
        return self.url("order", self.order.order_id)


class Hold(OrderForm):
    """Keep an order from being shipped."""

    title = lazy("Hold this order")
    permission = "orders.review"
    text = lazy("Its parcels are taken back from the warehouse until you release it.")
    form_class = HoldForm
    submit_label = lazy("Hold")
    success_message = lazy("The order is held.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Hold it."""
        orders.hold(actor=self.actor, order_id=self.order.order_id, reason=data["reason"])


class Release(OrderForm, kit.ConfirmPage):
    """Let a held order go on."""

    title = lazy("Release this order?")
    permission = "orders.review"
    text = lazy("It goes to the warehouse to be shipped.")
    submit_label = lazy("Release")
    success_message = lazy("The order goes on to the warehouse.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Release it."""
        orders.release(actor=self.actor, order_id=self.order.order_id)

    def amount(self) -> Money:
        """Return what the order is worth."""
        return Money(self.order.total_minor, self.order.currency)


class SetFlag(OrderForm):
    """Put a flag on an order."""

    title = lazy("Flag")
    form_class = FlagForm

    def initial(self) -> dict[str, Any]:
        """Start with its flag."""
        return {"flag": self.order.flag}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Set it."""
        flag = Flag(data["flag"])
        orders.set_flag(actor=self.actor, order_id=self.order.order_id, flag=flag)


class SetNote(OrderForm):
    """Write the staff's note."""

    title = lazy("Note for staff")
    form_class = NoteForm

    def initial(self) -> dict[str, Any]:
        """Start with its note."""
        return {"note": self.order.merchant_note}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Keep it."""
        orders.set_note(actor=self.actor, order_id=self.order.order_id, note=data["note"])


class ChangeAddress(OrderForm):
    """Send an order elsewhere in the same province."""

    title = lazy("Change the address")
    text = lazy("Only within the same province: the freight stays as paid.")
    success_message = lazy("The order goes to the new address.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form for the order's country."""
        address = self.order.address
        if address is None:
            raise NotFound
        line = address.one_line() if address.country == "CN" else address.line
        initial = {
            "name": address.name,
            "phone": address.phone,
            "line": line,
            "city": address.city,
            "province": address.province,
            "postal_code": address.postal_code,
        }
        return AddressForm(data, country=address.country, initial=initial)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Change it."""
        orders.change_address(
            actor=self.actor, order_id=self.order.order_id, address=data["address"]
        )


class ReducePrice(OrderForm):
    """Take something off before the buyer pays."""

    title = lazy("Reduce the price")
    submit_label = lazy("Reduce")
    success_message = lazy("The buyer now pays less.")

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what the order costs now and who bears the difference."""
        cost = kit.Column(name="total", label="", value=lambda _item: self._now).cell(None)
        return _("The order costs {cost} now. The shop bears the reduction.").format(cost=cost)

    @property
    def _now(self) -> Money:
        return Money(self.order.total_minor, self.order.currency)

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form with its limit."""
        limit = sum(line.payable_goods_minor for line in self.order.lines)
        return ReductionForm(data, currency=self.order.currency, limit_minor=limit)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Reduce it."""
        orders.reduce_price(
            actor=self.actor,
            order_id=self.order.order_id,
            reduction_minor=data["reduction_minor"].minor,
        )


class ParcelForm(OrderForm):
    """A form about one parcel of an order."""

    @cached_property
    def parcel(self) -> Shipment:
        """The parcel, if it is this order's. Raises: NotFound."""
        parcel = shipping_queries.get_shipment(self.kwargs["shipment_id"])
        if parcel.reference != self.order.order_id:
            raise NotFound
        return parcel


class ShipParcel(ParcelForm):
    """Hand a parcel to a carrier."""

    permission = "warehouse.work"
    submit_label = lazy("Ship")
    success_message = lazy("The parcel is on its way; the buyer is told.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the parcel."""
        return _("Ship parcel {number}").format(number=self.parcel.number)

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what is in it."""
        return ", ".join(f"{line.title} ×{line.quantity}" for line in self.parcel.lines)

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Ask for the carrier, for the shop's courier, or for nothing at the counter."""
        if self.parcel.kind == ShipmentKind.OWN:
            return CourierForm(data)
        if self.parcel.kind == ShipmentKind.PICKUP:
            return forms.Form(data)
        initial = {"carrier": self.parcel.carrier_code, "tracking_no": self.parcel.tracking_no}
        return ShipForm(data, carriers=shipping_queries.list_carriers(), initial=initial)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Ship it."""
        warehouse.ship(
            actor=self.actor,
            shipment_id=self.parcel.shipment_id,
            carrier_code=data.get("carrier", ""),
            tracking_no=data.get("tracking_no", ""),
            courier_name=data.get("courier_name", ""),
            courier_phone=data.get("courier_phone", ""),
        )


class DeliverParcel(ParcelForm, kit.ConfirmPage):
    """Note that the shop's courier has delivered a parcel."""

    title = lazy("Has the courier delivered it?")
    permission = "shipping.ship"
    text = lazy("The buyer is told, and the time for receipt begins.")
    submit_label = lazy("Delivered")
    success_message = lazy("The parcel is delivered.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Check that the parcel is this order's; nothing is filled in."""
        assert self.parcel
        return forms.Form(data)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Note it."""
        shipping.deliver_own(actor=self.actor, shipment_id=self.parcel.shipment_id)


class FixNumber(ShipParcel):
    """Correct the carrier or number of a parcel that left a short while ago."""

    permission = "shipping.ship"
    submit_label = lazy("Correct")
    success_message = lazy("The tracking number is corrected.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the parcel."""
        return _("Correct the number of parcel {number}").format(number=self.parcel.number)

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the carriers; what no carrier has, has no number. Raises: NotFound."""
        if self.parcel.kind != ShipmentKind.PARCEL:
            raise NotFound
        return super().make_form(data, files)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Correct it."""
        shipping.fix_tracking_number(
            actor=self.actor,
            shipment_id=self.parcel.shipment_id,
            carrier_code=data["carrier"],
            tracking_no=data["tracking_no"],
        )


class SplitParcel(ParcelForm):
    """Take units out into a parcel of their own."""

    permission = "shipping.ship"
    title = lazy("Split the parcel")
    text = lazy("Write how many units go into the new parcel.")
    submit_label = lazy("Split")
    success_message = lazy("The parcel is split.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return a quantity per line."""
        return SplitForm(data, lines=self.parcel.lines)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Split it."""
        taken = [
            LineQuantity(line.order_line_id, data[line.order_line_id.hex] or 0)
            for line in self.parcel.lines
        ]
        shipping.split(
            actor=self.actor,
            shipment_id=self.parcel.shipment_id,
            lines=[line for line in taken if line.quantity],
        )
