"""What every page of the console shares: the shop it works for, and who may see it."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import site
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants.types import MerchantCard, MerchantState
from jishi.surfaces.design import requests
from jishi.surfaces.design.types import Link
from jishi.surfaces.merchant_console import navigation
from jishi.surfaces.merchant_console.explain import explain

WORKING = (MerchantState.OPEN, MerchantState.SUSPENDED, MerchantState.CLOSED)
"""States in which a shop has a console; the others have an application."""

OVERSIGHT = "merchants.review"
"""Who holds this for the whole platform may look into any shop."""


def words_now() -> str:
    """Return the language of the page as texts of the database name it."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(texts: TextMap | None) -> str:
    """Return a text of the database in the language of the page."""
    return localized(texts, words_now()) if texts else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The shop a person works at now, and the others to switch to."""

    shop: MerchantCard
    shops: tuple[MerchantCard, ...]


def shops_of(user_id: UUID) -> tuple[MerchantCard, ...]:
    """Return the shops with a console that a person works for."""
    found = merchants_queries.list_merchants_of(user_id)
    return tuple(card for card in found if card.state in WORKING)


def find_desk(actor: Actor, code: str) -> Desk:
    """Return the shop of a code, for its people and for those who oversee shops.

    Raises: NotFound for anybody else.
    """
    shops = shops_of(actor.user_id) if actor.user_id else ()
    shop = next((card for card in shops if card.code == code), None)
    if shop is None and actor.may(OVERSIGHT):
        shop = merchants_queries.get_merchant(code)
    if shop is None or shop.state not in WORKING:
        raise NotFound
    return Desk(shop, shops)


class AccountPage:
    """A page for anybody who is signed in, whether or not there is a shop yet.

    for_marketplace: makes sense only where several merchants sell.
    """

    base_template = "merchant_console/base.html"
    for_marketplace = False
    request: HttpRequest
    actor: Actor

    def get_actor(self, request: HttpRequest) -> Actor | None:
        """Return who is signed in, or None."""
        visit = requests.visit_of(request)
        return visit.actor if visit else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Hide what a brand store does not have; then answer."""
        if self.for_marketplace and not site.is_marketplace():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def explain(self, error: JishiError) -> str:
        """Word a refusal."""
        return explain(error)

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Render the page in the console's frame."""
        frame = {
            "site": navigation.site(),
            "shell": self.shell(),
            "base_template": self.base_template,
        }
        return super().show(code=code, **frame | context)  # type: ignore[misc,no-any-return]

    def shell(self) -> object:
        """Return the frame of a page without a shop."""
        return navigation.bare_shell(requests.visit_of(self.request))


class ShopPage(AccountPage):
    """A page of one shop, whose code is in the address.

    permission: what the actor must hold over this very shop. section: the entry of the side
    navigation that is current.
    """

    permission = ""
    section = ""
    desk: Desk

    @property
    def shop(self) -> MerchantCard:
        """The shop this page works for."""
        return self.desk.shop

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the shop and refuse who may not work there; then answer."""
        actor = self.get_actor(request)
        code = kwargs.pop("shop")
        if actor is not None:
            try:
                self.desk = find_desk(actor, code)
            except NotFound as error:
                raise Http404 from error
            if self.permission and not actor.may(self.permission, merchant_id=self.shop.id):
                raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, permission: str) -> bool:
        """Return whether the actor may do something in this shop."""
        return self.actor.may(permission, merchant_id=self.shop.id)

    def url(self, name: str, *args: object, query: str = "") -> str:
        """Return the address of a page of this shop."""
        address = reverse(f"merchant:{name}", args=[self.shop.code, *args])
        return f"{address}?{query}" if query else address

    def mine(self, merchant_id: UUID | None) -> None:
        """Refuse a record of another shop.

        Raises: NotFound.
        """
        if merchant_id != self.shop.id:
            raise NotFound

    def shell(self) -> object:
        """Return the frame with the navigation of what this person may do."""
        visit = requests.visit_of(self.request)
        return navigation.shell(self.desk.shop, self.desk.shops, visit, self.section, self.may)

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Render the page with its shop."""
        return super().show(code=code, **{"shop": self.shop} | context)

    def crumb(self, label: object, name: str, *args: object) -> Link:
        """Return one step of the way back."""
        return Link(str(label), self.url(name, *args))
