"""Something of every kind for the console to show, and browsers to show it in."""

from datetime import timedelta
from functools import cached_property
from uuid import UUID, uuid4

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from jishi.foundation.kernel import clock
from jishi.foundation.platform import operations
from jishi.foundation.platform.models import Job, OutboxDelivery, OutboxEvent, Timer
from jishi.foundation.platform.operations import AuditFilter
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import ChargeBy, Rate, Tariff, TemplateDraft
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeKind,
    BrandDraft,
    ProductDraft,
    VariantDraft,
)
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import ActivityDraft
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import RoleDraft
from jishi.surfaces.design.requests import VISIT_COOKIE
from jishi.trade.orders import queries as orders_queries
from tests.parties.accounts import factories as people
from tests.parties.merchants import factories as merchants
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer, place

SYSTEM = villages.SYSTEM


def signed_in(user_id: UUID) -> Client:
    """Return a browser in which a person is signed in."""
    person = accounts_queries.get_user(user_id)
    device = people.device()
    accounts.sign_in(
        actor=people.guest(), contact=person.phone, password=people.PASSWORD, device=device
    )
    client = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})
    client.cookies[VISIT_COOKIE] = device.session_key
    return client


def address(name, *args, language="zh-hans", query=""):
    with override(language):
        url = reverse(f"operator:{name}", args=args)
    return f"{url}?{query}" if query else url


