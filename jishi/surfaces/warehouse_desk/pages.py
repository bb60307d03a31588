"""What every page of the desk shares: the place one works at, and its frame."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden, JishiError, NotFound
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import site as site_preferences
from jishi.fulfillment.shipping.types import Shipment
from jishi.fulfillment.warehouse.types import PickTask
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LocationInfo, LocationKind
from jishi.surfaces.design import requests
from jishi.surfaces.design.types import ConsoleShell, Link, LinkGroup, Site
from jishi.surfaces.warehouse_desk.words import explain

WORK = "warehouse.work"

Record = TypeVar("Record", PickTask, Shipment)


def words_now() -> str:
    """Return the language of the page as texts of the database name it."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(texts: TextMap | None) -> str:
    """Return a text of the database in the language of the page."""
    return localized(texts, words_now()) if texts else ""


def in_words(records: Iterable[Record]) -> list[Record]:
    """Return work or parcels with their goods named in the language of the page.

    One statement. Goods that are gone keep the name they were sold under.
    """
    found = list(records)
    variants = catalog_queries.list_sellable(
        {line.variant_id for record in found for line in record.lines}
    )
    names = {
        one.variant_id: " ".join(part for part in (say(one.title), say(one.option_text)) if part)
        for one in variants.values()
    }
    return [
        replace(
            record,
            lines=tuple(
                replace(line, title=names.get(line.variant_id) or line.title)
                for line in record.lines
            ),
        )
        for record in found
    ]


def places_of(actor: Actor) -> tuple[LocationInfo, ...]:
    """Return the places an actor may work at: where its own goods or its warehouses are."""
    try:
        found = inventory_queries.list_locations(actor=actor, is_active=True)
    except Forbidden:
        return ()
    places = tuple(place for place in found if place.kind != LocationKind.VIRTUAL)
    keeps = actor.warehouse_ids(WORK)
    if keeps is None or actor.merchant_ids(WORK):
        return places
    return tuple(place for place in places if place.location_id in keeps)


class DeskPage:
    """A page of the desk; with a place in its address it is that place's.

    section: which entry of the bar is current.
    """

    base_template = "warehouse_desk/base.html"
    permission = WORK
    section = ""
    request: HttpRequest
    actor: Actor
    kwargs: dict[str, Any]

    def get_actor(self, request: HttpRequest) -> Actor | None:
        """Return who is signed in, or None."""
        visit = requests.visit_of(request)
        return visit.actor if visit else None

    def explain(self, error: JishiError) -> str:
        """Word a refusal."""
        return explain(error)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse a place this person does not work at; then answer."""
        actor = self.get_actor(request)
        if actor is not None and "location_id" in kwargs:
            if not actor.holds(WORK):
                raise PermissionDenied
            known = {place.location_id for place in places_of(actor)}
            if kwargs["location_id"] not in known:
                raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    @cached_property
    def place(self) -> LocationInfo:
        """The place in the address. Raises: NotFound."""
        return inventory_queries.get_location(self.kwargs["location_id"])

    def require_work(self, merchant_id: Any, location_id: Any) -> None:
        """Refuse goods this person does not work with.

        Raises: NotFound.
        """
        if not self.actor.may(WORK, merchant_id=merchant_id, warehouse_id=location_id):
            raise NotFound

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Render the page in the desk's frame."""
        frame = {"site": _site(), "shell": self.shell(), "bar": self.bar()}
        return super().show(code=code, **frame | context)  # type: ignore[misc,no-any-return]

    def shell(self) -> ConsoleShell:
        """Return the frame: the place, the sections, and the way out."""
        visit = requests.visit_of(self.request)
        places = reverse("warehouse:places")
        has_place, bar = "location_id" in self.kwargs, self.bar()
        return ConsoleShell(
            name=_("Warehouse"),
            home_url=bar[0].url if bar else places,
            groups=(LinkGroup("", (*bar, Link(_("Change place"), places, "pin"))),),
            user_name=visit.nickname if visit else "",
            sign_out_url=_storefront("sign_out", "/sign-out"),
            user_links=(Link(_("Change place"), places, "pin"),),
            shop_name=say(self.place.name) if has_place else "",
        )

    def bar(self) -> tuple[Link, ...]:
        """Return the sections of the place one works at."""
        location_id = self.kwargs.get("location_id") or self.location_of_record()
        if location_id is None:
            return ()
        entries = (
            ("queues", pgettext("desk", "Work"), "home"),
            ("handing", _("Hand over"), "truck"),
            ("returns", _("Returns"), "refund"),
            ("lookup", _("Stock"), "scan"),
        )
        return tuple(
            Link(
                label,
                reverse(f"warehouse:{name}", args=[location_id]),
                icon,
                current=name == self.section,
            )
            for name, label, icon in entries
        )

    def location_of_record(self) -> Any:
        """Return the place of the record a page is about, if it is about one."""
        return None


def _site() -> Site:
    name = site_preferences.name_en if words_now() == "en" else site_preferences.name_zh
    return Site(name=name.get(), home_url=_storefront("home", "/"))


def _storefront(page: str, otherwise: str) -> str:
    """Return an address of the storefront; it may be run without one."""
    try:
        return reverse(f"storefront:{page}")
    except NoReverseMatch:
        return otherwise
