"""Reads of shipping, each in a fixed number of statements."""

from jishi.fulfillment.shipping.queries.carriers import list_carriers, read_carrier
from jishi.fulfillment.shipping.queries.options import (
    list_options,
    promised_window,
    quote_freight,
    quote_return,
)
from jishi.fulfillment.shipping.queries.own import (
    count_slots,
    get_zone,
    list_chosen,
    list_zones,
    zone_of,
)
from jishi.fulfillment.shipping.queries.places import address_of
from jishi.fulfillment.shipping.queries.shipments import (
    find_open_shipments,
    get_shipment,
    get_shipments,
    get_shipments_of,
    list_open_parcels,
    list_shipments,
)
from jishi.fulfillment.shipping.queries.templates import get_template, list_templates
from jishi.fulfillment.shipping.queries.watch import (
    list_labels_to_buy,
    list_labels_to_void,
    list_silent,
    list_to_poll,
    list_to_subscribe,
)

__all__ = [
    "address_of",
    "count_slots",
    "find_open_shipments",
    "get_shipment",
    "get_shipments",
    "get_shipments_of",
    "get_template",
    "get_zone",
    "list_carriers",
    "list_chosen",
    "list_labels_to_buy",
    "list_labels_to_void",
    "list_open_parcels",
    "list_options",
    "list_shipments",
    "list_silent",
    "list_templates",
    "list_to_poll",
    "list_to_subscribe",
    "list_zones",
    "promised_window",
    "quote_freight",
    "quote_return",
    "read_carrier",
    "zone_of",
]
