"""Every address of every surface, from the URL configuration itself, with arguments for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, get_resolver, reverse

from jishi.care.aftersales import queries as aftersales_queries
from jishi.foundation.kernel import ids
from jishi.surfaces.rest_api.api import api
from tests.parties.accounts import factories as people
from tests.security.cast import Buyer, Cast, Shop, token_of

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>")


@dataclass(frozen=True)
class Address:
    """One address. methods: what it offers, None where the view itself decides."""

    name: str
    parameters: tuple[str, ...]
    methods: tuple[str, ...] | None = None


def every_address() -> list[Address]:
    """Walk the resolver; doors of the API are told apart by their operations."""
    found = {one.name: one for one in _walk(get_resolver(), "", ())}
    doors = [
        Address(
            f"api:{operation.view_func.__name__}",
            found[f"api:{operation.view_func.__name__}"].parameters,
            tuple(operation.methods),
        )
        for operation in _operations()
    ]
    named = {one.name for one in doors}
    return [*doors, *(one for one in found.values() if one.name not in named)]


def _walk(resolver: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[Address]:
    for part in resolver.url_patterns:
        route = prefix + str(part.pattern)
        if isinstance(part, URLPattern):
            space = ":".join(spaces) or "site"
            names = [one or two for one, two in PARAMETER.findall(route)]
            yield Address(f"{space}:{part.name}", tuple(names))
        else:
            more = (part.namespace,) if part.namespace else ()
            yield from _walk(part, route, (*spaces, *more))


def _operations() -> Iterator[Any]:
    for _, router in api._routers:
        for view in router.path_operations.values():
            yield from view.operations


def url_of(name: str, arguments: dict[str, object]) -> str:
    """Return an address in Chinese."""
    return reverse(name.removeprefix("site:"), kwargs=arguments)


def query_of(name: str, arguments: dict[str, object], cast: Cast) -> str:
    """Return the query without which there is nothing to see at an address."""
    page = name.partition(":")[2]
    if name == "merchant:slips_file":
        shop = cast.own if arguments["shop"] == cast.own.code else cast.foreign
        return "?order=" + ids.encode("ord", shop.order.order_id)
    if page in {"aftersale_new", "guest_aftersale_new"}:
        number = arguments["key"]
        order = next(one for one in cast.every_order() if one.number == number)
        return "?line=" + ids.encode("lin", order.lines[0].line_id)
    if page == "statement":
        return "?code=customer_funds&currency=CNY"
    return ""


class Arguments:
    """What to put into addresses: one's own things, and those of others."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def of_shop(self, name: str, shop: Shop) -> dict[str, object]:
        """Return arguments of an address of the merchant console."""
        case = shop.return_case_id if name == "merchant:case_receive" else shop.case_id
        known = {
            "shop": shop.code,
            "order_id": shop.unpaid.order_id
            if name in {"merchant:order_reduce"}
            else shop.order.order_id,
            "shipment_id": shop.shipment.shipment_id,
            "product_id": shop.product_id,
            "shop_category_id": shop.shop_category_id,
            "job_id": shop.job_id,
            "variant_id": shop.variant_id,
            "location_id": shop.location_id,
            "case_id": case,
            "review_id": shop.review_id,
            "coupon_id": shop.coupon_id,
            "activity_id": shop.activity_id,
            "kind": "full_reduction",
            "template_id": shop.freight_id,
            "zone_id": shop.zone_id,
            "user_id": shop.user_id,
            "role_id": shop.role_id,
            "app_id": shop.app_id,
            "name": "orders.review_notes",
            "move": {
                "merchant:activity_move": "publish",
                "merchant:coupon_move": "pause",
                "merchant:job_move": "cancel",
            }.get(name, "recycle"),
            "step": "shop",
            "message_id": shop.message_id,
        }
        if name == "merchant:member_role":
            known["role_id"] = people.role_id("merchant.support")
        return known

    def of_platform(self, name: str) -> dict[str, object]:
        """Return arguments of an address of the operator console."""
        cast, desks, own = self.cast, self.cast.desks, self.cast.own
        codes = {
            "operator:brand": desks.brand,
            "operator:attribute": desks.attribute,
            "operator:level": "silver",
            "operator:provider": "pass",
            "operator:level_delete": "silver",
        }
        page = name.partition(":")[2]
        group = cast.refunded if page.startswith("refund") else cast.mia.unpaid.group_id
        return {
            "merchant_id": desks.applicant if page == "merchant_licence" else own.merchant_id,
            "category_id": desks.category_id,
            "product_id": desks.pending,
            "location_id": cast.village.locations["W1"],
            "order_id": own.order.order_id,
            "user_id": cast.mia.actor.user_id if page in OF_CUSTOMERS else desks.member_id,
            "role_id": people.role_id("platform.support") if page == "role_take" else desks.role_id,
            "review_id": own.review_id,
            "group_id": group,
            "attempt_id": cast.attempt_id,
            "refund_id": cast.refund_id,
            "coupon_id": cast.village.coupon,
            "activity_id": cast.activity_id,
            "kind": "full_reduction",
            "move": "publish",
            "delivery_id": cast.told_id if page == "delivery_resend" else desks.delivery_id,
            "key": cast.template,
            "code": codes.get(name, "sf" if page.startswith("carrier") else "cn"),
            "template_id": desks.freight_id,
            "room": "orders",
            "name": "orders.pay_within_minutes",
            "job_id": desks.job_id,
            "timer_id": desks.timer_id,
            "entry_id": desks.entry_id,
            "remittance_id": cast.remittance_id,
        }

    def of_place(self, name: str, shop: Shop) -> dict[str, object]:
        """Return arguments of an address of the warehouse desk."""
        places = self.cast.village.locations
        return {
            "location_id": places["W1"] if shop is self.cast.own else shop.location_id,
            "task_id": shop.task_id,
            "shipment_id": shop.coming_back.shipment_id,
            "step": "start",
            "state": "waiting",
        }

    def of_buyer(self, name: str, buyer: Buyer) -> dict[str, object]:
        """Return arguments of an address of the storefront."""
        page = name.partition(":")[2].removeprefix("guest_")
        cast = self.cast
        group = buyer.unpaid if page in UNPAID else buyer.paid
        if page in RECEIVED and buyer.received:
            group = buyer.received
        order = next(one for one in group.orders if one.merchant_id == cast.own.merchant_id)
        keys = {
            "claim": ids.encode("cpn", cast.village.coupon),
            "my_favorite": ids.encode("prd", cast.own.product_id),
            "footprint": ids.encode("prd", cast.own.product_id),
            "my_follow": ids.encode("mer", cast.own.merchant_id),
            "revoke_device": _id("ses", cast.session_id if buyer is cast.mia else None),
            "outside_unlink": _id("idn", cast.identity_id if buyer is cast.mia else None),
            "unite_confirm": _id("mrg", cast.merge_id if buyer is cast.mia else None),
            "review_follow_up": _id("rev", buyer.reviews.get("M1")),
            "read_message": _id("msg", buyer.message_id),
        }
        key: str = order.number
        if page in keys:
            key = keys[page]
        elif page.startswith("address"):
            key = _id("adr", buyer.address_id)
        elif page.startswith("case"):
            key = _case_number(buyer.cases.get("M1"))
        elif page in {"set_quantity", "set_saved", "remove"}:
            key = _id("lin", buyer.line_id)
        elif page.startswith("checkout") or page == "place":
            key = _id("chk", buyer.checkout_id)
        elif page.startswith("pay") or page == "paid":
            key = ids.encode("grp", buyer.unpaid.group_id)
        return {
            "key": key,
            "token": token_of(group),
            "line": ids.encode("lin", order.lines[0].line_id),
            "slug": cast.slug,
            "path": "goods",
            "code": {"market": "cn", "shared_cart": cast.shared, "take_shared": cast.shared}.get(
                page, cast.own.code
            ),
            "name": "returns",
            "provider": "pass",
        }

    def of_api(self, name: str, buyer: Buyer, shop: str = "M1") -> dict[str, object]:
        """Return arguments of a door of the API."""
        merchant_id = self.cast.village.merchants[shop]
        order = next(one for one in buyer.paid.orders if one.merchant_id == merchant_id)
        parcels = self.cast.shops[shop]
        is_return = name == "api:receive_return"
        parcel = parcels.coming_back if is_return else parcels.shipment
        shipment_id = parcel.shipment_id
        return {
            "key": buyer.cart_key,
            "line": buyer.line_id,
            "checkout_id": _id("chk", buyer.checkout_id),
            "group_id": ids.encode("grp", buyer.unpaid.group_id),
            "order_id": ids.encode("ord", order.order_id),
            "address_id": _id("adr", buyer.address_id),
            "case_id": _id("cas", buyer.cases.get(shop)),
            "shipment_id": ids.encode("shp", shipment_id),
            "coupon_id": ids.encode("cpn", self.cast.village.coupon),
            "slug": self.cast.slug,
        }


OF_CUSTOMERS = {
    "customer",
    "loyalty_member",
    "loyalty_points",
    "loyalty_growth",
    "loyalty_adjust",
}
UNPAID = {"order_cancel", "pay"}
RECEIVED = {
    "order_review",
    "order_again",
    "order_receipt",
    "aftersale_new",
    "order_receive",
    "order_certificate",
}


def _id(prefix: str, value: Any) -> str:
    return ids.encode(prefix, value or uuid4())


def _case_number(case_id: Any) -> str:
    return aftersales_queries.get_case(case_id).number if case_id else "R000"
