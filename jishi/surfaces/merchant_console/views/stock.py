"""Stock: levels, what explains a number, receiving and counting."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import SellableVariant
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import (
    LevelInfo,
    LocationInfo,
    MovementInfo,
    StockFilter,
    StockItem,
)
from jishi.parties.accounts import queries as accounts_queries
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.inventory import (
    AdjustForm,
    LevelReceiveForm,
    ReceiveForm,
    SafetyForm,
)
from jishi.surfaces.merchant_console.pages import ShopPage, say


@dataclass(frozen=True, slots=True)
class Row:
    """A stock level in the list."""

    level: LevelInfo
    variant: SellableVariant | None
    place: str

    @property
    def title(self) -> str:
        """Return what lies there."""
        return title_of(self.variant)

    @property
    def code(self) -> str:
        """Return the article's code."""
        return self.variant.code if self.variant else ""

    @property
    def on_hand(self) -> object:
        """Return units on hand."""
        return _("no limit") if self.level.is_unlimited else self.level.on_hand

    @property
    def available(self) -> object:
        """Return units that may be sold."""
        return _("no limit") if self.level.is_unlimited else self.level.available


class Stock(ShopPage, kit.ListPage):
    """What lies where, and how much of it may be sold."""

    title = lazy("Stock")
    permission = "inventory.view"
    section = "stock"
    file_name = "stock"
    empty_text = lazy("Receive goods at a location to begin.")
    columns = (
        kit.Column(name="title", label=lazy("Article")),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="place", label=lazy("Location")),
        kit.Column(name="available", label=lazy("For sale"), kind="number"),
        kit.Column(name="on_hand", label=lazy("On hand"), kind="number"),
        kit.Column(
            name="reserved",
            label=lazy("Reserved"),
            kind="number",
            value=lambda row: row.level.reserved,
        ),
        kit.Column(
            name="allocated",
            label=lazy("To be shipped"),
            kind="number",
            value=lambda row: row.level.allocated,
        ),
        kit.Column(
            name="safety",
            label=lazy("Kept back"),
            kind="number",
            value=lambda row: row.level.safety,
        ),
    )
    saved_views = (kit.SavedView(lazy("All"), ""), kit.SavedView(lazy("Low stock"), "low=on"))

    def page_actions(self) -> list[Action]:
        """Offer to receive goods."""
        if not self.may("inventory.edit"):
            return []
        return [Action(_("Receive goods"), self.url("receive"), kind="primary", icon="plus")]

    @cached_property
    def places(self) -> dict[UUID, LocationInfo]:
        """The locations this shop's goods may lie in."""
        found = inventory_queries.list_locations(actor=self.actor, merchant_id=self.shop.id)
        return {place.location_id: place for place in found}

    @cached_property
    def filters(self) -> forms.Form:  # type: ignore[override]
        """The filter form with the shop's locations."""
        form = filters.StockFilter(self.request.GET)
        offered = [(str(key), say(place.name)) for key, place in self.places.items()]
        form.fields["location"] = forms.TypedChoiceField(
            label=_("Location"),
            choices=[("", _("Any location")), *offered],
            coerce=UUID,
            empty_value=None,
            required=False,
        )
        return form

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return levels with the names of goods and places."""
        asked = wanted.filters
        variants: tuple[UUID, ...] = ()
        if asked.get("q"):
            found = catalog_queries.find_variants_by_code(self.shop.id, [asked["q"].strip()])
            variants = tuple(item.variant_id for item in found.values())
            if not variants:
                return Page(())
        page = inventory_queries.list_stock(
            actor=self.actor,
            filter=StockFilter(
                merchant_id=self.shop.id,
                location_id=asked.get("location"),
                variant_ids=variants,
                low_only=bool(asked.get("low")),
            ),
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        names = catalog_queries.list_sellable({level.variant_id for level in page.items})
        rows = [
            Row(level, names.get(level.variant_id), place_name(self.places, level.location_id))
            for level in page.items
        ]
        return Page(tuple(rows), page.next_cursor)

    def row_id(self, item: Row) -> str:
        """Return the level's id."""
        return str(item.level.level_id)

    def row_url(self, item: Row) -> str:
        """Return what explains the number."""
        return self.url("level", item.level.variant_id, item.level.location_id)