class Desks:
    """What there is; everything is made when it is first asked for."""

    def __init__(self, village):
        self.village = village

    @cached_property
    def applicant(self) -> UUID:
        return merchants.submitted()

    @cached_property
    def pending(self) -> UUID:
        """A product of M1 that waits for review."""
        product_id = self._product("NEW")
        owner = self.village.owners["M1"]
        catalog.submit_product(actor=owner, product_id=product_id)
        return product_id

    @cached_property
    def revised(self) -> UUID:
        """A product of M1 on sale whose title shall change."""
        product = catalog_queries.get_product(self.village.products["A"])
        self._product("A", title={"zh-hans": "更好的 A", "en": "Better A"})
        return product.product_id

    @cached_property
    def group_id(self) -> UUID:
        return place(self.village).group_id

    @cached_property
    def order_id(self) -> UUID:
        """A paid order of M1."""
        pay_by_transfer(self.village, self.group_id)
        group = orders_queries.get_group(self.group_id)
        mine = self.village.merchants["M1"]
        return next(one.order_id for one in group.orders if one.merchant_id == mine)

    @cached_property
    def activity_id(self) -> UUID:
        """An offer of the platform that begins tomorrow."""
        tomorrow = clock.now() + timedelta(days=1)
        return promotions.save_activity(
            actor=villages.SYSTEM,
            draft=ActivityDraft(
                name={"zh-hans": "满 100 减 10"},
                kind="full_reduction",
                market_code="cn",
                starts_at=tomorrow,
                ends_at=tomorrow + timedelta(days=1),
                settings={"steps": [{"threshold_minor": 10_000, "off_minor": 1_000}]},
            ),
        )

    @cached_property
    def role_id(self) -> UUID:
        """A role of the platform's own."""
        draft = RoleDraft(name={"zh-hans": "看单", "en": "Looks"}, permissions=("orders.view",))
        return accounts.save_role(actor=SYSTEM, draft=draft)

    @cached_property
    def member_id(self) -> UUID:
        return people.with_role("platform.support")

    @cached_property
    def freight_id(self) -> UUID:
        tariff = Tariff(charge=ChargeBy.PIECE, default_rate=Rate(1, 1000))
        draft = TemplateDraft(merchant_id=None, name="国内", currency="CNY", tariff=tariff)
        return shipping.save_template(actor=SYSTEM, draft=draft)

    @cached_property
    def brand(self) -> str:
        name = {"zh-hans": "松月", "en": "Songyue"}
        catalog.save_brand(actor=SYSTEM, draft=BrandDraft(code="songyue", name=name))
        return "songyue"

    @cached_property
    def attribute(self) -> str:
        name = {"zh-hans": "容量", "en": "Volume"}
        draft = AttributeDraft(code="volume", name=name, kind=AttributeKind.NUMBER, unit="ml")
        catalog.save_attribute(actor=SYSTEM, draft=draft)
        return "volume"

    @cached_property
    def category_id(self) -> UUID:
        return catalog_queries.get_category_tree()[0].category_id

    @cached_property
    def delivery_id(self) -> int:
        event = OutboxEvent.objects.create(
            name="orders.order_confirmed.v1",
            key="k",
            partition=0,
            payload='{"order_id": "x"}',
            actor="system",
            is_pending=False,
        )
        return OutboxDelivery.objects.create(
            event=event, handler="care.handlers.tell", state="parked", attempts=8, error="Boom: x"
        ).pk

    @cached_property
    def job_id(self) -> UUID:
        return Job.objects.create(
            name="a.b", arguments="[[], {}]", state="parked", error="Boom: y"
        ).id

    @cached_property
    def timer_id(self) -> UUID:
        return Timer.objects.create(
            kind="a.b", subject_id=uuid4(), due_at=clock.now(), state="parked", error="Boom: z"
        ).id

    @cached_property
    def entry_id(self) -> UUID:
        return operations.list_audit(AuditFilter()).items[0].entry_id

    def pages(self):
        """Return (permission, name, arguments) of every page that can be looked at."""
        village, customer = self.village, self.village.shopper.user_id
        m1, product, order = village.merchants["M1"], village.products["B"], self.order_id
        carrier = shipping_queries.list_carriers()[0].code
        return (
            ("merchants.review", "merchants", ()),
            ("merchants.review", "identities", ()),
            *(
                ("merchants.review", name, (self.applicant,))
                for name in ("merchant", "merchant_approve", "merchant_reject", "merchant_terms")
            ),
            *(
                ("merchants.review", name, (m1,))
                for name in ("merchant", "merchant_suspend", "merchant_reopen", "merchant_close")
            ),
            ("catalog.review", "review", ()),
            ("catalog.review", "products", ()),
            ("catalog.review", "product", (self.pending,)),
            ("catalog.review", "product", (self.revised,)),
            ("catalog.review", "product_approve", (self.pending,)),
            ("catalog.review", "product_reject", (self.pending,)),
            ("catalog.review", "product_block", (product,)),
            ("catalog.structure", "categories", ()),
            ("catalog.structure", "category_new", ()),
            *(
                ("catalog.structure", name, (self.category_id,))
                for name in ("category", "category_move", "category_delete")
            ),
            ("catalog.structure", "brands", ()),
            ("catalog.structure", "brand_new", ()),
            ("catalog.structure", "brand", (self.brand,)),
            ("catalog.structure", "attributes", ()),
            ("catalog.structure", "attribute_new", ()),
            ("catalog.structure", "attribute", (self.attribute,)),
            ("inventory.view", "locations", ()),
            ("inventory.edit", "location_new", ()),
            ("inventory.edit", "location", (village.locations["W1"],)),
            ("orders.view", "orders", ()),
            ("orders.view", "order", (order,)),
            ("orders.view", "standstills", ()),
            ("orders.review", "order_push", (order,)),
            ("orders.review", "order_hold", (order,)),
            ("orders.review", "order_release", (order,)),
            ("accounts.view_customers", "customers", ()),
            ("accounts.view_customers", "customer", (customer,)),
            ("reviews.moderate", "reviews", ()),
            ("loyalty.edit", "levels", ()),
            ("loyalty.edit", "level_new", ()),
            ("loyalty.edit", "level", ("silver",)),
            ("loyalty.edit", "level_delete", ("silver",)),
            ("loyalty.view", "loyalty_members", ()),
            *(
                ("loyalty.view", name, (customer,))
                for name in ("loyalty_member", "loyalty_points", "loyalty_growth")
            ),
            ("loyalty.adjust", "loyalty_adjust", (customer,)),
            *(
                ("payments.view", name, ())
                for name in ("payments", "transfers", "mismatches", "refunds")
            ),
            ("payments.view", "payment", (self.group_id,)),
            ("payments.confirm", "transfer_confirm", (self.group_id,)),
            ("payments.confirm", "transfer_reject", (self.group_id,)),
            ("payments.confirm", "cash_confirm", (self.group_id,)),
            ("settlements.view", "settlements", ()),
            ("settlements.view", "settlement", (m1,)),
            ("ledger.view", "ledger", ()),
            ("ledger.view", "ledger_proof", ()),
            ("promotions.edit", "activities", ()),
            ("promotions.edit", "activity_start", ()),
            ("promotions.edit", "activity_new", ("full_reduction",)),
            *(
                ("promotions.edit", name, (self.activity_id, *move))
                for name, *move in (
                    ("activity",),
                    ("activity_edit",),
                    ("activity_move", "publish"),
                    ("activity_move", "stop"),
                )
            ),
            ("promotions.edit", "coupons", ()),
            ("promotions.edit", "coupon_new", ()),
            *(
                ("promotions.edit", name, (village.coupon,))
                for name in (
                    "coupon",
                    "coupon_edit",
                    "coupon_activate",
                    "coupon_pause",
                    "coupon_void",
                )
            ),
            ("search.edit", "ranking", ()),
            ("search.edit", "hot_words", ()),
            ("search.edit", "hot_word_new", ()),
            ("search.edit", "hot_word_forget", ()),
            ("notifications.edit", "templates", ()),
            ("notifications.edit", "deliveries", ()),
            ("shipping.edit", "carriers", ()),
            ("shipping.edit", "carrier_new", ()),
            ("shipping.edit", "carrier", (carrier,)),
            ("shipping.edit", "freight", ()),
            ("shipping.edit", "freight_new", ()),
            ("shipping.edit", "freight_edit", (self.freight_id,)),
            ("shipping.edit", "freight_delete", (self.freight_id,)),
            ("markets.edit", "markets", ()),
            ("markets.edit", "market_new", ()),
            ("markets.edit", "market", ("cn",)),
            ("accounts.manage_staff", "staff", ()),
            ("accounts.manage_staff", "staff_new", ()),
            ("accounts.manage_staff", "staff_account", ()),
            ("accounts.manage_staff", "member", (self.member_id,)),
            (
                "accounts.manage_staff",
                "role_take",
                (self.member_id, people.role_id("platform.support")),
            ),
            ("accounts.manage_roles", "roles", ()),
            ("accounts.manage_roles", "role_new", ()),
            ("accounts.manage_roles", "role", (self.role_id,)),
            ("accounts.manage_roles", "role_edit", (self.role_id,)),
            ("accounts.manage_roles", "role_delete", (self.role_id,)),
            ("payments.view", "cash", ()),
            ("payments.confirm", "cash_new", ()),
            ("preferences.edit", "settings", ()),
            ("preferences.edit", "settings_transfer", ()),
            ("preferences.edit", "mode", ()),
            ("preferences.edit", "mode_switch", ()),
            ("preferences.edit", "settings_room", ("orders",)),
            ("preferences.edit", "setting", ("orders.pay_within_minutes",)),
            ("preferences.edit", "setting", ("site.mode",)),
            ("preferences.edit", "setting", ("accounts.blocked_words",)),
            ("preferences.edit", "setting", ("catalog.review_required",)),
            ("preferences.edit", "setting", ("shipping.kuaidi100_key",)),
            *(
                ("platform.operate", name, ())
                for name in (
                    "health",
                    "events",
                    "parked_events",
                    "parked_jobs",
                    "parked_timers",
                )
            ),
            ("audit.view", "audit", ()),
            ("audit.view", "audit_verify", ()),
            ("platform.operate", "parked_event", (self.delivery_id,)),
            ("platform.operate", "parked_event_retry", (self.delivery_id,)),
            ("platform.operate", "parked_job", (self.job_id,)),
            ("platform.operate", "parked_job_retry", (self.job_id,)),
            ("platform.operate", "parked_timer", (self.timer_id,)),
            ("platform.operate", "parked_timer_retry", (self.timer_id,)),
            ("audit.view", "audit_entry", (self.entry_id,)),
        )

    def _product(self, code, **given) -> UUID:
        known = {"title": {"zh-hans": f"好物 {code}", "en": f"Article {code}"}} | given
        saved = catalog.save_product(
            actor=self.village.owners["M1"],
            merchant_id=self.village.merchants["M1"],
            draft=ProductDraft(
                code=code,
                category_id=self.category_id,
                variants=(VariantDraft(code=f"{code}-1", weight_g=500),),
                **known,
            ),
        )
        return saved.product_id
