"""Keeping the list of carriers."""

import re
from collections.abc import Mapping

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import permissions
from jishi.fulfillment.shipping.errors import BadCarrier
from jishi.fulfillment.shipping.models import Carrier
from jishi.fulfillment.shipping.rules.carriers import USUAL_CARRIERS
from jishi.fulfillment.shipping.services.gateways import GATEWAYS

_CODE = re.compile(r"[a-z0-9_]{2,32}")


@transactional
def save_carrier(
    *,
    actor: Actor,
    code: str,
    name: Mapping[str, str],
    adapter: str = "",
    position: int = 0,
    is_active: bool = True,
) -> None:
    """Add a carrier or change the one of that code.

    adapter: code of the gateway that tracks it and prints its labels, empty for none.
    Raises: BadCarrier, Forbidden.
    """
    actor.require(permissions.EDIT)
    names = {locale: clean(text, max_length=60) for locale, text in name.items()}
    is_known = not adapter or adapter in GATEWAYS
    if not _CODE.fullmatch(code) or not any(names.values()) or not is_known:
        raise BadCarrier(field="carrier")
    Carrier.objects.update_or_create(
        code=code,
        defaults={
            "name": names,
            "adapter": adapter,
            "position": position,
            "is_active": is_active,
        },
    )
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="carrier",
        subject_id=code,
        after={"name": names, "adapter": adapter, "is_active": is_active},
    )


@transactional
def install_carriers(*, actor: Actor) -> int:
    """Add the usual carriers that are missing; return how many. Safe to repeat."""
    actor.require(permissions.EDIT)
    known = set(Carrier.objects.values_list("code", flat=True))
    rows = [
        Carrier(code=item.code, name=item.name, adapter=item.adapter, position=position)
        for position, item in enumerate(USUAL_CARRIERS)
        if item.code not in known
    ]
    Carrier.objects.bulk_create(rows)
    return len(rows)
