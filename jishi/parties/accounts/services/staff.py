"""Who works in which role."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.events import RoleAssigned, RoleRemoved
from jishi.parties.accounts.models import EVERYWHERE, Role, RoleAssignment, User
from jishi.parties.accounts.permissions import MANAGE_STAFF
from jishi.parties.accounts.rules import roles as rules
from jishi.parties.accounts.services.profile import lock_user
from jishi.parties.accounts.types import ADMINISTRATOR_ROLE, OWNER_ROLE, RoleLevel, RoleScope


@transactional
def assign_role(
    *,
    actor: Actor,
    user_id: UUID,
    role_id: UUID,
    merchant_id: UUID | None = None,
    warehouse_id: UUID | None = None,
) -> None:
    """Give somebody a role over a shop, a warehouse of the platform, or everything.

    Giving it again changes nothing.
    Raises: Forbidden or NotFound unless the actor manages staff there; NotFound if person or
        role is absent; RoleMisplaced; OwnerStays; CannotGrant if the actor lacks one of
        the role's permissions over that reach.
    Emits: RoleAssigned.
    Locks: the role, then the account.
    """
    actor.require(MANAGE_STAFF, merchant_id=merchant_id, warehouse_id=warehouse_id)
    scope, scope_id = _scope(merchant_id, warehouse_id)
    role = _locked_role(role_id)
    rules.check_scope(RoleLevel(role.level), role.merchant_id, scope, scope_id)
    _refuse_ownership(actor, role)
    rules.check_held(actor, role.permissions, merchant_id=merchant_id, warehouse_id=warehouse_id)
    user = lock_user(user_id)
    key = {"user": user, "role": role, "scope": scope, "scope_id": scope_id or EVERYWHERE}
    if RoleAssignment.objects.filter(**key).exists():
        return
    RoleAssignment.objects.create(**key, created_at=clock.now())
    _note_staff(user)
    outbox.emit(RoleAssigned(**_news(user.id, role, scope, scope_id)))
    _record(actor, user.id, role, merchant_id, is_given=True)


@transactional
def remove_role(
    *,
    actor: Actor,
    user_id: UUID,
    role_id: UUID,
    merchant_id: UUID | None = None,
    warehouse_id: UUID | None = None,
) -> None:
    """Take a role from somebody.

    Raises: Forbidden or NotFound unless the actor manages staff there; NotFound if the person
        has not got it; OwnerStays; LastAdministrator; CannotGrant if the role allows more
        than the actor may.
    Emits: RoleRemoved.
    Locks: the role, then the account.
    """
    actor.require(MANAGE_STAFF, merchant_id=merchant_id, warehouse_id=warehouse_id)
    scope, scope_id = _scope(merchant_id, warehouse_id)
    role = _locked_role(role_id)
    _refuse_ownership(actor, role)
    rules.check_held(actor, role.permissions, merchant_id=merchant_id, warehouse_id=warehouse_id)
    user = lock_user(user_id)
    rows = RoleAssignment.objects.filter(
        user=user, role=role, scope=scope, scope_id=scope_id or EVERYWHERE
    )
    if not rows.exists():
        raise NotFound
    _refuse_last_administrator(role)
    rows.delete()
    _note_staff(user)
    outbox.emit(RoleRemoved(**_news(user.id, role, scope, scope_id)))
    _record(actor, user.id, role, merchant_id, is_given=False)


@transactional
def remove_staff(*, actor: Actor, user_id: UUID, merchant_id: UUID | None = None) -> None:
    """Take all roles of a shop, or with None of the platform, from somebody.

    Raises: as `remove_role`, for each of them; NotFound if there are none.
    Emits: RoleRemoved for each.
    Locks: the roles, and the account.
    """
    actor.require(MANAGE_STAFF, merchant_id=merchant_id)
    rows = RoleAssignment.objects.filter(user_id=user_id)
    if merchant_id is None:
        rows = rows.filter(role__level=RoleLevel.PLATFORM)
    else:
        rows = rows.filter(scope=RoleScope.MERCHANT, scope_id=merchant_id)
    found = list(rows.order_by("role_id"))
    if not found:
        raise NotFound
    for row in found:
        in_warehouse = row.scope == RoleScope.WAREHOUSE
        remove_role(
            actor=actor,
            user_id=user_id,
            role_id=row.role_id,
            merchant_id=merchant_id,
            warehouse_id=row.scope_id if in_warehouse else None,
        )


def _scope(merchant_id: UUID | None, warehouse_id: UUID | None) -> tuple[RoleScope, UUID | None]:
    if merchant_id and warehouse_id:
        raise errors.RoleMisplaced(field="role")
    if merchant_id:
        return RoleScope.MERCHANT, merchant_id
    return (RoleScope.WAREHOUSE, warehouse_id) if warehouse_id else (RoleScope.ALL, None)


def _locked_role(role_id: UUID) -> Role:
    role: Role | None = transactions.for_update(Role.objects.filter(pk=role_id)).first()
    if role is None:
        raise NotFound
    return role


def _refuse_ownership(actor: Actor, role: Role) -> None:
    """Ownership of a shop moves with the shop, by the room above, never by staff."""
    if role.code == OWNER_ROLE and not actor.is_system:
        raise errors.OwnerStays


def _refuse_last_administrator(role: Role) -> None:
    """Keep somebody who may do everything; the role's lock makes two who go take turns."""
    if role.code == ADMINISTRATOR_ROLE and RoleAssignment.objects.filter(role=role).count() <= 1:
        raise errors.LastAdministrator


def _note_staff(user: User) -> None:
    """Keep the mark of platform staff true to the roles."""
    is_staff = RoleAssignment.objects.filter(user=user, role__level=RoleLevel.PLATFORM).exists()
    User.objects.filter(pk=user.pk).update(is_staff=is_staff)


def _news(user_id: UUID, role: Role, scope: RoleScope, scope_id: UUID | None) -> dict[str, str]:
    return {
        "user_id": str(user_id),
        "role_code": role.code,
        "scope": scope,
        "scope_id": str(scope_id) if scope_id else "",
    }


def _record(
    actor: Actor, user_id: UUID, role: Role, merchant_id: UUID | None, *, is_given: bool
) -> None:
    audit.record(
        actor=actor,
        action=MANAGE_STAFF,
        subject_type="user",
        subject_id=user_id,
        merchant_id=merchant_id,
        before={} if is_given else {"role": role.code},
        after={"role": role.code} if is_given else {},
    )