class OfVariant(ShopPage):
    """What every page of one article's stock shares."""

    permission = "inventory.view"
    section = "stock"

    @cached_property
    def variant(self) -> SellableVariant:
        """The article, if it is this shop's. Raises: NotFound."""
        variant_id = self.kwargs["variant_id"]  # type: ignore[attr-defined]
        variant = catalog_queries.list_sellable([variant_id]).get(variant_id)
        if variant is None:
            raise NotFound
        self.mine(variant.merchant_id)
        return variant

    @cached_property
    def location(self) -> LocationInfo:
        """The place, if this shop's goods may lie there. Raises: NotFound."""
        location_id = self.kwargs["location_id"]  # type: ignore[attr-defined]
        place = inventory_queries.get_location(location_id)
        if place.merchant_id is not None:
            self.mine(place.merchant_id)
        return place


class Movements(OfVariant, kit.ListPage):
    """Everything that changed an article's stock: the explanation of its numbers."""

    file_name = "movements"
    columns = (
        kit.Column(name="at", label=lazy("When"), value=lambda row: row["move"].at),
        kit.Column(
            name="what", label=lazy("What"), value=lambda row: words.MOVEMENTS[row["move"].kind]
        ),
        kit.Column(name="place", label=lazy("Location"), value=lambda row: row["place"]),
        kit.Column(
            name="on_hand",
            label=lazy("On hand"),
            kind="number",
            value=lambda row: signed(row["move"].on_hand_delta),
        ),
        kit.Column(
            name="reserved",
            label=lazy("Reserved"),
            kind="number",
            value=lambda row: signed(row["move"].reserved_delta),
        ),
        kit.Column(
            name="allocated",
            label=lazy("To be shipped"),
            kind="number",
            value=lambda row: signed(row["move"].allocated_delta),
        ),
        kit.Column(name="reason", label=lazy("Reason"), value=lambda row: row["reason"]),
        kit.Column(name="who", label=lazy("Who"), value=lambda row: row["who"]),
    )
    template_name = "merchant_console/inventory/movements.html"
    permission = "inventory.view"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the article, and the place if there is one."""
        name = title_of(self.variant)
        return f"{name} · {say(self.location.name)}" if self._place_id else name

    @property
    def _place_id(self) -> UUID | None:
        location_id: UUID | None = self.kwargs.get("location_id")
        return location_id

    def page_actions(self) -> list[Action]:
        """Offer to receive, count and keep back."""
        if not (self._place_id and self.may("inventory.edit")):
            return []
        args = (self.variant.variant_id, self._place_id)
        return [
            Action(_("Receive"), self.url("level_receive", *args), kind="primary", icon="plus"),
            Action(_("Correct the count"), self.url("level_adjust", *args), icon="edit"),
            Action(_("Keep back"), self.url("level_safety", *args), icon="shield"),
        ]

    def fetch(self, wanted: kit.Wanted) -> Page[Any]:
        """Return movements with places and people in words."""
        page = inventory_queries.list_movements(
            actor=self.actor,
            variant_id=self.variant.variant_id,
            location_id=self._place_id,
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        places = inventory_queries.get_locations({move.location_id for move in page.items})
        names = accounts_queries.names_of(people_of(page.items))
        rows = [
            {
                "move": move,
                "place": place_name(places, move.location_id),
                "who": who(move, names),
                "reason": words.sourcing(move.reason),
            }
            for move in page.items
        ]
        return Page(tuple(rows), page.next_cursor)

    def row_id(self, item: Any) -> str:
        """Return the movement's id."""
        return str(item["move"].movement_id)

    def show(self, code: int = 200, **context: object) -> Any:
        """Add the way back and the numbers being explained."""
        crumbs = [self.crumb(_("Stock"), "stock"), Link(self.title, "")]
        return super().show(code=code, **{"crumbs": crumbs, "facts": self._facts()} | context)

    def _facts(self) -> Sequence[Fact]:
        levels = inventory_queries.list_levels(
            variant_ids=[self.variant.variant_id], location_id=self._place_id
        )
        totals = [
            (_("For sale"), sum(max(0, level.available) for level in levels)),
            (_("On hand"), sum(level.on_hand for level in levels)),
            (_("Reserved"), sum(level.reserved for level in levels)),
            (_("To be shipped"), sum(level.allocated for level in levels)),
            (_("Kept back"), sum(level.safety for level in levels)),
        ]
        return [
            Fact(_("Code"), self.variant.code, "copy"),
            *(Fact(name, units) for name, units in totals),
        ]


