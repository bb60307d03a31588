"""Uniting another account of one's own with this one."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jishi.care.community import queries as community_queries
from jishi.foundation.kernel import ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ClaimState
from jishi.money.wallets import queries as wallets_queries
from jishi.money.wallets.types import Asset, PurseInfo
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import CodePurpose, MergeOffer, Person
from jishi.surfaces.design import formats
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import answers, code_steps, members
from jishi.surfaces.storefront.code_steps import CodeStep
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.forms.people import CodeForm
from jishi.surfaces.storefront.visitors import decode
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter

SECURITY = "storefront:security"


class Gain(NamedTuple):
    """Something that comes to the kept account."""

    label: str
    shown: str


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def prove(request: HttpRequest) -> HttpResponse:
    """Prove to own another account by a code sent to it."""
    return code_steps.run(
        request,
        CodeStep(CodePurpose.MERGE, "storefront/account/unite.html", CodeForm, _finish_proof),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@members.member_only
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Show what will be united; a POST unites."""
    offer = accounts_queries.get_merge_offer(members.me(request), decode("mrg", key))
    if request.method != "POST":
        return _page(request, offer)
    try:
        accounts.merge_accounts(actor=actor_of(request), proof_id=offer.id)
    except JishiError as error:
        return answers.done(request, reverse(SECURITY), explain(error), "error")
    return answers.done(
        request,
        reverse(SECURITY),
        _("Both accounts are one now. It may take a moment until everything is here."),
    )


def _finish_proof(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    proof_id = accounts.prove_other(
        actor=actor_of(request), contact=given["contact"], code=given["code"]
    )
    url = reverse("storefront:unite_confirm", args=[ids.encode("mrg", proof_id)])
    return answers.redirect(request, url)


def _page(request: HttpRequest, offer: MergeOffer) -> HttpResponse:
    data: dict[str, object] = {
        "kept": offer.kept,
        "gone": offer.gone,
        "gains": _gains(offer),
        "contacts": _contacts(offer.kept, offer.gone),
        "lost": _lost(offer.kept, offer.gone),
    }
    return members.page(request, "storefront/account/unite_confirm.html", data)


def _gains(offer: MergeOffer) -> list[Gain]:
    """Return what the other account has, none of which is nothing."""
    user_id = offer.gone.id
    liked = community_queries.count_all(user_id)
    unused = promotions_queries.list_claimed(user_id=user_id, states=[ClaimState.UNUSED], limit=1)
    counts = (
        (_("Orders"), orders_queries.count_orders(OrderFilter(user_id=user_id))),
        (_("Addresses"), offer.addresses),
        (_("Coupons"), unused.total or 0),
        (_("Favorites"), liked.favorites),
        (_("Followed shops"), liked.follows),
    )
    house = Actor.system("storefront")
    purses = wallets_queries.list_purses(actor=house, holder_id=user_id)
    return [Gain(label, formats.number(count)) for label, count in counts if count] + [
        _value(purse) for purse in purses if purse.balance_minor > 0
    ]


def _value(info: PurseInfo) -> Gain:
    if info.purse.asset == Asset.POINTS:
        return Gain(_("Points"), formats.number(info.balance_minor))
    return Gain(_("Balance"), formats.money(info.balance_minor, info.purse.currency))


def _contacts(kept: Person, gone: Person) -> list[str]:
    """Return the contacts that open the kept account from then on."""
    return [one for one in (kept.phone or gone.phone, kept.email or gone.email) if one]


def _lost(kept: Person, gone: Person) -> list[str]:
    """Return the contacts that open no account any more."""
    pairs = ((kept.phone, gone.phone), (kept.email, gone.email))
    return [theirs for own, theirs in pairs if own and theirs]
