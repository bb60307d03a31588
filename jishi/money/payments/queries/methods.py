"""Which ways to pay a buyer may choose."""

from collections.abc import Collection

from jishi.foundation.kernel.money import Money
from jishi.money.payments import preferences, rules
from jishi.money.payments.adapters import cash_on_delivery, registry
from jishi.money.payments.types import MethodView, PaymentMethod, PaymentScene


def list_methods(
    *,
    currency: str,
    amount_minor: int,
    scenes: Collection[PaymentScene],
    region_code: str = "",
) -> tuple[MethodView, ...]:
    """Return the ways to pay an amount in the given scenes; nothing when nothing is due.

    region_code: division where the goods go, for payment on delivery. No statement beside
    the preferences'.
    """
    if amount_minor <= 0:
        return ()
    amount = Money(amount_minor, currency)
    return tuple(
        MethodView(
            code=f"{method.provider}_{method.scene}",
            provider=method.provider,
            scene=method.scene,
            name=method.provider,
        )
        for provider in registry.list_offered()
        for method in provider.methods(scenes)
        if fits(method, amount=amount, region_code=region_code)
    )


def fits(method: PaymentMethod, *, amount: Money, region_code: str) -> bool:
    """Return whether a way to pay suits an amount and a place."""
    if method.currency != amount.currency:
        return False
    if method.provider != cash_on_delivery.CODE:
        return True
    limit_minor = preferences.CASH_LIMIT_MINOR.get()
    is_small = not limit_minor or amount.minor <= limit_minor
    return is_small and rules.is_served(region_code, preferences.CASH_REGIONS.get())
