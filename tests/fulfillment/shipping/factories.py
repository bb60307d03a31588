"""Shops, goods, stock and shipments for the tests of this wing, and a gateway that obeys."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from jishi.foundation.kernel.actors import Actor, ActorKind, DataScope, Grant
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.ids import new_id
from jishi.foundation.platform.models import OutboxEvent
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.models import Carrier, FreightTemplate, Shipment
from jishi.fulfillment.shipping.ports import Label, Trace
from jishi.fulfillment.shipping.rules import tariffs
from jishi.fulfillment.shipping.types import (
    ChargeBy,
    Parcel,
    ParcelLine,
    Rate,
    ShipmentLineRequest,
    ShipmentRequest,
    Tariff,
    TrackingEvent,
    TrackingState,
)
from jishi.goods.catalog.models import Category, Product, Variant
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.models import Location, StockLevel
from jishi.goods.inventory.types import Demand, StockItem
from jishi.parties.accounts.models import User
from jishi.parties.merchants.models import Merchant

SYSTEM = Actor.system("tests")
AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
SHENZHEN = Address(
    "林小满",
    "13800000001",
    "CN",
    "广东省",
    "深圳市",
    "南山区",
    "科苑路 1 号",
    region_code="440305",
)
URUMQI = replace(SHENZHEN, province="新疆", city="乌鲁木齐市", region_code="650102")
SECOND = replace(SHENZHEN, name="陈一舟", phone="13900000002")

_serial = count(1)


def make_merchant():
    number = next(_serial)
    owner = User.objects.create(email=f"owner{number}@example.com", nickname="店主")
    return Merchant.objects.create(
        code=f"shop-{number}",
        name={"zh-hans": "山前茶行", "en": "Hillside Tea"},
        state="open",
        owner_id=owner.pk,
    )


def make_variant(merchant, *, weight_g=500, barcode="", kind="physical"):
    number = next(_serial)
    category = Category.objects.create(
        slug=f"tea-{number}", name={"zh-hans": "茶"}, path=f"/{new_id().hex}/"
    )
    product = Product.objects.create(
        merchant_id=merchant.pk,
        code=f"P{number}",
        slug=f"tea-{number}",
        kind=kind,
        category=category,
        title={"zh-hans": "雨前龙井", "en": "Longjing tea"},
        state="on_sale",
    )
    return Variant.objects.create(
        product=product,
        merchant_id=merchant.pk,
        code=f"SKU-{number}",
        barcode=barcode,
        weight_g=weight_g,
        length_mm=200,
        width_mm=100,
        height_mm=50,
    )


def make_location(merchant, *, kind="warehouse", region_code="440300"):
    return Location.objects.create(
        code=f"loc-{next(_serial)}",
        name={"zh-hans": "深圳仓", "en": "Shenzhen warehouse"},
        kind=kind,
        merchant_id=merchant.pk,
        province="广东省",
        city="深圳市",
        line="物流园 2 号",
        contact_name="仓管",
        contact_phone="075500000000",
        region_code=region_code,
    )


def staff_of(merchant, *permissions):
    user_id = new_id()
    grants = frozenset(Grant(name, DataScope.MERCHANT, merchant.pk) for name in permissions)
    return Actor(ActorKind.STAFF, str(user_id), user_id, grants)


def worker_at(location, *permissions):
    user_id = new_id()
    grants = frozenset(Grant(name, DataScope.WAREHOUSE, location.pk) for name in permissions)
    return Actor(ActorKind.STAFF, str(user_id), user_id, grants)


def put_in_stock(variant, location, quantity):
    inventory.receive(
        actor=SYSTEM, location_id=location.pk, items=[StockItem(variant.pk, quantity)]
    )


def allocate(owner_id, merchant, variants):
    """Sell units of variants that are in stock: (variant, quantity) each."""
    inventory.reserve(
        actor=SYSTEM,
        owner_id=owner_id,
        demands=[Demand(variant.pk, merchant.pk, quantity) for variant, quantity in variants],
        region_codes=(),
        expires_at=datetime.now(UTC) + timedelta(hours=1),
    )
    inventory.allocate(actor=SYSTEM, owner_id=owner_id)


def level_of(variant, location):
    level = StockLevel.objects.get(variant_id=variant.pk, location_id=location.pk)
    return level.on_hand, level.allocated


def make_carrier(code="sf", adapter="", name="顺丰速运"):
    return Carrier.objects.create(code=code, name={"zh-hans": name, "en": code}, adapter=adapter)


def make_template(merchant=None, *, currency="CNY", is_default=True, name="标准", **tariff):
    values = {"charge": ChargeBy.PIECE, "default_rate": Rate(1, 800, 1, 300), **tariff}
    return FreightTemplate.objects.create(
        merchant_id=merchant.pk if merchant else None,
        name=name,
        currency=currency,
        is_default=is_default,
        tariff=tariffs.to_json(Tariff(**values)),
    )


def make_parcel(merchant, variants, *, location=None, key="p1", **more):
    lines = tuple(
        ParcelLine(new_id(), variant.pk, quantity, variant.weight_g, 1000, None, 5000 * quantity)
        for variant, quantity in variants
    )
    return Parcel(key, merchant.pk, location.pk if location else None, lines, **more)


def make_request(merchant, variants, *, location=None, **more):
    values = {"reference": new_id(), "group_id": new_id(), "address": SHENZHEN, **more}
    return ShipmentRequest(
        merchant_id=merchant.pk,
        location_id=location.pk if location else None,
        lines=tuple(
            ShipmentLineRequest(new_id(), variant.pk, "雨前龙井 250 克", quantity, variant.code)
            for variant, quantity in variants
        ),
        **values,
    )


def make_shipment(merchant, variants, *, location=None, **more):
    request = make_request(merchant, variants, location=location, **more)
    (shipment_id,) = shipping.create_shipments(actor=SYSTEM, requests=[request])
    return Shipment.objects.get(pk=shipment_id)


def line_ids(shipment):
    return [line.order_line_id for line in shipment.lines.order_by("pk")]


def dispatched(shipment, *, carrier="sf", tracking_no="SF1000000001"):
    shipping.dispatch(
        actor=SYSTEM, shipment_id=shipment.pk, carrier_code=carrier, tracking_no=tracking_no
    )
    shipment.refresh_from_db()
    return shipment


def events_named(name):
    """Return how often an event was announced."""
    return OutboxEvent.objects.filter(name=f"{name}.v1").count()


def event(state, *, minutes=0, text=""):
    return TrackingEvent(AT + timedelta(minutes=minutes), TrackingState(state), text or state)


@dataclass
class FakeGateway:
    """A gateway that notes what it is asked and answers what it is told to.

    problem: raised by every call. trace: what a question or a push tells.
    """

    code: str = "fake"
    problem: Exception | None = None
    trace: Trace | None = None
    subscribed: list[str] = field(default_factory=list)
    ordered: list[str] = field(default_factory=list)
    voided: list[str] = field(default_factory=list)
    asked: int = 0

    def subscribe(self, *, carrier, number, phone=""):
        self._fail()
        self.subscribed.append(f"{carrier}:{number}:{phone}")

    def track(self, *, carrier, number, phone=""):
        self.asked += 1
        self._fail()
        return self.trace

    def parse_push(self, *, headers, body):
        self._fail()
        return self.trace

    def acknowledge(self):
        return b"ok"

    def order_label(self, request):
        self.ordered.append(request.reference)
        self._fail()
        return Label(request.reference, request.carrier, f"W{request.reference}", "https://l/1")

    def cancel_label(self, label):
        self._fail()
        self.voided.append(label.number)

    def _fail(self):
        if self.problem is not None:
            raise self.problem
