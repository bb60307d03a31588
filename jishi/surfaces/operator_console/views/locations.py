"""Locations: the platform's own, and those of merchants to look at."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft, LocationInfo, LocationKind
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import hours, kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import goods as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorList, say


class Locations(OperatorList):
    """All places where goods lie."""

    title = lazy("Locations")
    permission = "inventory.view"
    section = "locations"
    file_name = "locations"
    columns = (
        kit.Column(name="name", label=lazy("Name")),
        kit.Column(name="owner", label=lazy("Whose")),
        kit.Column(name="kind", label=lazy("Kind")),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="place", label=lazy("Place")),
        kit.Column(name="hours", label=lazy("Sends")),
        kit.Column(name="state", label=lazy("State"), axis="switch"),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one to those who keep stock."""
        if not self.may("inventory.edit"):
            return []
        return [Action(_("New location"), self.url("location_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page["Row"]:
        """Return every location with the name of its shop."""
        found = inventory_queries.list_locations(actor=wanted.actor)
        names = merchants_queries.names_of({one.merchant_id for one in found})
        return Page(items=tuple(Row(one, say(names.get(one.merchant_id))) for one in found))  # type: ignore[arg-type]

    def row_url(self, item: "Row") -> str:
        """Return the form of one of the platform's own."""
        is_own = item.location.merchant_id is None and self.may("inventory.edit")
        return self.url("location", item.location.location_id) if is_own else ""


class Row:
    """A location in the list."""

    def __init__(self, location: LocationInfo, owner: str) -> None:
        """Take the location and the name of its shop, empty for the platform's."""
        self.location, self.id = location, location.location_id.hex
        self.name, self.code = say(location.name), location.code
        self.owner = owner or _("The platform")
        self.kind = words.LOCATION_KINDS[location.kind]
        self.place = f"{location.province}{location.city}{location.district}"
        self.hours = hours.in_words(location.hours)
        self.state = "on" if location.is_active else "off"


class NewLocation(OperatorForm):
    """Make a location of the platform."""

    title = lazy("New location")
    permission = "inventory.edit"
    section = "locations"
    form_class: type[django_forms.Form] = forms.LocationForm
    location_id: UUID | None = None

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("locations")

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        own = {"name_zh", "name_en", *hours.HoursFields.base_fields}
        given = {name: value for name, value in data.items() if name not in own}
        cost = given.pop("parcel_cost")
        draft = LocationDraft(
            **given | {"kind": LocationKind(data["kind"])},
            parcel_cost_minor=cost.minor if cost else 0,
            name=text_map(data, "name"),
            location_id=self.location_id,
            hours=hours.entered(data),
        )
        return inventory.save_location(actor=self.actor, draft=draft)


class EditLocation(NewLocation):
    """Change a location of the platform."""

    @cached_property
    def location(self) -> LocationInfo:
        """The location of the address, if it is the platform's. Raises: NotFound."""
        found = inventory_queries.get_location(self.kwargs["location_id"])
        if found.merchant_id is not None:
            raise NotFound
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.location.name)

    @property
    def location_id(self) -> UUID:  # type: ignore[override]
        """The one that changes."""
        return self.location.location_id

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        held = self.location
        regions: Sequence[str] = held.served_regions
        return (
            asdict(held)
            | spread("name", held.name)
            | {"served_regions": ", ".join(regions)}
            | hours.initial(held.hours)
        )
