"""What shipping does by the clock."""

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.jobs import job, repeat
from jishi.fulfillment.shipping import queries, services
from jishi.fulfillment.shipping.errors import CarrierUnavailable

log = logging.getLogger(__name__)

HOUSE = Actor.system("shipping")


@repeat(timedelta(seconds=30))
@job()
def buy_labels() -> None:
    """Buy the waybills that were asked for."""
    _each(queries.list_labels_to_buy(), services.buy_label)


@repeat(timedelta(minutes=5))
@job()
def void_labels() -> None:
    """Give back the waybills of canceled shipments."""
    _each(queries.list_labels_to_void(), services.void_label)


@repeat(timedelta(minutes=1))
@job()
def subscribe_parcels() -> None:
    """Ask carriers to report the parcels that have just left."""
    _each(queries.list_to_subscribe(clock.now()), services.subscribe)


@repeat(timedelta(minutes=10))
@job()
def poll_parcels() -> None:
    """Ask carriers for news of parcels that are due."""
    _each(queries.list_to_poll(clock.now()), services.poll)


@repeat(timedelta(hours=1))
@job()
def flag_silent_parcels() -> None:
    """Note parcels that nobody has heard of for too long."""
    services.flag_silence(actor=HOUSE, shipment_ids=queries.list_silent(clock.now()))


def _each(shipment_ids: Iterable[UUID], call: Callable[..., None]) -> None:
    """Call out once per shipment; a gateway that does not answer is left until next time."""
    for shipment_id in shipment_ids:
        try:
            call(actor=HOUSE, shipment_id=shipment_id)
        except CarrierUnavailable as error:
            log.warning("shipping.gateway_silent", extra={"call": call.__name__, **error.params})
            return
