"""What the declared matrix says must happen: role by role, for own things and foreign ones."""

from dataclasses import dataclass
from enum import StrEnum

from jishi.parties.accounts.queries import builtin_roles
from jishi.surfaces.design.admission import Admission, Gate
from tests.security.cast import HAND, MERCHANT_ROLES, PLATFORM_ROLES
from tests.security.knocking import Outcome

OVERSIGHT = "merchants.review"
WORK = "warehouse.work"
TOLD = {
    "api:remove_line",
    "storefront:read_message",
    "storefront:remove",
    "storefront:set_quantity",
    "storefront:set_saved",
}
"""Addresses that answer as if a foreign record were gone, and do nothing."""

PEOPLE_ONLY = {"api:list_returnable"}
"""Doors that an app's key does not open: it is not a person."""

OF_ONES_CART = {
    "api:get_cart",
    "api:add_line",
    "api:choose_coupons",
    "api:start_checkout",
}
"""Doors that name a cart and nothing in it: a member's is always one's own, and whoever has
the key of a visitor's cart may use it."""

NOBODYS = {
    "api:claim",
    "storefront:address_new",
    "storefront:claim",
    "storefront:footprint",
    "storefront:my_favorite",
    "storefront:my_follow",
    "storefront:product_favorite",
    "storefront:shop_follow",
}
"""Addresses of members whose arguments name public things: everybody's own."""


EMPTY = {"api:api-root", "POST storefront:order_keys"}
"""What is not there for anybody: the root of the API, and card keys of what has none."""


class Target(StrEnum):
    """Whose things are asked for. Mixed: an own address with a foreign record in it."""

    OWN = "own"
    FOREIGN = "foreign"
    MIXED = "mixed"


@dataclass(frozen=True)
class Who:
    """A role with what it may do. scope: of an app: the shop, `all`, or empty for people."""

    role: str
    permissions: frozenset[str]
    scope: str = ""

    @property
    def is_visitor(self) -> bool:
        return self.role in {"anonymous", "guest"}


def who(role: str) -> Who:
    """Return a role with its permissions; apps are named `app of M1: orders.view`."""
    if role.startswith("app of "):
        reach, _, permission = role.removeprefix("app of ").partition(": ")
        return Who(role, frozenset({permission}), reach)
    code = "platform.warehouse" if role == HAND else role
    return Who(role, frozenset(builtin_roles().get(code, ())))


def expected(
    admission: Admission, someone: Who, target: Target, method: str, *, has_object: bool
) -> Outcome:
    """Return what must come of asking."""
    if admission.name in NOBODYS:
        has_object = False
    rule = RULES[admission.gate]
    if EMPTY & {admission.name, f"{method} {admission.name}"}:
        return Outcome.SIGN_IN if _needs_sign_in(admission, someone) else Outcome.HIDDEN
    wanted = rule(admission, someone, target, has_object=has_object)
    if wanted == Outcome.HIDDEN and method != "GET" and admission.name in TOLD:
        return Outcome.TOLD
    return wanted


def _needs_sign_in(admission: Admission, someone: Who) -> bool:
    return admission.gate == Gate.MEMBER and someone.is_visitor


def _open(admission, _who, _target, *, has_object):
    return Outcome.OK


def _shop(admission, someone, target, *, has_object):
    if someone.is_visitor:
        return Outcome.SIGN_IN
    is_ours = someone.role in MERCHANT_ROLES
    oversees = someone.role in PLATFORM_ROLES and OVERSIGHT in someone.permissions
    if not (is_ours or oversees) or (target == Target.FOREIGN and is_ours):
        return Outcome.HIDDEN
    if admission.permission and admission.permission not in someone.permissions:
        return Outcome.REFUSED
    return Outcome.HIDDEN if target == Target.MIXED else Outcome.OK


def _platform(admission, someone, _target, *, has_object):
    if someone.is_visitor:
        return Outcome.SIGN_IN
    if someone.role not in {*PLATFORM_ROLES, HAND}:
        return Outcome.REFUSED
    if not admission.permission:
        return Outcome.OK
    may = someone.role != HAND and admission.permission in someone.permissions
    return Outcome.OK if may else Outcome.REFUSED


def _place(_admission, someone, target, *, has_object):
    if someone.is_visitor:
        return Outcome.SIGN_IN
    if WORK not in someone.permissions:
        return Outcome.REFUSED
    reaches_all = someone.role in PLATFORM_ROLES
    return Outcome.OK if target == Target.OWN or reaches_all else Outcome.HIDDEN


def _member(_admission, someone, target, *, has_object):
    if someone.is_visitor or someone.scope:
        return Outcome.SIGN_IN
    is_own = target == Target.OWN and someone.role == "member"
    return Outcome.OK if is_own or not has_object else Outcome.HIDDEN


def _holder(admission, someone, target, *, has_object):
    is_link = admission.name.startswith("storefront:guest_")
    is_key = admission.name.startswith("api:") and (someone.is_visitor or bool(someone.scope))
    holds = is_link or is_key or someone.role in {"guest", "member"}
    if admission.name in OF_ONES_CART:
        return Outcome.OK
    return Outcome.OK if holds and target == Target.OWN else Outcome.HIDDEN


def _order(admission, someone, target, *, has_object):
    if someone.is_visitor or (someone.scope and admission.name in PEOPLE_ONLY):
        return Outcome.SIGN_IN
    if someone.role == "member":
        return Outcome.OK if target == Target.OWN else Outcome.HIDDEN
    if admission.permission not in someone.permissions:
        return Outcome.HIDDEN
    reaches_all = someone.role in PLATFORM_ROLES or someone.scope == "all"
    is_ours = target == Target.OWN and someone.role != HAND
    return Outcome.OK if reaches_all or is_ours else Outcome.HIDDEN


def _staff(admission, someone, target, *, has_object):
    if someone.is_visitor:
        return Outcome.SIGN_IN
    if admission.permission not in someone.permissions:
        return Outcome.REFUSED
    reaches_all = someone.role in PLATFORM_ROLES or someone.scope == "all"
    is_ours = target == Target.OWN and (someone.role != HAND or admission.permission == WORK)
    return Outcome.OK if reaches_all or is_ours or not has_object else Outcome.HIDDEN


def _signed(admission, _who, _target, *, has_object):
    """No payment provider is set up in the town; the carrier's is, and is not fooled."""
    return Outcome.HIDDEN if admission.name == "webhooks:payments" else Outcome.REFUSED


def _machine(_admission, _who, _target, *, has_object):
    """Those who knock come from elsewhere."""
    return Outcome.REFUSED


RULES = {
    Gate.OPEN: _open,
    Gate.HOLDER: _holder,
    Gate.MEMBER: _member,
    Gate.SHOP: _shop,
    Gate.PLATFORM: _platform,
    Gate.PLACE: _place,
    Gate.BUYER_OR_STAFF: _order,
    Gate.STAFF: _staff,
    Gate.SIGNED: _signed,
    Gate.MACHINE: _machine,
}
