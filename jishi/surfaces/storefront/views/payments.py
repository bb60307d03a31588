"""Paying: the choice of a way, the way to the provider and back, and waiting until it is paid."""

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.platform import files
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.errors import AlreadyPaid, PaymentNotOpen
from jishi.money.payments.types import (
    ActionKind,
    MethodView,
    PaymentState,
    PaymentView,
)
from jishi.surfaces.design.requests import actor_of, user_id_of
from jishi.surfaces.storefront import answers, context, doors
from jishi.surfaces.storefront.explain import explain
from jishi.surfaces.storefront.forms.payments import TransferProofForm
from jishi.surfaces.storefront.presenters import paying, placed
from jishi.surfaces.storefront.views.search import best_sellers
from jishi.surfaces.storefront.visitors import decode, placed_groups
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import GroupView


class _Due(NamedTuple):
    """A group that is the reader's, and what is to be paid for it."""

    key: str
    group: GroupView
    payment: PaymentView

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do: it was paid, or will be on delivery."""
        return self.payment.state is PaymentState.PAID or self.payment.is_agreed


@require_safe
@never_cache
def choose(request: HttpRequest, key: str) -> HttpResponse:
    """Show the ways to pay, and the instructions of the one that was chosen."""
    due = _due(request, key)
    if due.is_settled or due.payment.amount.minor == 0:
        return HttpResponseRedirect(_url("paid", key))
    return _page(request, due)


@require_POST
def go(request: HttpRequest, key: str) -> HttpResponse:
    """Begin to pay in the chosen way."""
    due = _due(request, key)
    method = _method(request, due, request.POST.get("method", ""))
    if method is None:
        return answers.done(
            request, _url("pay", key), _("Choose how you would like to pay."), "error"
        )
    return _begin(request, due, method)


@never_cache
def on_delivery(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once more before an order is sent that is paid at the door; a POST agrees."""
    due = _due(request, key)
    found = [one for one in _methods(request, due) if one.provider == paying.CASH_ON_DELIVERY]
    if not found:
        return HttpResponseRedirect(_url("pay", key))
    if request.method == "POST":
        return _begin(request, due, found[0])
    return render(
        request,
        "storefront/payments/on_delivery.html",
        {"due": due, "action_url": request.path, "back_url": _url("pay", key)},
    )


@require_safe
@never_cache
def come_back(request: HttpRequest, key: str) -> HttpResponse:
    """Receive a buyer whom a provider sends back: ask the provider, then wait or be done."""
    due = _due(request, key)
    state = payments.check_payment(actor=actor_of(request), reference=due.group.group_id)
    if state is PaymentState.PAID or due.payment.is_agreed:
        return HttpResponseRedirect(_url("paid", key))
    return render(request, "storefront/payments/waiting.html", {"due": due, "is_first": True})


