"""Locations, and card keys that lie in none."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import (
    CardKeyInfo,
    CardKeyState,
    LocationDraft,
    LocationInfo,
    LocationKind,
)
from jishi.surfaces.design import hours, kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console import cells
from jishi.surfaces.merchant_console.forms.catalog import spread
from jishi.surfaces.merchant_console.forms.inventory import CardKeysForm, LocationForm
from jishi.surfaces.merchant_console.pages import ShopPage, say
from jishi.surfaces.merchant_console.views.stock import OfVariant, title_of


class Locations(ShopPage, kit.ListPage):
    """Where the shop's goods lie: its own places and the platform's."""

    title = lazy("Locations")
    permission = "inventory.view"
    section = "locations"
    file_name = "locations"
    empty_text = lazy("Add the place your goods are shipped from.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda place: say(place.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="kind", label=lazy("Kind"), value=cells.kind),
        kit.Column(name="address", label=lazy("Address"), value=cells.address),
        kit.Column(name="owner", label=lazy("Whose"), value=cells.owner),
        kit.Column(
            name="hours", label=lazy("Sends"), value=lambda place: hours.in_words(place.hours)
        ),
        kit.Column(
            name="open",
            label=lazy("Sells"),
            value=lambda place: _("Yes") if place.is_active else _("No"),
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer to add one."""
        if not self.may("inventory.edit"):
            return []
        return [Action(_("New location"), self.url("location_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[LocationInfo]:
        """Return all of them."""
        return Page(inventory_queries.list_locations(actor=self.actor, merchant_id=self.shop.id))

    def row_id(self, item: LocationInfo) -> str:
        """Return the id."""
        return str(item.location_id)

    def row_url(self, item: LocationInfo) -> str:
        """Return the form of a place of the shop's own."""
        is_mine = item.merchant_id == self.shop.id and item.kind != LocationKind.VIRTUAL
        if not (is_mine and self.may("inventory.edit")):
            return ""
        return self.url("location", item.location_id)


class SaveLocation(ShopPage, kit.FormPage):
    """Add a location or change one."""

    permission = "inventory.edit"
    section = "locations"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return say(self.place.name) if self.place else _("New location")

    @cached_property
    def place(self) -> LocationInfo | None:
        """The location to change, if it is this shop's. Raises: NotFound."""
        location_id: UUID | None = self.kwargs.get("location_id")
        if location_id is None:
            return None
        place = inventory_queries.get_location(location_id)
        self.mine(place.merchant_id)
        return place

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form; a code stays as it is."""
        place = self.place
        if place is None:
            return LocationForm(data)
        initial = {
            "code": place.code,
            **spread("name", place.name),
            "kind": place.kind,
            "address": cells.address(place),
            "contact_name": place.contact_name,
            "contact_phone": place.contact_phone,
            "served_regions": " ".join(place.served_regions),
            "parcel_cost": Money(place.parcel_cost_minor, "CNY"),
            "position": place.position,
            "is_active": place.is_active,
            **hours.initial(place.hours),
        }
        return LocationForm(data, initial=initial)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        found = data["place"]
        inventory.save_location(
            actor=self.actor,
            draft=LocationDraft(
                code=data["code"],
                name={"zh-hans": data["name_zh"], "en": data["name_en"] or data["name_zh"]},
                kind=LocationKind(data["kind"]),
                merchant_id=self.shop.id,
                location_id=self.place.location_id if self.place else None,
                province=found.province,
                city=found.city,
                district=found.district,
                line=found.line,
                region_code=found.region_code,
                contact_name=data["contact_name"],
                contact_phone=data["contact_phone"],
                served_regions=tuple(data["served_regions"].split()),
                parcel_cost_minor=data["parcel_cost"].minor if data["parcel_cost"] else 0,
                position=data["position"],
                is_active=data["is_active"],
                hours=hours.entered(data),
            ),
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("locations")


class CardKeys(OfVariant, kit.ListPage):
    """The card keys of an article, never their secrets."""

    permission = "inventory.edit"
    file_name = "card-keys"
    empty_text = lazy("Add keys to have something to sell.")
    columns = (
        kit.Column(
            name="card_key_id", label=lazy("Key"), value=lambda item: str(item.card_key_id)[-8:]
        ),
        kit.Column(name="state", label=lazy("State"), axis="card_key"),
        kit.Column(name="delivered_at", label=lazy("Sold")),
    )

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the article and how many keys are left."""
        counts = inventory_queries.count_card_keys([self.variant.variant_id])
        own = counts.get(self.variant.variant_id)
        left = _("{count} left").format(count=own.available if own else 0)
        return f"{title_of(self.variant)} · {left}"

    def page_actions(self) -> list[Action]:
        """Offer to add keys."""
        url = self.url("card_keys_add", self.variant.variant_id)
        return [Action(_("Add card keys"), url, kind="primary", icon="plus")]

    @property
    def bulk_actions(self) -> Any:  # type: ignore[override]
        """Offer to withdraw keys that were not sold."""
        question = _("Withdraw {count} keys for good? They can no longer be sold.")
        return (kit.BulkAction("void", _("Withdraw"), self._void, question, danger=True),)

    def fetch(self, wanted: kit.Wanted) -> Page[CardKeyInfo]:
        """Return keys, newest first."""
        return inventory_queries.list_card_keys(
            actor=self.actor,
            variant_id=self.variant.variant_id,
            merchant_id=self.shop.id,
            cursor=wanted.cursor,
        )

    def row_id(self, item: CardKeyInfo) -> str:
        """Return the id."""
        return str(item.card_key_id)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw keys of an article of this shop. Raises: NotFound."""
        self.mine(self.variant.merchant_id)
        return super().post(request, *args, **kwargs)

    def _void(self, *, ids: list[str], **_given: object) -> str:
        try:
            wanted = [UUID(one) for one in ids]
        except ValueError as error:
            raise NotFound from error
        inventory.void_card_keys(
            actor=self.actor,
            variant_id=self.variant.variant_id,
            card_key_ids=wanted,
            reason=CardKeyState.VOID,
        )
        return _("{count} keys withdrawn.").format(count=len(wanted))


class AddCardKeys(OfVariant, kit.FormPage):
    """Add card keys of an article."""

    title = lazy("Add card keys")
    permission = "inventory.edit"
    form_class = CardKeysForm
    submit_label = lazy("Add")

    def save(self, *, data: dict[str, Any], key: str) -> int:
        """Add them."""
        keys = [line.strip() for line in data["keys"].splitlines() if line.strip()]
        count = inventory.add_card_keys(
            actor=self.actor, variant_id=self.variant.variant_id, keys=keys
        )
        self.success_message = _("{count} keys are new.").format(count=count)
        return count

    def success_url(self, _result: object) -> str:
        """Return to the keys."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the keys."""
        return self.url("card_keys", self.variant.variant_id)
