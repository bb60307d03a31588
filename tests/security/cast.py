"""Two shops and two members with one of everything each, and everybody who may knock.

What is M1's and Mia's is one's own in the tests; what is M2's and Noah's is foreign.
"""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import time, timedelta
from functools import cached_property
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core import signing
from PIL import Image

from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.care.community import services as community
from jishi.care.notifications import queries as notifications_queries
from jishi.care.notifications.models import Delivery
from jishi.care.reviews import services as reviews
from jishi.care.reviews.types import ReviewDraft
from jishi.foundation.kernel import clock, ids
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import files, preferences
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Direction, Shipment, Slot, ZoneDraft
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import TaskFilter
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import Form, Upload
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ShopCategoryDraft
from jishi.goods.inventory import services as inventory
from jishi.goods.inventory.types import LocationDraft
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ActivityDraft, CouponDraft, CouponKind
from jishi.insight.search import services as search
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.models import PaymentAttempt, Refund
from jishi.money.payments.types import CashRow, PaymentScene, RemittanceDraft
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.models import Identity, MergeProof, User
from jishi.parties.accounts.types import ProviderDraft, ProviderKind, RoleDraft
from jishi.parties.merchants import services as merchants
from jishi.surfaces.storefront import doors, visitors
from jishi.trade.cart import queries as cart_queries
from jishi.trade.cart import services as cart
from jishi.trade.cart.types import CartOwner
from jishi.trade.checkout import queries as checkout_queries
from jishi.trade.checkout import services as checkout
from jishi.trade.checkout.types import Contact
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders import services as orders
from jishi.trade.orders.types import GroupView, OrderView
from tests.parties.accounts import factories as people
from tests.parties.integrations import factories as apps
from tests.surfaces.operator_console.desks import Desks
from tests.walks import village as villages

SYSTEM = villages.SYSTEM
PROVIDER = ProviderDraft(
    code="pass",
    kind=ProviderKind.OIDC,
    name={"zh-hans": "通行证", "en": "Pass"},
    address="http://127.0.0.1:9",
    client_id="shop",
    secret="nobody answers there",
    is_on=True,
)
ARTICLES = {"M1": "A", "M2": "C"}
MERCHANT_ROLES = tuple(
    f"merchant.{name}"
    for name in ("owner", "manager", "support", "warehouse", "finance", "marketer", "analyst")
)
PLATFORM_ROLES = tuple(
    f"platform.{name}"
    for name in (
        "administrator",
        "finance",
        "operations",
        "support",
        "warehouse",
        "analyst",
        "auditor",
    )
)
MADE_ON_DEMAND = (
    "applicant",
    "pending",
    "role_id",
    "member_id",
    "freight_id",
    "brand",
    "attribute",
    "category_id",
    "delivery_id",
    "job_id",
    "timer_id",
    "entry_id",
)
HAND = "warehouse hand"
ROLES = ("anonymous", "guest", "member", *MERCHANT_ROLES, HAND, *PLATFORM_ROLES)


@dataclass
class Buyer:
    """Somebody with a cart, a checkout, and orders in several states. guest: has no account."""

    actor: Actor
    owner: CartOwner
    paid: GroupView
    unpaid: GroupView
    checkout_id: UUID | None = None
    line_id: UUID | None = None
    received: GroupView | None = None
    cases: dict[str, UUID] = field(default_factory=dict)
    reviews: dict[str, UUID] = field(default_factory=dict)
    address_id: UUID | None = None
    message_id: UUID | None = None

    @property
    def cart_key(self) -> str:
        return ids.encode("cart", self.owner.guest_id) if self.owner.guest_id else "me"

    @property
    def token(self) -> str:
        """The signed link of a guest."""
        return token_of(self.paid)

    @property
    def groups_cookie(self) -> str:
        groups = [self.unpaid.group_id.hex, self.paid.group_id.hex]
        return signing.dumps(groups, salt=visitors._GROUPS_SALT)


