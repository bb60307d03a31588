"""What buyers are told of their orders, payments and parcels."""

from jishi.care.notifications.rules.making import EVERYWHERE, SITE, to_user
from jishi.care.notifications.types import Topic

_ORDER = "order_number amount shop product count"
_PARCEL = f"{_ORDER} carrier tracking_no shipment_number"

TEXTS = (
    to_user(
        "orders.placed",
        Topic.ORDERS,
        "order_number amount until group_key",
        link="payment",
        zh=(
            "订单已提交，请付款",
            "订单 {order_number} 已提交，应付 {amount}，请在 {until} 前完成付款。",
        ),
        en=(
            "Order placed, payment due",
            "Order {order_number} is placed. Please pay {amount} by {until}.",
        ),
        channels=SITE,
    ),
    to_user(
        "orders.payment_due",
        Topic.ORDERS,
        "order_number amount minutes group_key",
        link="payment",
        zh=(
            "订单即将关闭",
            "订单 {order_number} 还有 {minutes} 分钟就要关闭，应付 {amount}，请尽快付款。",
        ),
        en=(
            "Your order closes soon",
            "Order {order_number} closes in {minutes} minutes. {amount} is still to be paid.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "orders.confirmed",
        Topic.ORDERS,
        _ORDER,
        link="order",
        zh=(
            "下单成功",
            "{shop}已收到您的订单 {order_number}，共 {count} 件，合计 {amount}，正在备货。",
        ),
        en=(
            "Order confirmed",
            "{shop} has your order {order_number}: {count} item(s), {amount} in all."
            " It is being prepared.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "orders.canceled",
        Topic.ORDERS,
        f"{_ORDER} reason",
        link="order",
        zh=("订单已关闭", "订单 {order_number}（{product}）已关闭：{reason}。"),
        en=("Order canceled", "Order {order_number} ({product}) was canceled: {reason}."),
    ),
    to_user(
        "orders.received",
        Topic.ORDERS,
        _ORDER,
        link="review",
        zh=(
            "交易成功，说说感受吧",
            "订单 {order_number} 已确认收货。{product}用着怎么样？欢迎评价。",
        ),
        en=(
            "Received. How do you like it?",
            "Order {order_number} is received. Tell others how you like {product}.",
        ),
    ),
    to_user(
        "orders.completed",
        Topic.ORDERS,
        _ORDER,
        link="order",
        zh=("订单已完成", "订单 {order_number} 已完成，感谢您在{shop}购物。"),
        en=("Order completed", "Order {order_number} is complete. Thank you for buying at {shop}."),
        channels=SITE,
    ),
    to_user(
        "payments.awaiting_transfer",
        Topic.ORDERS,
        "order_number amount until group_key",
        link="payment",
        zh=(
            "请完成银行转账",
            "订单 {order_number} 等待您转账 {amount}。请在 {until} 前汇出，并在附言中写明订单号。",
        ),
        en=(
            "Please make your bank transfer",
            "Order {order_number} waits for your transfer of {amount}."
            " Please send it by {until} and name the order.",
        ),
    ),
    to_user(
        "payments.refunded",
        Topic.ORDERS,
        "order_number amount",
        link="order",
        zh=("退款已到账", "{amount} 已按原支付方式退回，对应订单 {order_number}。"),
        en=("Refund made", "{amount} for order {order_number} went back the way it was paid."),
        channels=EVERYWHERE,
    ),
    to_user(
        "shipping.dispatched",
        Topic.SHIPPING,
        _PARCEL,
        link="order",
        zh=("包裹已发出", "订单 {order_number} 的包裹已由{carrier}承运，运单号 {tracking_no}。"),
        en=(
            "Your parcel is on its way",
            "A parcel of order {order_number} left with {carrier}, tracking number {tracking_no}.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "shipping.delivered",
        Topic.SHIPPING,
        _PARCEL,
        link="order",
        zh=(
            "包裹已签收",
            "订单 {order_number} 的包裹 {tracking_no} 已签收。请核对商品，无误后确认收货。",
        ),
        en=(
            "Your parcel has arrived",
            "Parcel {tracking_no} of order {order_number} was signed for."
            " Please check the goods and confirm receipt.",
        ),
    ),
    to_user(
        "shipping.issued",
        Topic.SHIPPING,
        _PARCEL,
        link="order",
        zh=("商品已发放", "订单 {order_number} 的{product}已发放，请在订单详情中查看。"),
        en=(
            "Your goods are ready",
            "{product} of order {order_number} is ready. You find it on the order's page.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "shipping.exception",
        Topic.SHIPPING,
        f"{_PARCEL} trouble",
        link="order",
        zh=(
            "包裹运输异常",
            "订单 {order_number} 的包裹（{carrier} {tracking_no}）：{trouble}。我们正在跟进。",
        ),
        en=(
            "A problem with your parcel",
            "Parcel {tracking_no} ({carrier}) of order {order_number}: {trouble}."
            " We are looking into it.",
        ),
    ),
    to_user(
        "shipping.returned",
        Topic.SHIPPING,
        _PARCEL,
        link="order",
        zh=("包裹已退回商家", "订单 {order_number} 的包裹 {tracking_no} 未能送达，已退回{shop}。"),
        en=(
            "Your parcel went back",
            "Parcel {tracking_no} of order {order_number} could not be delivered"
            " and went back to {shop}.",
        ),
    ),
    to_user(
        "shipping.tracking_fixed",
        Topic.SHIPPING,
        _PARCEL,
        link="order",
        zh=("运单号已更正", "订单 {order_number} 的运单号更正为{carrier} {tracking_no}。"),
        en=(
            "Tracking number corrected",
            "The parcel of order {order_number} travels with {carrier}, number {tracking_no}.",
        ),
    ),
)
