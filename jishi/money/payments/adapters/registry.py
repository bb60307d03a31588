"""The payment providers of this installation, built once per process from its settings."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings

from jishi.foundation.kernel.registry import Registry
from jishi.money.payments import preferences
from jishi.money.payments.adapters import alipay, bank_transfer, cash_on_delivery
from jishi.money.payments.errors import ProviderUnknown
from jishi.money.payments.ports import PaymentProvider

NOTIFY_PATH = "/webhooks/payments/"
"""Where providers report, below the shop's public address; their code follows."""


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Channel:
    """How to reach a provider.

    build: returns None while the provider is not set up. is_offered: whether buyers may
    choose it; one that is no longer offered still closes and refunds what it took.
    """

    build: Callable[[], PaymentProvider | None]
    is_offered: Callable[[], bool] = _always


CHANNELS: Registry[Channel] = Registry("payment provider")
"""By provider code; plugins add theirs."""


def get_provider(code: str) -> PaymentProvider:
    """Return a provider that is set up.

    Raises: ProviderUnknown.
    """
    provider = CHANNELS.get(code).build() if code in CHANNELS else None
    if provider is None:
        raise ProviderUnknown(provider=code)
    return provider


def list_offered() -> tuple[PaymentProvider, ...]:
    """Return the providers that buyers may choose, in the order of their codes."""
    enabled = preferences.ENABLED.get()
    built = [
        CHANNELS.get(code).build()
        for code in CHANNELS
        if (not enabled or code in enabled) and CHANNELS.get(code).is_offered()
    ]
    return tuple(provider for provider in built if provider is not None)


def _alipay() -> PaymentProvider | None:
    environment = settings.ENVIRONMENT
    keys = (environment.alipay_private_key, environment.alipay_public_key)
    if not environment.alipay_app_id or not all(keys):
        return None
    config = alipay.AlipayConfig(
        app_id=environment.alipay_app_id,
        seller_id=environment.alipay_seller_id,
        app_private_key=environment.alipay_private_key,
        alipay_public_key=environment.alipay_public_key,
        # Without a public address nobody can report; asking finds out instead.
        notify_url=f"{settings.ORIGIN}{NOTIFY_PATH}{alipay.CODE}" if settings.ORIGIN else "",
    )
    if environment.alipay_gateway_url:
        config = replace(config, gateway_url=environment.alipay_gateway_url)
    return _alipay_of(config)


@lru_cache(maxsize=4)
def _alipay_of(config: alipay.AlipayConfig) -> PaymentProvider:
    """Return a provider that keeps its connections and keys."""
    return alipay.AlipayProvider(config)


def _bank_transfer() -> PaymentProvider:
    return bank_transfer.BankTransferProvider(
        bank_transfer.BankTransferConfig(
            account_name=preferences.BANK_ACCOUNT_NAME.get(),
            account_number=preferences.BANK_ACCOUNT_NUMBER.get(),
            bank_name=preferences.BANK_NAME.get(),
            branch=preferences.BANK_BRANCH.get(),
            currency=preferences.OFFLINE_CURRENCY.get(),
        )
    )


def _has_bank_account() -> bool:
    return bool(preferences.BANK_ACCOUNT_NUMBER.get())


def _cash_on_delivery() -> PaymentProvider:
    return cash_on_delivery.CashOnDeliveryProvider(
        cash_on_delivery.CashOnDeliveryConfig(
            currency=preferences.OFFLINE_CURRENCY.get(),
            limit_minor=preferences.CASH_LIMIT_MINOR.get() or None,
        )
    )


CHANNELS.add(alipay.CODE, Channel(_alipay))
CHANNELS.add(bank_transfer.CODE, Channel(_bank_transfer, _has_bank_account))
CHANNELS.add(cash_on_delivery.CODE, Channel(_cash_on_delivery))
