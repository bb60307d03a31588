"""Values of the rooms as the API spells them."""

from dataclasses import asdict
from typing import Any

from jishi.care.aftersales.types import CaseView, LineEligibility
from jishi.foundation.kernel.ids import encode
from jishi.foundation.kernel.text import localized
from jishi.fulfillment.shipping.types import Shipment
from jishi.goods.pricing.types import Quote
from jishi.goods.promotions.types import ClaimableCoupon
from jishi.trade.cart.types import CartLineView, CartView
from jishi.trade.checkout.types import CheckoutView, ParcelView, Placed
from jishi.trade.orders.types import GroupView, OrderLineView, OrderView


def cart(view: CartView, key: str, locale: str) -> dict[str, Any]:
    """Spell a cart. key: what its owner knows it by."""
    return {
        "id": key,
        "market": view.market_code,
        "currency": view.currency,
        "version": view.version,
        "count": view.count,
        "groups": [
            {
                "shop": group.merchant_code,
                "name": localized(group.merchant_name, locale),
                "lines": [_line(line, locale) for line in group.lines],
            }
            for group in view.groups
        ],
        "saved": [_line(line, locale) for line in view.saved],
        "quote": quote(view.quote) if view.quote else None,
    }


def quote(priced: Quote) -> dict[str, Any]:
    """Spell a quote with the shares of every line."""
    return {
        "currency": priced.currency,
        "goods_minor": priced.goods_minor,
        "discount_minor": priced.discount_minor,
        "freight_minor": priced.freight_minor,
        "tax_minor": priced.tax_minor,
        "total_minor": priced.total_minor,
        "lines": [
            {
                "line": str(line.line_id),
                "list_minor": line.list_minor,
                "payable_goods_minor": line.payable_goods_minor,
                "freight_minor": line.freight_minor,
                "tax_minor": line.tax_minor,
                "payable_minor": line.payable_minor,
                "shares": [
                    {
                        "stage": share.stage,
                        "source": str(share.source_id),
                        "amount_minor": share.amount_minor,
                        "funder": share.funder,
                    }
                    for share in line.shares
                ],
            }
            for line in priced.lines
        ],
    }


def checkout(view: CheckoutView, locale: str) -> dict[str, Any]:
    """Spell a checkout."""
    return {
        "id": encode("chk", view.checkout_id),
        "state": view.state,
        "market": view.market_code,
        "currency": view.currency,
        "address": asdict(view.address) if view.address else None,
        "contact": asdict(view.contact),
        "needs_address": view.needs_address,
        "parcels": [_parcel(parcel, view, locale) for parcel in view.parcels],
        "quote": quote(view.quote) if view.quote else None,
        "total_minor": view.total_minor,
        "points": asdict(view.points) if view.points else None,
        "blockers": view.blockers,
    }


def placed(answer: Placed) -> dict[str, Any]:
    """Spell a placed group."""
    return {
        "group": encode("grp", answer.group_id),
        "number": answer.number,
        "total_minor": answer.total_minor,
        "currency": answer.currency,
        "pay_until": answer.pay_until,
        "orders": [encode("ord", order_id) for order_id in answer.order_ids],
    }


def order(view: OrderView, locale: str) -> dict[str, Any]:
    """Spell an order."""
    return {
        "id": encode("ord", view.order_id),
        "number": view.number,
        "group": encode("grp", view.group_id),
        "shop": encode("mer", view.merchant_id),
        "status": view.status,
        "payment_status": view.payment_status,
        "fulfillment_status": view.fulfillment_status,
        "label": view.label,
        "currency": view.currency,
        "goods_minor": view.goods_minor,
        "discount_minor": view.discount_minor,
        "freight_minor": view.freight_minor,
        "tax_minor": view.tax_minor,
        "total_minor": view.total_minor,
        "refunded_minor": view.refunded_minor,
        "placed_at": view.placed_at,
        "lines": [_order_line(line, locale) for line in view.lines],
    }


def group(view: GroupView, locale: str) -> dict[str, Any]:
    """Spell a group of orders."""
    return {
        "id": encode("grp", view.group_id),
        "number": view.number,
        "currency": view.currency,
        "total_minor": view.total_minor,
        "is_awaiting_payment": view.is_awaiting_payment,
        "pay_until": view.pay_until,
        "orders": [order(one, locale) for one in view.orders],
    }