@require_safe
@never_cache
def state(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a waiting page: still waiting, or go on."""
    due = _due(request, key)
    if due.is_settled or due.payment.state is PaymentState.CLOSED:
        return answers.redirect(request, _url("paid" if due.is_settled else "pay", key))
    return render(request, "storefront/payments/_waiting.html", {"due": due})


@require_POST
def prove(request: HttpRequest, key: str) -> HttpResponse:
    """Take the receipt of a bank transfer."""
    due = _due(request, key)
    form = TransferProofForm(request.POST, request.FILES, auto_id="proof_%s")
    if not form.is_valid():
        return _page(request, due, form=form, status=422)
    receipt = form.cleaned_data["receipt"]
    try:
        payments.submit_transfer_proof(
            actor=actor_of(request),
            reference=due.group.group_id,
            file_id=files.store_document(content=receipt.read(), name=receipt.name),
            payer_name=form.cleaned_data["payer_name"],
            note=form.cleaned_data["note"],
        )
    except files.BadFile as error:
        form.add_error("receipt", explain(error))
        return _page(request, due, form=form, status=422)
    except JishiError as error:
        return answers.refused(request, _url("pay", key), error)
    text = _("We have your receipt. Your order goes on as soon as the money is there.")
    return answers.done(request, _url("pay", key), text)


@require_safe
@never_cache
def paid(request: HttpRequest, key: str) -> HttpResponse:
    """Show that the order is on its way, and what follows."""
    due = _due(request, key)
    if not due.is_settled and due.payment.amount.minor:
        return HttpResponseRedirect(_url("pay", key))
    return render(
        request,
        "storefront/payments/paid.html",
        {
            "due": due,
            "orders": placed.orders_of(due.group, context.locale()),
            "is_member": due.group.user_id is not None,
            "orders_url": _orders_url(due.group),
            "best": best_sellers(request, 5),
        },
    )


def _page(
    request: HttpRequest,
    due: _Due,
    *,
    form: TransferProofForm | None = None,
    status: int = 200,
) -> HttpResponse:
    is_open = due.payment.state is PaymentState.OPEN and due.payment.expires_at > clock.now()
    action = paying.instructions_of(payments_queries.list_attempts(due.group.group_id))
    is_transfer = is_open and action is not None and action.instructions == paying.BANK_TRANSFER
    return render(
        request,
        "storefront/payments/choose.html",
        {
            "due": due,
            "is_open": is_open,
            "methods": paying.methods_of(_methods(request, due)) if is_open else (),
            "transfer": paying.transfer_facts(action) if action and is_transfer else (),
            "proof_form": form or TransferProofForm(auto_id="proof_%s"),
            "orders": placed.orders_of(due.group, context.locale()),
            "now": clock.now(),
        },
        status=status,
    )


def _begin(request: HttpRequest, due: _Due, method: MethodView) -> HttpResponse:
    try:
        action = payments.authorize(
            actor=actor_of(request),
            reference=due.group.group_id,
            provider=method.provider,
            scene=method.scene,
            return_url=request.build_absolute_uri(_url("pay_return", due.key)),
            subject=_("%(shop)s order %(number)s")
            % {"shop": context.site().name, "number": due.group.number},
            region_code=placed.region_of(due.group),
        )
    except (AlreadyPaid, PaymentNotOpen):
        return answers.redirect(request, _url("pay_return", due.key))
    except JishiError as error:
        return answers.refused(request, _url("pay", due.key), error)
    if action.kind is ActionKind.REDIRECT:
        return answers.redirect(request, action.url)
    if method.provider == paying.CASH_ON_DELIVERY:
        return answers.redirect(request, _url("paid", due.key))
    return answers.redirect(request, _url("pay", due.key))


def _methods(request: HttpRequest, due: _Due) -> tuple[MethodView, ...]:
    return payments_queries.list_methods(
        currency=due.payment.amount.currency,
        amount_minor=due.payment.amount.minor,
        scenes=paying.scenes_of(request.headers.get("User-Agent", "")),
        region_code=placed.region_of(due.group),
    )


def _method(request: HttpRequest, due: _Due, code: str) -> MethodView | None:
    return next((one for one in _methods(request, due) if one.code == code), None)


def _due(request: HttpRequest, key: str) -> _Due:
    """Find a group that the member owns, or that this device placed as a guest.

    Raises: Http404.
    """
    group_id = decode("grp", key)
    try:
        group = orders_queries.get_group(group_id)
        payment = payments_queries.get_payment(group_id)
    except NotFound as error:
        raise Http404 from error
    if not _is_mine(request, group):
        raise Http404
    return _Due(key, group, payment)


def _orders_url(group: GroupView) -> str:
    """Return where the buyer finds these orders again."""
    return reverse("storefront:orders") if group.user_id else doors.link_to(group.group_id)


def _is_mine(request: HttpRequest, group: GroupView) -> bool:
    if group.user_id is not None:
        return group.user_id == user_id_of(request)
    return group.group_id in placed_groups(request)


def _url(name: str, key: str) -> str:
    return reverse(f"storefront:{name}", args=[key])
