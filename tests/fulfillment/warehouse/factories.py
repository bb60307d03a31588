"""A warehouse with goods that were sold."""

from dataclasses import dataclass

from jishi.foundation.kernel.ids import new_id
from jishi.foundation.platform import outbox
from jishi.fulfillment.shipping.models import Shipment
from jishi.fulfillment.warehouse.models import PickTask
from jishi.goods.catalog.models import Variant
from jishi.goods.inventory.models import Location
from jishi.parties.merchants.models import Merchant
from tests.fulfillment.shipping import factories as shipping


@dataclass
class House:
    """A merchant's warehouse with two kinds of goods, and somebody who works there."""

    merchant: Merchant
    location: Location
    tea: Variant
    cup: Variant

    @property
    def worker(self):
        return shipping.worker_at(self.location, "warehouse.work")

    def sell(self, *, tea=3, cup=1, **more):
        """Allocate stock to an order and make its parcel and its task."""
        group_id = new_id()
        variants = [(self.tea, tea), (self.cup, cup)]
        sold = [(variant, quantity) for variant, quantity in variants if quantity]
        shipping.allocate(group_id, self.merchant, sold)
        shipment = shipping.make_shipment(
            self.merchant, sold, location=self.location, group_id=group_id, **more
        )
        outbox.deliver_all()
        return shipment, PickTask.objects.get(shipment_id=shipment.pk)


def make_house(*, stock=10):
    merchant = shipping.make_merchant()
    location = shipping.make_location(merchant)
    tea = shipping.make_variant(merchant, weight_g=500, barcode="6901234567892")
    cup = shipping.make_variant(merchant, weight_g=200)
    for variant in (tea, cup):
        shipping.put_in_stock(variant, location, stock)
    return House(merchant, location, tea, cup)


def state_of(row):
    row.refresh_from_db()
    return row.state


def shipments_of(shipment):
    return Shipment.objects.filter(reference=shipment.reference).order_by("pk")