@dataclass
class Shop:
    """One of everything a shop has."""

    code: str
    merchant_id: UUID
    product_id: UUID
    variant_id: UUID
    order: OrderView
    unpaid: OrderView
    shipment: Shipment
    coming_back: Shipment
    task_id: UUID
    case_id: UUID
    return_case_id: UUID
    review_id: UUID
    coupon_id: UUID
    activity_id: UUID
    freight_id: UUID
    zone_id: UUID
    location_id: UUID
    shop_category_id: UUID
    job_id: UUID
    user_id: UUID
    role_id: UUID
    app_id: UUID
    app_key: str
    message_id: UUID


class Cast:
    """Everybody and everything, built once."""

    def __init__(self) -> None:
        self.village = villages.build(stock=60)
        self.desks = Desks(self.village)
        self.mia = self._member(self.village.shopper)
        self.noah = self._member(people.actor_of(people.person()))
        self.gail = self._guest()
        self.hugo = self._guest()
        self.shops = {name: self._shop(name) for name in ARTICLES}
        self._refunded()
        self._proved()
        for buyer in (self.mia, self.noah, self.gail, self.hugo):
            self._shopping(buyer)
        preferences.set_value(actor=SYSTEM, name="shipping.kuaidi100_key", value="a secret")
        search.rebuild_all(actor=SYSTEM)
        villages.settle()
        self.activity_id = planned_activity(None)
        self.shared = self._shared()
        self.remittance_id = self._remitted()
        # What is made on demand would be undone with the first knock.
        for name in MADE_ON_DEMAND:
            assert getattr(self.desks, name)
        assert self.sessions
        assert self.keys
        assert self.told_id
        assert self.session_id
        assert self.identity_id
        assert self.merge_id
        self.picture = self._picture()

    def _picture(self) -> str:
        """Return the path of a public image."""
        file_id = files.store_image(content=_png("olive"), name="tea.png")
        path: str = StoredFile.objects.get(pk=file_id).path
        for name in (path, "x.png"):
            kept = Path(settings.MEDIA_ROOT, name)
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(_png())
        return path

    @property
    def own(self) -> Shop:
        return self.shops["M1"]

    @property
    def foreign(self) -> Shop:
        return self.shops["M2"]

    @cached_property
    def sessions(self) -> dict[str, str]:
        """Return the key of a signed-in device for every role with an account."""
        places = self.village.locations
        found = {"member": self.mia.actor.user_id}
        for role in MERCHANT_ROLES:
            found[role] = (
                self.village.owners["M1"].user_id
                if role == "merchant.owner"
                else people.with_role(role, merchant_id=self.own.merchant_id)
            )
        for role in PLATFORM_ROLES:
            found[role] = people.with_role(role)
        found[HAND] = people.with_role("platform.warehouse", warehouse_id=places["W1"])
        return {role: _sign_in(user_id) for role, user_id in found.items() if user_id}

    @cached_property
    def keys(self) -> dict[str, str]:
        """Return the key of an app per permission: of M1 where shops may give it, and of all."""
        made = {}
        for one in PERMISSIONS.values():
            made[f"app of all: {one.name}"] = apps.app(scopes=(one.name,)).key
            if one.for_merchants:
                app = apps.app(self.own.merchant_id, scopes=(one.name,))
                made[f"app of M1: {one.name}"] = app.key
        return made

    @cached_property
    def told_id(self) -> UUID:
        """Return the id of a message that was sent out."""
        return Delivery.objects.earliest("created_at").pk

    @cached_property
    def slug(self) -> str:
        return catalog_queries.get_product(self.own.product_id).slug

    @cached_property
    def template(self) -> str:
        """Return the key of a notification's words."""
        return notifications_queries.list_templates()[0].key

    @cached_property
    def session_id(self) -> UUID:
        """Return the id of Mia's device."""
        user_id = self.mia.actor.user_id
        assert user_id
        return accounts_queries.list_sessions(user_id)[0].id

    @cached_property
    def identity_id(self) -> UUID:
        """Return the id of what else opens Mia's account."""
        user_id = self.mia.actor.user_id
        assert user_id
        found = accounts_queries.list_identities(user_id)
        if not found:
            provider_id = accounts.save_provider(actor=SYSTEM, draft=PROVIDER)
            User.objects.filter(pk=user_id).update(is_linked=True)
            Identity.objects.create(provider_id=provider_id, user_id=user_id, subject="0" * 64)
            found = accounts_queries.list_identities(user_id)
        return found[0].id

    @cached_property
    def merge_id(self) -> UUID:
        """Return the id of an offer to unite another account with Mia's."""
        other_id = people.person()
        row = MergeProof.objects.create(
            kept_id=self.mia.actor.user_id,
            gone_id=other_id,
            expires_at=clock.now() + timedelta(hours=1),
        )
        return row.id

    def every_order(self) -> Iterator[OrderView]:
        """Return the orders of all buyers."""
        for buyer in (self.mia, self.noah, self.gail, self.hugo):
            for group in (buyer.paid, buyer.unpaid, buyer.received):
                yield from group.orders if group else ()

    def _member(self, actor: Actor) -> Buyer:
        owner = CartOwner(user_id=actor.user_id)
        buyer = self._buyer(actor, owner)
        buyer.received = self._placed(actor, owner)
        self._pay(actor, buyer.received)
        for name, order in self._orders(buyer.received).items():
            for parcel in _parcels(order):
                warehouse.ship(
                    actor=self.village.owners[name],
                    shipment_id=parcel.shipment_id,
                    carrier_code="sf",
                    tracking_no=f"SF{parcel.shipment_id.hex[-12:].upper()}",
                )
        villages.settle()
        for name, order in self._orders(buyer.received).items():
            orders.receive(actor=actor, order_id=order.order_id)
            draft = ReviewDraft(order.lines[0].line_id, 5, "很好")
            (buyer.reviews[name],) = reviews.write(
                actor=actor, order_id=order.order_id, drafts=[draft]
            )
            villages.settle()
            buyer.cases[name] = self._case(actor, order, CaseKind.RETURN_REFUND)
        for product_id in self.village.products.values():
            community.add_favorite(actor=actor, product_id=product_id)
            community.record_footprint(actor=actor, product_id=product_id)
        community.toggle_follow(actor=actor, merchant_id=self.village.merchants["M1"])
        merchants.apply(actor=actor)
        buyer.address_id = accounts.save_address(actor=actor, draft=people.draft())
        assert actor.user_id
        messages = notifications_queries.list_messages(actor.user_id).items
        buyer.message_id = messages[0].message_id
        return buyer

    def _guest(self) -> Buyer:
        buyer = self._buyer(people.guest(), CartOwner(guest_id=ids.new_id()))
        order = self._orders(buyer.paid)["M2"]
        buyer.cases["M1"] = self._case(SYSTEM, order, CaseKind.REFUND_ONLY)
        return buyer

    def _buyer(self, actor: Actor, owner: CartOwner) -> Buyer:
        paid, unpaid = self._placed(actor, owner), self._placed(actor, owner)
        self._pay(actor, paid)
        return Buyer(actor, owner, paid, unpaid)

    def _shopping(self, buyer: Buyer) -> None:
        """Leave a buyer in the middle of a checkout, with goods in the cart."""
        buyer.checkout_id = self._checkout(buyer.actor, buyer.owner)
        cart_id = cart.ensure_cart(actor=SYSTEM, owner=buyer.owner, market_code="cn")
        buyer.line_id = cart_queries.get_cart(cart_id, owner=buyer.owner).lines[0].line_id

    def _checkout(self, actor: Actor, owner: CartOwner) -> UUID:
        for code in ARTICLES.values():
            cart_id = cart.add_line(
                actor=actor,
                owner=owner,
                market_code="cn",
                variant_id=self.village.variants[code],
                quantity=1,
            )
        checkout_id = checkout.start_from_cart(actor=actor, owner=owner, cart_id=cart_id)
        contact = Contact(email="guest@example.com", phone="") if owner.guest_id else None
        checkout.set_address(
            actor=actor,
            checkout_id=checkout_id,
            owner=owner,
            address=villages.SHENZHEN,
            contact=contact,
        )
        return checkout_id

    def _placed(self, actor: Actor, owner: CartOwner) -> GroupView:
        checkout_id = self._checkout(actor, owner)
        placed = checkout.place_order(
            actor=actor,
            checkout_id=checkout_id,
            owner=owner,
            expected_total_minor=checkout_queries.get_checkout(checkout_id, owner).total_minor,
            locale="zh-hans",
        )
        return orders_queries.get_group(placed.group_id)

    def _pay(self, actor: Actor, group: GroupView) -> None:
        self._choose_transfer(actor, group)
        payments.confirm_transfer(
            actor=SYSTEM, reference=group.group_id, received_minor=group.total_minor
        )
        villages.settle()

    def _choose_transfer(self, actor: Actor, group: GroupView) -> None:
        payments.authorize(
            actor=actor,
            reference=group.group_id,
            provider="bank_transfer",
            scene=PaymentScene.OFFLINE,
            return_url="",
            subject="集市",
        )

    def _orders(self, group: GroupView) -> dict[str, OrderView]:
        found = orders_queries.get_group(group.group_id).orders
        return {
            name: next(one for one in found if one.merchant_id == merchant_id)
            for name, merchant_id in self.village.merchants.items()
        }

    def _case(self, actor: Actor, order: OrderView, kind: CaseKind) -> UUID:
        return aftersales.apply(
            actor=actor,
            request=CaseRequest(
                order_id=order.order_id,
                kind=kind,
                reason=Reason.CHANGED_MIND if kind == CaseKind.REFUND_ONLY else Reason.NO_REASON,
                lines=(LineRequest(order.lines[0].line_id, 1),),
            ),
        )

    def _shop(self, name: str) -> Shop:
        village, received = self.village, self.mia.received
        merchant_id, owner = village.merchants[name], village.owners[name]
        assert received
        order, unpaid = self._orders(self.mia.paid)[name], self._orders(self.mia.unpaid)[name]
        return_case = self.mia.cases[name]
        aftersales.approve(actor=owner, case_id=return_case)
        villages.settle()
        came = self._orders(received)[name]
        (coming_back,) = _parcels(came, Direction.RETURN)
        open_case = self._case(
            self.noah.actor, self._orders(self.noah.paid)[name], CaseKind.REFUND_ONLY
        )
        tasks = warehouse_queries.list_tasks(actor=owner, wanted=TaskFilter()).items
        parcel = _parcels(order)[0]
        app = apps.app(merchant_id, scopes=("orders.view",))
        return Shop(
            code=name.lower(),
            merchant_id=merchant_id,
            product_id=village.products[ARTICLES[name]],
            variant_id=village.variants[ARTICLES[name]],
            order=order,
            unpaid=unpaid,
            shipment=parcel,
            coming_back=coming_back,
            task_id=next(one.task_id for one in tasks if one.shipment_id == parcel.shipment_id),
            case_id=open_case,
            return_case_id=return_case,
            review_id=self.mia.reviews[name],
            coupon_id=self._coupon(name, merchant_id),
            activity_id=planned_activity(merchant_id),
            freight_id=shipping_queries.list_templates(merchant_id=merchant_id)[0].template_id,
            zone_id=shipping.save_zone(
                actor=owner,
                draft=ZoneDraft(
                    merchant_id=merchant_id,
                    name={"zh-hans": "同城", "en": "Nearby"},
                    currency="CNY",
                    region_codes=("110101",),
                    slots=(Slot(1, time(9), time(12), 5),),
                ),
            ),
            location_id=self._location(name, merchant_id),
            shop_category_id=catalog.save_shop_category(
                actor=owner,
                merchant_id=merchant_id,
                draft=ShopCategoryDraft(name={"zh-hans": "茶"}),
            ),
            job_id=self._job(owner, merchant_id),
            user_id=people.with_role("merchant.support", merchant_id=merchant_id),
            role_id=accounts.save_role(
                actor=owner,
                draft=RoleDraft(
                    name={"zh-hans": "看单"},
                    permissions=("orders.view",),
                    merchant_id=merchant_id,
                ),
            ),
            app_id=app.app_id,
            app_key=app.key,
            message_id=notifications_queries.list_shop_messages(frozenset({merchant_id}))
            .items[0]
            .message_id,
        )

    def _job(self, owner: Actor, merchant_id: UUID) -> UUID:
        """Have a shop send a file of products."""
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("code,title\nX,Tea\n")
            file.flush()
            sent = Upload("tea.csv", file.name)
            return bulk.upload(
                actor=owner, merchant_id=merchant_id, sent=sent, form=Form(), key="cast"
            )

    def _coupon(self, name: str, merchant_id: UUID) -> UUID:
        return promotions.save_coupon(
            actor=SYSTEM,
            draft=CouponDraft(
                code=f"{name}-TEN",
                name={"zh-hans": "立减 10 元"},
                kind=CouponKind.AMOUNT,
                merchant_id=merchant_id,
                value_minor=1000,
                valid_days=30,
                total=100,
            ),
        )

    def _location(self, name: str, merchant_id: UUID) -> UUID:
        return inventory.save_location(
            actor=SYSTEM,
            draft=LocationDraft(
                code=f"{name.lower()}-own",
                name={"zh-hans": "自己的仓"},
                merchant_id=merchant_id,
                province="广东省",
                city="广州市",
                district="天河区",
                line="仓储路 2 号",
                contact_name="仓管",
                contact_phone="13900000000",
                region_code="440106",
            ),
        )

    def _refunded(self) -> None:
        """Have money of Mia go back by hand."""
        group = self._placed(self.mia.actor, self.mia.owner)
        self._pay(self.mia.actor, group)
        case_id = self._case(self.mia.actor, self._orders(group)["M1"], CaseKind.REFUND_ONLY)
        aftersales.approve(actor=SYSTEM, case_id=case_id)
        villages.settle()
        self.refunded = group.group_id
        self.refund_id = Refund.objects.get(payment__reference=group.group_id).pk
        self.attempt_id = PaymentAttempt.objects.filter(payment__reference=group.group_id)[0].pk

    def _shared(self) -> str:
        """Have Mia share her cart; return the code of the link."""
        actor, owner = self.mia.actor, self.mia.owner
        cart_id = cart.ensure_cart(actor=actor, owner=owner, market_code="cn")
        return cart.share(actor=actor, cart_id=cart_id, owner=owner)

    def _remitted(self) -> UUID:
        """Have a courier hand over cash that pays for nothing we know."""
        rows = (CashRow("A", None, 700),)
        return payments.record_remittance(
            actor=SYSTEM, draft=RemittanceDraft("sf", "S-1", "CNY", 700, rows)
        )

    def _proved(self) -> None:
        """Have Mia send a proof of a transfer that waits for a decision."""
        self._choose_transfer(self.mia.actor, self.mia.unpaid)
        file_id = files.store_document(content=_png(), name="proof.png")
        payments.submit_transfer_proof(
            actor=self.mia.actor,
            reference=self.mia.unpaid.group_id,
            file_id=file_id,
            payer_name="Mia",
        )
        assert payments_queries.get_payment(self.mia.unpaid.group_id)