class Receive(ShopPage, kit.FormPage):
    """Take in what arrived, many articles at once."""

    title = lazy("Receive goods")
    permission = "inventory.edit"
    section = "stock"
    submit_label = lazy("Receive")
    success_message = lazy("The goods are in stock.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the shop's locations."""
        found = inventory_queries.list_locations(
            actor=self.actor, merchant_id=self.shop.id, is_active=True
        )
        places = [
            (str(place.location_id), say(place.name))
            for place in found
            if self.actor.may(
                "inventory.edit", merchant_id=self.shop.id, warehouse_id=place.location_id
            )
        ]
        return ReceiveForm(data, files, locations=places, merchant_id=self.shop.id)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Receive them."""
        inventory.receive(
            actor=self.actor,
            location_id=data["location_id"],
            items=data["items"],
            reason=data["reason"],
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("stock")


class LevelForm(OfVariant, kit.FormPage):
    """A form about one article at one place."""

    permission = "inventory.edit"

    @property
    def text(self) -> str:  # type: ignore[override]
        """Name article and place."""
        return f"{title_of(self.variant)} · {say(self.location.name)}"

    def success_url(self, _result: object) -> str:
        """Return to the level."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the level."""
        return self.url("level", self.variant.variant_id, self.location.location_id)

    def level(self) -> LevelInfo | None:
        """Return the level as it is now."""
        found = inventory_queries.list_levels(
            variant_ids=[self.variant.variant_id], location_id=self.location.location_id
        )
        return found[0] if found else None


class LevelReceive(LevelForm):
    """Take in units of one article."""

    title = lazy("Receive")
    form_class = LevelReceiveForm
    submit_label = lazy("Receive")
    success_message = lazy("The goods are in stock.")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Receive them."""
        inventory.receive(
            actor=self.actor,
            location_id=self.location.location_id,
            items=[StockItem(self.variant.variant_id, data["quantity"])],
            reason=data["reason"],
        )


class LevelAdjust(LevelForm):
    """Correct what is on hand to what was counted."""

    title = lazy("Correct the count")
    form_class = AdjustForm

    def initial(self) -> dict[str, Any]:
        """Start with what the books say."""
        level = self.level()
        return {"new_on_hand": level.on_hand if level else 0}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Correct it."""
        inventory.adjust(
            actor=self.actor,
            location_id=self.location.location_id,
            variant_id=self.variant.variant_id,
            new_on_hand=data["new_on_hand"],
            reason=data["reason"],
        )


class LevelSafety(LevelForm):
    """Keep units back from sale."""

    title = lazy("Keep back from sale")
    form_class = SafetyForm

    def initial(self) -> dict[str, Any]:
        """Start with what is kept back."""
        level = self.level()
        return {"safety": level.safety if level else 0}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Keep them back."""
        inventory.set_safety(
            actor=self.actor,
            location_id=self.location.location_id,
            variant_id=self.variant.variant_id,
            safety=data["safety"],
        )


def title_of(variant: SellableVariant | None) -> str:
    """Return an article's title with its options."""
    if variant is None:
        return "—"
    return " · ".join(part for part in (say(variant.title), say(variant.option_text)) if part)


def place_name(places: dict[UUID, LocationInfo], location_id: UUID) -> str:
    """Return a location's name."""
    return say(places[location_id].name) if location_id in places else "—"


def signed(units: int) -> str:
    """Return a change with its sign; nothing for none."""
    return f"{units:+d}" if units else ""


def people_of(moves: Sequence[MovementInfo]) -> list[UUID]:
    """Return the people who made movements."""
    found = []
    for move in moves:
        try:
            found.append(UUID(move.actor.partition(":")[2]))
        except ValueError:
            continue
    return found


def who(move: MovementInfo, names: dict[UUID, str]) -> str:
    """Return who made a movement."""
    kind, _sep, key = move.actor.partition(":")
    if kind == "system":
        return _("System")
    try:
        return names.get(UUID(key), "")
    except ValueError:
        return ""
