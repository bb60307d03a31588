"""Own delivery: the areas to which a shop delivers itself, with their slots."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.paging import Page
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import DeliveryZone, ZoneDraft
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationKind
from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console.forms import own_delivery as forms
from jishi.surfaces.merchant_console.pages import ShopPage, say


class Zones(ShopPage, kit.ListPage):
    """Where the shop delivers itself."""

    title = lazy("Own delivery")
    permission = "shipping.edit"
    section = "freight"
    file_name = "own-delivery"
    empty_text = lazy("Buyers nearby can choose a slot in which you bring the goods yourself.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda zone: say(zone.name)),
        kit.Column(
            name="regions", label=lazy("Regions"), value=lambda zone: " ".join(zone.region_codes)
        ),
        kit.Column(
            name="fee",
            label=lazy("Fee"),
            value=lambda zone: formats.money(zone.fee_minor, zone.currency),
        ),
        kit.Column(
            name="slots",
            label=lazy("Slots a week"),
            kind="number",
            value=lambda zone: len(zone.slots),
        ),
        kit.Column(
            name="is_active",
            label=lazy("Offered"),
            value=lambda zone: _("Yes") if zone.is_active else _("No"),
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        return [Action(_("New area"), self.url("own_delivery_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[DeliveryZone]:
        """Return all of them; a shop has a few."""
        return Page(shipping_queries.list_zones(merchant_id=self.shop.id))

    def row_id(self, item: DeliveryZone) -> str:
        """Return the id."""
        return str(item.zone_id)

    def row_url(self, item: DeliveryZone) -> str:
        """Return its form."""
        return self.url("own_delivery_zone", item.zone_id)


class SaveZone(ShopPage, kit.ConsolePage):
    """Make an area of own delivery or change one, with its slots."""

    template_name = "merchant_console/shipping/zone.html"
    permission = "shipping.edit"
    section = "freight"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return say(self.zone.name) if self.zone else _("New area")

    @cached_property
    def zone(self) -> DeliveryZone | None:
        """The area to change, if it is this shop's. Raises: ZoneNotFound."""
        zone_id: UUID | None = self.kwargs.get("zone_id")
        if zone_id is None:
            return None
        return shipping_queries.get_zone(zone_id=zone_id, merchant_id=self.shop.id)

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._answer(self._form(), forms.slots(zone=self.zone))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the whole area, or show what is wrong in its place."""
        form, slots = self._form(request.POST), forms.slots(request.POST, self.zone)
        if not all([form.is_valid(), slots.is_valid()]):
            return self._answer(form, slots, code=422)
        try:
            shipping.save_zone(actor=self.actor, draft=self._draft(form, slots))
        except JishiError as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, self.explain(error))
            return self._answer(form, slots, code=error.status)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(self.url("own_delivery"))

    def _form(self, data: Any = None) -> forms.ZoneForm:
        places = inventory_queries.list_locations(actor=self.actor, merchant_id=self.shop.id)
        templates = shipping_queries.list_templates(merchant_id=self.shop.id)
        return forms.ZoneForm(
            data,
            currencies=sorted({market.currency for market in markets_queries.list_markets()}),
            places=[
                (place.location_id, say(place.name))
                for place in places
                if place.kind != LocationKind.VIRTUAL and place.is_active
            ],
            templates=[(one.template_id, one.name) for one in templates],
            initial=forms.initial_of(self.zone) if self.zone else None,
        )

    def _draft(self, form: forms.ZoneForm, slots: Any) -> ZoneDraft:
        return forms.read_draft(
            form,
            slots,
            merchant_id=self.shop.id,
            zone_id=self.zone.zone_id if self.zone else None,
        )

    def _answer(self, form: forms.ZoneForm, slots: Any, code: int = 200) -> HttpResponse:
        heading = _("Slots")
        return self.show(
            code=code, form=form, tables=[(heading, slots)], back_url=self.url("own_delivery")
        )
