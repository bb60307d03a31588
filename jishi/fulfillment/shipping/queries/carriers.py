"""The companies that carry parcels."""

from jishi.foundation.kernel.text import clean
from jishi.fulfillment.shipping.errors import UnknownCarrier
from jishi.fulfillment.shipping.models import Carrier
from jishi.fulfillment.shipping.types import Carrier as CarrierInfo


def list_carriers(*, active_only: bool = True) -> tuple[CarrierInfo, ...]:
    """Return the carriers in the operator's order."""
    rows = Carrier.objects.filter(is_active=True) if active_only else Carrier.objects.all()
    return tuple(carrier_of(row) for row in rows.order_by("position", "code"))


def read_carrier(text: str) -> CarrierInfo:
    """Return the active carrier that a person means by a code or a name.

    Raises: UnknownCarrier.
    """
    wanted = clean(text, max_length=64).casefold()
    for carrier in list_carriers():
        names = {carrier.code, *carrier.name.values()}
        if wanted in {name.casefold() for name in names}:
            return carrier
    raise UnknownCarrier(field="carrier", carrier=wanted)


def carrier_of(row: Carrier) -> CarrierInfo:
    """Return a carrier as others see it."""
    return CarrierInfo(
        carrier_id=row.pk,
        code=row.code,
        name=row.name,
        adapter=row.adapter,
        is_active=row.is_active,
    )
