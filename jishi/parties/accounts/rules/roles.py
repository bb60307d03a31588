"""The built-in roles, and who may give what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.kernel.text import TextMap, clean
from jishi.parties.accounts import errors
from jishi.parties.accounts.types import RoleLevel, RoleScope

NAME_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Builtin:
    """A role every installation has. permissions: None means all of its level."""

    code: str
    name: TextMap
    level: RoleLevel
    permissions: tuple[str, ...] | None


def _platform(code: str, zh: str, en: str, names: str | None) -> Builtin:
    permissions = None if names is None else tuple(names.split())
    return Builtin(f"platform.{code}", {"zh-hans": zh, "en": en}, RoleLevel.PLATFORM, permissions)


def _merchant(code: str, zh: str, en: str, names: str | None) -> Builtin:
    permissions = None if names is None else tuple(names.split())
    return Builtin(f"merchant.{code}", {"zh-hans": zh, "en": en}, RoleLevel.MERCHANT, permissions)


BUILTINS = (
    _platform("administrator", "系统管理员", "Administrator", None),
    _platform(
        "finance",
        "平台财务",
        "Finance",
        "ledger.view payments.view payments.confirm payments.refund settlements.view"
        " orders.view aftersales.view",
    ),
    _platform(
        "operations",
        "平台运营",
        "Operations",
        "merchants.review merchants.edit markets.edit catalog.edit catalog.review"
        " catalog.structure promotions.edit pricing.edit inventory.view orders.view orders.edit"
        " orders.review shipping.edit reviews.moderate notifications.edit search.edit"
        " accounts.view_customers loyalty.view loyalty.edit loyalty.adjust",
    ),
    _platform(
        "support",
        "平台客服",
        "Support",
        "accounts.view_customers orders.view orders.edit aftersales.view aftersales.decide"
        " reviews.moderate reviews.reply loyalty.view",
    ),
    _platform(
        "warehouse",
        "仓库主管",
        "Warehouse manager",
        "inventory.view inventory.edit warehouse.work shipping.edit shipping.ship orders.view",
    ),
    _platform(
        "analyst",
        "数据分析师",
        "Analyst",
        "inventory.view orders.view",
    ),
    _platform(
        "auditor",
        "审计员",
        "Auditor",
        "audit.view ledger.view payments.view settlements.view orders.view aftersales.view"
        " inventory.view",
    ),
    _merchant("owner", "店主", "Owner", None),
    _merchant(
        "manager",
        "店长",
        "Store manager",
        "accounts.manage_staff merchants.edit catalog.edit inventory.view inventory.edit"
        " promotions.edit pricing.edit payments.view settlements.view shipping.edit"
        " shipping.ship warehouse.work orders.view orders.edit aftersales.view"
        " aftersales.decide reviews.reply",
    ),
    _merchant(
        "support",
        "客服",
        "Support",
        "orders.view orders.edit aftersales.view aftersales.decide reviews.reply",
    ),
    _merchant(
        "warehouse",
        "仓储",
        "Warehouse",
        "inventory.view inventory.edit warehouse.work shipping.ship orders.view",
    ),
    _merchant(
        "finance",
        "财务",
        "Finance",
        "ledger.view payments.view settlements.view orders.view aftersales.view",
    ),
    _merchant(
        "marketer",
        "营销",
        "Marketer",
        "promotions.edit pricing.edit catalog.edit",
    ),
    _merchant(
        "analyst",
        "数据分析",
        "Analyst",
        "inventory.view orders.view",
    ),
)


def builtin_permissions(role: Builtin, known: Mapping[str, bool]) -> tuple[str, ...]:
    """Return what a built-in role allows here, sorted.

    known: declared permissions by name → whether a merchant may give it. Others are left out.
    """
    allowed = allowed_names(role.level, known)
    wanted = allowed if role.permissions is None else set(role.permissions)
    return tuple(sorted(wanted & allowed))


def allowed_names(level: RoleLevel, known: Mapping[str, bool]) -> set[str]:
    """Return the permissions a role of a level may have."""
    return {
        name
        for name, for_merchants in known.items()
        if for_merchants or level == RoleLevel.PLATFORM
    }


def clean_role_name(name: TextMap) -> dict[str, str]:
    """Return a role's name without blanks and empty languages.

    Raises: BadRole if no language has a name.
    """
    cleaned = {
        locale: clean(given, max_length=NAME_LENGTH) for locale, given in sorted(name.items())
    }
    kept = {locale: given for locale, given in cleaned.items() if given}
    if not kept:
        raise errors.BadRole(field="name")
    return kept


def check_permissions(
    permissions: Collection[str], level: RoleLevel, known: Mapping[str, bool]
) -> None:
    """Refuse permissions that are unknown or not for roles of this level.

    Raises: BadRole naming the first.
    """
    wrong = set(permissions) - allowed_names(level, known)
    if wrong:
        raise errors.BadRole(field="permissions", permission=min(wrong))


def check_held(
    actor: Actor,
    permissions: Iterable[str],
    *,
    merchant_id: UUID | None = None,
    warehouse_id: UUID | None = None,
) -> None:
    """Refuse to give what the actor does not hold over the same merchant or warehouse.

    Raises: CannotGrant naming the first.
    """
    for name in sorted(permissions):
        if not actor.may(name, merchant_id=merchant_id, warehouse_id=warehouse_id):
            raise errors.CannotGrant(permission=name)


def check_scope(
    level: RoleLevel, role_merchant_id: UUID | None, scope: RoleScope, scope_id: UUID | None
) -> None:
    """Refuse a role outside the place it is meant for.

    Platform roles reach all or one warehouse; merchant roles one merchant, and a
    merchant's own role only that merchant.
    Raises: RoleMisplaced.
    """
    if level == RoleLevel.PLATFORM:
        fits = scope != RoleScope.MERCHANT
    else:
        own = role_merchant_id in {None, scope_id}
        fits = scope == RoleScope.MERCHANT and own
    if not fits:
        raise errors.RoleMisplaced(field="role")


def signed_in(actor: Actor) -> UUID:
    """Return whose account a request acts for.

    Raises: Forbidden if nobody is signed in.
    """
    if actor.user_id is None:
        raise Forbidden(permission="signed_in")
    return actor.user_id