def planned_activity(merchant_id: UUID | None) -> UUID:
    """Return the draft of an activity that nobody gets before tomorrow."""
    tomorrow = clock.now() + timedelta(days=1)
    return promotions.save_activity(
        actor=SYSTEM,
        draft=ActivityDraft(
            name={"zh-hans": "满 100 减 10"},
            kind="full_reduction",
            market_code="cn",
            starts_at=tomorrow,
            ends_at=tomorrow + timedelta(days=1),
            settings={"steps": [{"threshold_minor": 10_000, "off_minor": 1_000}]},
            merchant_id=merchant_id,
        ),
    )


def token_of(group: GroupView) -> str:
    """Return the signed link by which a guest comes to a group."""
    return doors.link_to(group.group_id).rstrip("/").rpartition("/")[2]


def _png(color: str = "teal") -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(held, "PNG")
    return held.getvalue()


def _sign_in(user_id: UUID) -> str:
    person, device = accounts_queries.get_user(user_id), people.device()
    accounts.sign_in(
        actor=people.guest(), contact=person.phone, password=people.PASSWORD, device=device
    )
    return device.session_key


def _parcels(order: OrderView, direction: Direction = Direction.OUTBOUND) -> tuple[Shipment, ...]:
    found = shipping_queries.get_shipments_of([order.order_id], direction=direction)
    return found.get(order.order_id, ())