def shipment(parcel: Shipment, locale: str) -> dict[str, Any]:
    """Spell a parcel."""
    return {
        "id": encode("shp", parcel.shipment_id),
        "number": parcel.number,
        "order": encode("ord", parcel.reference),
        "order_number": parcel.reference_number,
        "direction": parcel.direction,
        "kind": parcel.kind,
        "state": parcel.state,
        "carrier": parcel.carrier_code,
        "carrier_name": localized(parcel.carrier_name, locale),
        "tracking_no": parcel.tracking_no,
        "ship_by": parcel.ship_by,
        "shipped_at": parcel.shipped_at,
        "delivered_at": parcel.delivered_at,
        "lines": [
            {
                "line": str(line.order_line_id),
                "sku": encode("var", line.variant_id),
                "code": line.code,
                "title": line.title,
                "quantity": line.quantity,
            }
            for line in parcel.lines
        ],
        "tracking": [asdict(entry) for entry in parcel.tracking],
    }


def returnable(line: LineEligibility) -> dict[str, Any]:
    """Spell what may be asked for on an order line."""
    return {
        "line": str(line.order_line_id),
        "unshipped_quantity": line.unshipped_quantity,
        "shipped_quantity": line.shipped_quantity,
        "blocked": line.blocked,
        "reasons": [
            {"kind": kind, "stage": stage, "reasons": list(reasons)}
            for kind, stage, reasons in line.reasons
        ],
        "no_reason_until": line.no_reason_until,
        "quality_until": line.quality_until,
    }


def case(view: CaseView, locale: str) -> dict[str, Any]:
    """Spell an after-sale case."""
    return {
        "id": encode("cas", view.case_id),
        "number": view.number,
        "order": encode("ord", view.order_id),
        "shop": encode("mer", view.merchant_id),
        "kind": view.kind,
        "state": view.state,
        "reason": view.reason,
        "description": view.description,
        "currency": view.currency,
        "requested_minor": view.requested_minor,
        "agreed_minor": view.agreed_minor,
        "note": view.note,
        "shipment": encode("shp", view.return_shipment_id) if view.return_shipment_id else None,
        "deadline": view.deadline,
        "applied_at": view.applied_at,
        "ended_at": view.ended_at,
        "buyer_actions": view.buyer_actions,
        "shop_actions": view.staff_actions,
        "lines": [
            {
                "line": str(line.order_line_id),
                "sku": encode("var", line.variant_id),
                "title": localized(line.title, locale),
                "quantity": line.quantity,
                "refund_minor": line.refund_minor,
            }
            for line in view.lines
        ],
    }


def coupon(found: ClaimableCoupon, locale: str) -> dict[str, Any]:
    """Spell a coupon on offer."""
    offer = found.offer
    return {
        "id": encode("cpn", offer.coupon_id),
        "name": localized(offer.name, locale),
        "kind": offer.kind,
        "shop": encode("mer", offer.merchant_id) if offer.merchant_id else None,
        "currency": offer.currency,
        "threshold_minor": offer.threshold_minor,
        "value_minor": offer.value_minor,
        "rate_bp": offer.rate_bp,
        "cap_minor": offer.cap_minor,
        "valid_from": offer.valid_from,
        "valid_until": offer.valid_until,
        "claimed": found.claimed,
        "can_claim": found.can_claim,
        "left": found.left,
    }


def _line(line: CartLineView, locale: str) -> dict[str, Any]:
    return {
        "id": str(line.line_id),
        "sku": encode("var", line.variant_id),
        "product": line.slug,
        "code": line.code,
        "title": localized(line.title, locale),
        "options": localized(line.option_text, locale),
        "image": line.image_url,
        "quantity": line.quantity,
        "is_selected": line.is_selected,
        "unit_minor": line.unit_minor,
        "available": line.available,
        "problem": line.problem,
    }


def _parcel(parcel: ParcelView, view: CheckoutView, locale: str) -> dict[str, Any]:
    return {
        "key": parcel.key,
        "shop": localized(view.merchant_names.get(parcel.merchant_id, {}), locale),
        "location": localized(parcel.location_name, locale),
        "kind": parcel.kind,
        "lines": [str(line_id) for line_id in parcel.line_ids],
        "chosen": parcel.chosen.code if parcel.chosen else None,
        "options": [
            {
                "code": option.code,
                "name": localized(option.name, locale),
                "fee_minor": option.fee_minor,
                "promised_from": option.promised_from,
                "promised_to": option.promised_to,
                "is_available": option.is_available,
            }
            for option in parcel.options
        ],
    }


def _order_line(line: OrderLineView, locale: str) -> dict[str, Any]:
    return {
        "id": str(line.line_id),
        "sku": encode("var", line.variant_id),
        "code": line.code,
        "title": localized(line.title, locale),
        "options": localized(line.options, locale),
        "quantity": line.quantity,
        "unit_list_minor": line.unit_list_minor,
        "list_minor": line.list_minor,
        "discount_minor": line.discount_minor,
        "payable_minor": line.payable_minor,
        "shipped_quantity": line.shipped_quantity,
        "returned_quantity": line.returned_quantity,
        "refunded_minor": line.refunded_minor,
    }
