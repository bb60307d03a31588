"""Papers of an order, as pages and as files: for members, and for guests with a signed link."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, pgettext
from django.views.decorators.http import require_safe

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.money.payments import queries as payments_queries
from jishi.surfaces.design import papers as sheets
from jishi.surfaces.storefront import context, members
from jishi.surfaces.storefront.doors import Door, buyer_only
from jishi.surfaces.storefront.presenters import movements as moved
from jishi.surfaces.storefront.presenters import orders as shown
from jishi.surfaces.storefront.presenters import papers
from jishi.surfaces.storefront.views.orders import frame_of, payment_of
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderView, PaymentStatus


@require_safe
@buyer_only
def receipt(request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Show what was sold and paid on one page to print."""
    order = _paid_order(door, key)
    payment = payment_of(order)
    data = frame_of(order, door) | {
        "lines": shown.lines_of(order, door, ()),
        "payment": payment,
        "provider": shown.provider_text(payment),
        "file_url": door.url("order_receipt_file", order.number),
    }
    return members.page(request, "storefront/orders/receipt.html", data)


@require_safe
@buyer_only
def receipt_file(_request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Send the receipt as a PDF in the language of the address."""
    order = _paid_order(door, key)
    sheet = papers.receipt(
        order,
        shown.lines_of(order, door, ()),
        issuer=_issuer(order, door),
        provider=shown.provider_text(payment_of(order)),
    )
    title = f"{pgettext('shopper', 'Receipt')} {order.number}"
    body = sheets.write([sheet], title=title, language=get_language() or "")
    return sheets.as_pdf(body, name=f"receipt-{order.number}")


@require_safe
@buyer_only
def certificate(_request: HttpRequest, door: Door, key: str) -> HttpResponse:
    """Send the certificate of the payment of an order and those it was paid with, as a PDF."""
    order = door.order(key)
    group = door.group or orders_queries.get_group(order.group_id)
    movements = payments_queries.list_movements(references=[group.group_id], limit=200).items
    if not movements:
        raise NotFound
    sheet = papers.certificate(
        group,
        list(reversed(moved.of(movements, group.orders, door))),
        issuer=context.site().name,
        at=clock.now(),
    )
    title = f"{sheet.title} {group.number}"
    body = sheets.write([sheet], title=title, language=get_language() or "")
    return sheets.as_pdf(body, name=f"payment-{group.number}")


def _paid_order(door: Door, key: str) -> OrderView:
    """Return an order for which money came. Raises: NotFound."""
    order = door.order(key)
    if order.payment_status == PaymentStatus.UNPAID:
        raise NotFound
    return order


def _issuer(order: OrderView, door: Door) -> str:
    shop = str(frame_of(order, door)["shop"])
    return " · ".join(part for part in (context.site().name, shop) if part)
