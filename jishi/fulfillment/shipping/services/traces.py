"""Moving shipments by what carriers report. Callers hold the lock and save the row."""

from datetime import datetime

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.states import StateMachine
from jishi.foundation.platform import outbox
from jishi.fulfillment.shipping import events
from jishi.fulfillment.shipping.models import Shipment
from jishi.fulfillment.shipping.rules import tracking as rules
from jishi.fulfillment.shipping.rules.shipments import SHIPMENT
from jishi.fulfillment.shipping.services import moves
from jishi.fulfillment.shipping.types import (
    ShipmentAction,
    ShipmentState,
    TrackingState,
    Trouble,
    WatchState,
)


def follow(actor: Actor, row: Shipment) -> None:
    """Bring a shipment to the state that its trace implies, where its table allows it.

    Emits: ShipmentDelivered, ShipmentReturned or ShipmentException.
    """
    if not row.tracking_state:
        return
    state = TrackingState(row.tracking_state)
    action = rules.ACTIONS.get(state)
    if action == ShipmentAction.DELIVER:
        if SHIPMENT.allows(ShipmentState(row.state), action):
            deliver(actor, row, at=min(row.news_at or clock.now(), clock.now()))
    elif action == ShipmentAction.TURN_BACK:
        if SHIPMENT.allows(ShipmentState(row.state), action):
            turn_back(actor, row)
    elif action is not None and row.shipped_at is not None and row.delivered_at is None:
        if SHIPMENT.allows(ShipmentState(row.state), action):
            moves.advance(actor, row, action)
        note_trouble(actor, row, rules.TROUBLES.get(state, Trouble.NONE))


def deliver(
    actor: Actor,
    row: Shipment,
    *,
    at: datetime,
    action: ShipmentAction = ShipmentAction.DELIVER,
    machine: StateMachine[ShipmentState, ShipmentAction] = SHIPMENT,
) -> None:
    """Note that a shipment arrived; a state machine lets it happen once.

    Raises: IllegalMove. Emits: ShipmentDelivered.
    """
    moves.advance(actor, row, action, machine=machine)
    row.delivered_at = at
    row.trouble = Trouble.NONE
    row.watch_state = _ended(row)
    outbox.emit(
        events.ShipmentDelivered(
            shipment_id=str(row.pk),
            order_id=str(row.reference),
            direction=row.direction,
            delivered_at=at.isoformat(),
        ),
        actor=moves.name_of(actor),
    )


def turn_back(
    actor: Actor,
    row: Shipment,
    *,
    action: ShipmentAction = ShipmentAction.TURN_BACK,
    machine: StateMachine[ShipmentState, ShipmentAction] = SHIPMENT,
) -> None:
    """Note that a parcel came back to its sender.

    Raises: IllegalMove. Emits: ShipmentReturned.
    """
    moves.advance(actor, row, action, machine=machine)
    row.trouble = Trouble.NONE
    row.watch_state = _ended(row)
    outbox.emit(
        events.ShipmentReturned(
            shipment_id=str(row.pk), order_id=str(row.reference), direction=row.direction
        ),
        actor=moves.name_of(actor),
    )


def note_trouble(actor: Actor, row: Shipment, trouble: Trouble) -> None:
    """Note what is wrong, or that nothing is any more; announce each trouble once.

    Emits: ShipmentException.
    """
    is_new = trouble not in {Trouble.NONE, row.trouble}
    row.trouble = trouble
    if is_new:
        outbox.emit(
            events.ShipmentException(
                shipment_id=str(row.pk),
                order_id=str(row.reference),
                direction=row.direction,
                trouble=trouble,
            ),
            actor=moves.name_of(actor),
        )


def _ended(row: Shipment) -> WatchState:
    is_watched = row.watch_state != WatchState.NONE
    return WatchState.DONE if is_watched else WatchState.NONE
