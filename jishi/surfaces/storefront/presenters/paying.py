"""Ways to pay and their instructions, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jishi.money.payments.types import (
    AttemptState,
    AttemptView,
    MethodView,
    PaymentAction,
    PaymentScene,
)
from jishi.surfaces.design.types import Fact

BANK_TRANSFER, CASH_ON_DELIVERY, ALIPAY = "bank_transfer", "cash_on_delivery", "alipay"


@dataclass(frozen=True, slots=True)
class ShownMethod:
    """A way to pay. note: what happens after choosing it. icon: of the design."""

    code: str
    label: str
    note: str
    icon: str
    is_first: bool


def methods_of(methods: Sequence[MethodView]) -> tuple[ShownMethod, ...]:
    """Return ways to pay in words, online ones first, each provider once."""
    once = {method.provider: method for method in reversed(methods)}
    order = sorted(
        once.values(), key=lambda method: (method.scene is PaymentScene.OFFLINE, method.code)
    )
    return tuple(_method(method, is_first=at == 0) for at, method in enumerate(order))


def scenes_of(user_agent: str) -> tuple[PaymentScene, ...]:
    """Return where the reader can pay: in a page for phones or for computers, or offline."""
    page = PaymentScene.WAP if "Mobi" in user_agent else PaymentScene.PAGE
    return (page, PaymentScene.OFFLINE)


def label_of(provider: str) -> str:
    """Return the name of a provider."""
    return {
        ALIPAY: _("Alipay"),
        BANK_TRANSFER: _("Bank transfer"),
        CASH_ON_DELIVERY: _("Cash on delivery"),
    }.get(provider, provider)


def instructions_of(attempts: Sequence[AttemptView]) -> PaymentAction | None:
    """Return what the buyer was told to do, if a way without a provider was chosen last."""
    for attempt in attempts:
        if attempt.state is AttemptState.CREATED:
            action = attempt.action
            return action if action and action.instructions else None
    return None


def transfer_facts(action: PaymentAction) -> tuple[Fact, ...]:
    """Return where to transfer to, to be copied."""
    words = {
        "account_name": _("Account name"),
        "account_number": _("Account number"),
        "bank_name": _("Bank"),
        "branch": pgettext("bank", "Branch"),
        "reference": _("Purpose of payment"),
    }
    return tuple(Fact(words.get(name, name), value, "copy") for name, value in action.details)


def _method(method: MethodView, *, is_first: bool) -> ShownMethod:
    note = {
        ALIPAY: _("Pay in the Alipay app or with your Alipay account."),
        BANK_TRANSFER: _("Transfer to our account and send us the receipt."),
        CASH_ON_DELIVERY: _("Pay the courier when your order arrives."),
    }.get(method.provider, "")
    icon = {BANK_TRANSFER: "receipt", CASH_ON_DELIVERY: "truck"}.get(method.provider, "wallet")
    return ShownMethod(method.code, label_of(method.provider), note, icon, is_first)
