"""By which door a buyer comes to an order: as a member, or as a guest with a signed link."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import BadCursor
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, members
from jishi.surfaces.storefront.views.promotions import sign_in_url
from jishi.surfaces.storefront.visitors import find_id, remember_group
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import GroupView, OrderView

SALT = "storefront.guest_order"
LINK_DAYS = 180
"""How long a guest's link is good for."""

Params = ParamSpec("Params")


@dataclass(frozen=True, slots=True)
class Door:
    """A buyer at an order. token, group: of a guest; empty and None for a member."""

    actor: Actor
    token: str = ""
    group: GroupView | None = None

    @property
    def is_guest(self) -> bool:
        """Whether the buyer came by a signed link."""
        return self.group is not None

    @property
    def contact(self) -> str:
        """Return what a guest proved to know; empty for a member."""
        return (self.group.email or self.group.phone) if self.group else ""

    def url(self, name: str, *args: str) -> str:
        """Return the address of a page about orders on this buyer's way."""
        if self.is_guest:
            return reverse(f"storefront:guest_{name}", args=[self.token, *args])
        return reverse(f"storefront:{name}", args=args)

    def order(self, key: str) -> OrderView:
        """Return an order of this buyer by its number or public id. Raises: NotFound."""
        if self.group is not None:
            found = next((one for one in self.group.orders if one.number == key), None)
        else:
            order_id = find_id("ord", key)
            found = (
                orders_queries.get_order(order_id)
                if order_id
                else orders_queries.find_by_number(key)
            )
        if found is None or not (self.is_guest or self.actor.owns(found.user_id)):
            raise NotFound
        return found


View = Callable[Concatenate[HttpRequest, Door, Params], HttpResponse]


def buyer_only(view: View[Params]) -> Callable[..., HttpResponse]:
    """Call a view with the buyer's door; a page of `token` is a guest's."""

    @never_cache
    @wraps(view)
    def guarded(
        request: HttpRequest, *args: Params.args, token: str = "", **kwargs: Params.kwargs
    ) -> HttpResponse:
        if not token and user_id_of(request) is None:
            here = request.get_full_path() if request.method == "GET" else reverse(members.HOME)
            return answers.redirect(request, sign_in_url(here))
        try:
            return view(request, _open(request, token), *args, **kwargs)
        except (NotFound, BadCursor) as error:
            raise Http404 from error

    return guarded


def link_to(group_id: UUID) -> str:
    """Return the address under which a guest sees a group, good for some months."""
    return reverse("storefront:guest_orders", args=[signing.dumps(group_id.hex, salt=SALT)])


def _open(request: HttpRequest, token: str) -> Door:
    if not token:
        return Door(actor_of(request))
    try:
        group_id = UUID(signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86_400))
    except (signing.BadSignature, ValueError) as error:
        raise NotFound from error
    group = orders_queries.get_group(group_id)
    if group.user_id is not None:
        # Claimed by an account meanwhile: from then on its owner signs in.
        raise NotFound
    # Whoever has the link may pay for the group on this device.
    remember_group(request, group_id)
    return Door(actor_of(request), token, group)
