"""Telling people that something is back: who waits, and who is told first."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform.transactions import for_update, transactional
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory.models import StockAlert
from jishi.goods.inventory.preferences import ALERTS_PER_UNIT


@transactional
def request_alert(*, actor: Actor, variant_id: UUID) -> None:
    """Put the signed-in person in line to be told when a variant is back.

    Asking twice is asking once; asking again after having been told waits anew.
    Raises: NotFound if nobody is signed in or the variant is unknown.
    """
    if actor.user_id is None or variant_id not in catalog_queries.list_variant_refs([variant_id]):
        raise NotFound
    row = StockAlert(variant_id=variant_id, user_id=actor.user_id)
    StockAlert.objects.bulk_create([row], ignore_conflicts=True)
    told = StockAlert.objects.filter(variant_id=variant_id, user_id=actor.user_id)
    told.exclude(told_at=None).update(told_at=None, created_at=clock.now())


@transactional
def cancel_alert(*, actor: Actor, variant_id: UUID) -> None:
    """Take the signed-in person out of the line; not being in it is fine.

    Raises: NotFound if nobody is signed in.
    """
    if actor.user_id is None:
        raise NotFound
    StockAlert.objects.filter(variant_id=variant_id, user_id=actor.user_id).delete()


@transactional
def take_alerts(*, actor: Actor, variant_id: UUID, available: int) -> tuple[UUID, ...]:
    """Return the people to tell now, those who waited longest first, and mark them as told.

    available: units that are back; a few people are told per unit, the others next time.
    Locks: the alerts it takes.
    """
    del actor
    waiting = StockAlert.objects.filter(variant_id=variant_id, told_at=None)
    count = max(0, available) * ALERTS_PER_UNIT.get()
    first = list(waiting.order_by("created_at", "id").values_list("pk", flat=True)[:count])
    rows = list(for_update(waiting.filter(pk__in=first)))
    StockAlert.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=clock.now())
    rows.sort(key=lambda row: (row.created_at, row.pk))
    return tuple(row.user_id for row in rows)
