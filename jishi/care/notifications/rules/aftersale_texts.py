"""What buyers are told of their after-sale cases."""

from jishi.care.notifications.rules.making import EVERYWHERE, to_user
from jishi.care.notifications.types import Topic

_CASE = "case_number order_number amount shop product note deadline"

TEXTS = (
    to_user(
        "aftersales.requested",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=(
            "售后申请已提交",
            "售后单 {case_number} 已提交给{shop}，申请退款 {amount}。"
            "商家如在 {deadline} 前未处理，系统将自动同意。",
        ),
        en=(
            "Your application was submitted",
            "Case {case_number} for {amount} is with {shop}."
            " Without an answer by {deadline} it is agreed to automatically.",
        ),
    ),
    to_user(
        "aftersales.approved_refund",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=("商家已同意退款", "售后单 {case_number} 已同意，{amount} 正在退回。"),
        en=("Refund agreed", "Case {case_number} was agreed to. {amount} is on its way back."),
    ),
    to_user(
        "aftersales.approved_return",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=(
            "商家已同意退货",
            "售后单 {case_number} 已同意退货。请在 {deadline} 前寄回{product}，并填写运单号。",
        ),
        en=(
            "Return agreed",
            "Case {case_number} was agreed to. Please send {product} back by {deadline}"
            " and enter the tracking number.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "aftersales.rejected",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=(
            "商家未同意售后申请",
            "售后单 {case_number} 未通过：{note}。您可以在 {deadline} 前修改申请。",
        ),
        en=(
            "Your application was rejected",
            "Case {case_number} was rejected: {note}. You may amend it until {deadline}.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "aftersales.refunded",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=("退款已到账", "售后单 {case_number} 的退款 {amount} 已按原支付方式退回。"),
        en=(
            "Refund made",
            "{amount} of case {case_number} went back the way it was paid.",
        ),
        channels=EVERYWHERE,
    ),
    to_user(
        "aftersales.closed",
        Topic.AFTERSALES,
        _CASE,
        link="case",
        zh=("售后单已关闭", "售后单 {case_number}（{product}）已关闭，没有产生退款。"),
        en=("Case closed", "Case {case_number} ({product}) was closed without a refund."),
    ),
)
