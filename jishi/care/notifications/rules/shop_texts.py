"""What a shop's staff is told."""

from jishi.care.notifications.rules.making import to_shop

_ORDER = "order_number order_key shop_code amount shop product count"
_CASE = "case_number case_key shop_code order_number amount product note deadline"

TEXTS = (
    to_shop(
        "orders.confirmed",
        _ORDER,
        link="order",
        zh=("新订单待发货", "订单 {order_number}：{product}等 {count} 件，合计 {amount}。"),
        en=("New order to ship", "Order {order_number}: {product}, {count} item(s), {amount}."),
    ),
    to_shop(
        "orders.held",
        f"{_ORDER} reason",
        link="order",
        zh=("订单待审核", "订单 {order_number} 已暂停发货，请审核：{reason}。"),
        en=("Order to review", "Order {order_number} waits for your review: {reason}."),
    ),
    to_shop(
        "orders.stuck",
        f"{_ORDER} reason",
        link="order",
        zh=("订单停滞", "订单 {order_number} 没有继续处理：{reason}。请查看或联系平台。"),
        en=("An order stands still", "Order {order_number} does not go on: {reason}."),
    ),
    to_shop(
        "orders.canceled",
        f"{_ORDER} reason",
        link="order",
        zh=("订单已关闭", "订单 {order_number} 已关闭：{reason}。请勿再发货。"),
        en=("Order canceled", "Order {order_number} was canceled: {reason}. Do not ship it."),
    ),
    to_shop(
        "orders.completed",
        _ORDER,
        link="order",
        zh=("订单已完成", "订单 {order_number} 已完成，货款可以结算。"),
        en=("Order completed", "Order {order_number} is complete; its money can be settled."),
    ),
    to_shop(
        "shipping.exception",
        f"{_ORDER} carrier tracking_no shipment_number trouble",
        link="order",
        zh=(
            "包裹运输异常",
            "订单 {order_number} 的包裹 {tracking_no}：{trouble}，请联系{carrier}。",
        ),
        en=(
            "A parcel needs attention",
            "Parcel {tracking_no} of order {order_number}: {trouble}. Please contact {carrier}.",
        ),
    ),
    to_shop(
        "shipping.returned",
        f"{_ORDER} carrier tracking_no shipment_number",
        link="order",
        zh=("包裹被退回", "订单 {order_number} 的包裹 {tracking_no} 已退回，请验收入库。"),
        en=(
            "A parcel came back",
            "Parcel {tracking_no} of order {order_number} came back. Please take it in.",
        ),
    ),
    to_shop(
        "aftersales.requested",
        _CASE,
        link="case",
        zh=(
            "新的售后申请",
            "售后单 {case_number}（订单 {order_number}）申请退款 {amount}，"
            "请在 {deadline} 前处理。",
        ),
        en=(
            "New after-sale case",
            "Case {case_number} (order {order_number}) asks for {amount}."
            " Please answer by {deadline}.",
        ),
    ),
    to_shop(
        "aftersales.sent",
        _CASE,
        link="case",
        zh=("买家已寄回商品", "售后单 {case_number} 的{product}已寄回，请在 {deadline} 前验收。"),
        en=(
            "Goods are on their way back",
            "{product} of case {case_number} was sent back. Please check it by {deadline}.",
        ),
    ),
    to_shop(
        "aftersales.refunded",
        _CASE,
        link="case",
        zh=("售后退款已完成", "售后单 {case_number} 已退款 {amount}。"),
        en=("Refund made", "{amount} of case {case_number} was refunded."),
    ),
    to_shop(
        "aftersales.closed",
        _CASE,
        link="case",
        zh=("售后单已关闭", "售后单 {case_number} 已关闭，没有产生退款。"),
        en=("Case closed", "Case {case_number} was closed without a refund."),
    ),
    to_shop(
        "inventory.ran_low",
        "product count shop_code",
        link="stock",
        zh=("库存不足", "{product}仅剩 {count} 件，请及时补货。"),
        en=("Stock runs low", "Only {count} of {product} are left. Please restock."),
    ),
    to_shop(
        "catalog.approved",
        "product product_key shop_code",
        link="product",
        zh=("商品审核通过", "{product}已通过审核。"),
        en=("Product approved", "{product} was approved."),
    ),
    to_shop(
        "catalog.rejected",
        "product product_key shop_code note",
        link="product",
        zh=("商品审核未通过", "{product}未通过审核：{note}。"),
        en=("Product rejected", "{product} was rejected: {note}."),
    ),
    to_shop(
        "reviews.posted",
        "product stars review_key shop_code",
        link="review",
        zh=("收到新评价", "{product}收到一条 {stars} 星评价，去看看并回复买家。"),
        en=("New review", "{product} has a new review of {stars} star(s). Read it and reply."),
    ),
)
