"""What notifications do: tell, deliver, keep inboxes, choices and words."""

from jishi.care.notifications.services.cases import tell_of_case
from jishi.care.notifications.services.delivering import deliver, resend
from jishi.care.notifications.services.goods import (
    tell_of_back_in_stock,
    tell_of_cheaper_favorite,
    tell_of_low_stock,
    tell_of_product_review,
)
from jishi.care.notifications.services.inbox import (
    choose,
    forget_old,
    forget_person,
    mark_all_read,
    mark_read,
)
from jishi.care.notifications.services.orders import (
    tell_of_group,
    tell_of_order,
    tell_of_refund,
    tell_of_shipment,
)
from jishi.care.notifications.services.people import (
    tell_of_closing,
    tell_of_coupon,
    tell_of_endangered_level,
    tell_of_expiring_points,
    tell_of_level,
    tell_of_password,
    tell_of_role,
    tell_of_shop,
    tell_of_verified_contact,
    tell_user,
)
from jishi.care.notifications.services.reviews import (
    tell_of_hidden_review,
    tell_of_new_review,
    tell_of_reply,
)
from jishi.care.notifications.services.wording import override, remove_override

__all__ = [
    "choose",
    "deliver",
    "forget_old",
    "forget_person",
    "mark_all_read",
    "mark_read",
    "override",
    "remove_override",
    "resend",
    "tell_of_back_in_stock",
    "tell_of_case",
    "tell_of_cheaper_favorite",
    "tell_of_closing",
    "tell_of_coupon",
    "tell_of_endangered_level",
    "tell_of_expiring_points",
    "tell_of_group",
    "tell_of_hidden_review",
    "tell_of_level",
    "tell_of_low_stock",
    "tell_of_new_review",
    "tell_of_order",
    "tell_of_password",
    "tell_of_product_review",
    "tell_of_refund",
    "tell_of_reply",
    "tell_of_role",
    "tell_of_shipment",
    "tell_of_shop",
    "tell_of_verified_contact",
    "tell_user",
]
