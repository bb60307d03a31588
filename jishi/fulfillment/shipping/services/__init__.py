"""Write use cases of shipping."""

from jishi.fulfillment.shipping.services.canceling import (
    cancel_items,
    cancel_returns,
    cancel_shipments,
)
from jishi.fulfillment.shipping.services.carriers import install_carriers, save_carrier
from jishi.fulfillment.shipping.services.creation import (
    change_address,
    create_shipments,
    split,
)
from jishi.fulfillment.shipping.services.dispatch import (
    dispatch,
    dispatch_without_carrier,
    fix_tracking_number,
    pack,
    receive,
    record_return_sent,
    start_picking,
    stop_picking,
    unpack,
)
from jishi.fulfillment.shipping.services.gateways import GATEWAYS
from jishi.fulfillment.shipping.services.labels import buy_label, request_label, void_label
from jishi.fulfillment.shipping.services.own import (
    deliver_own,
    dispatch_own,
    hold_deliveries,
    release_deliveries,
    save_zone,
)
from jishi.fulfillment.shipping.services.templates import delete_template, save_template
from jishi.fulfillment.shipping.services.tracking import (
    flag_silence,
    poll,
    record_carrier_push,
    record_tracking,
    subscribe,
)

__all__ = [
    "GATEWAYS",
    "buy_label",
    "cancel_items",
    "cancel_returns",
    "cancel_shipments",
    "change_address",
    "create_shipments",
    "delete_template",
    "deliver_own",
    "dispatch",
    "dispatch_own",
    "dispatch_without_carrier",
    "fix_tracking_number",
    "flag_silence",
    "hold_deliveries",
    "install_carriers",
    "pack",
    "poll",
    "receive",
    "record_carrier_push",
    "record_return_sent",
    "record_tracking",
    "release_deliveries",
    "request_label",
    "save_carrier",
    "save_template",
    "save_zone",
    "split",
    "start_picking",
    "stop_picking",
    "subscribe",
    "unpack",
    "void_label",
]
