"""Roles: the built-in ones, and those that shops and operators make."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, transactions
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.models import Role, RoleAssignment
from jishi.parties.accounts.permissions import MANAGE_ROLES
from jishi.parties.accounts.rules import roles as rules
from jishi.parties.accounts.types import RoleDraft, RoleLevel


@transactional
def ensure_roles(*, actor: Actor) -> None:
    """Make or renew the built-in roles, with every permission declared by now.

    May be repeated; permissions of rooms that are not installed are left out.
    Raises: Forbidden unless the actor manages the platform's roles.
    """
    actor.require(MANAGE_ROLES)
    known = _known()
    at = clock.now()
    for builtin in rules.BUILTINS:
        permissions = list(rules.builtin_permissions(builtin, known))
        Role.objects.update_or_create(
            code=builtin.code,
            defaults={
                "name": dict(builtin.name),
                "level": builtin.level,
                "permissions": permissions,
                "is_builtin": True,
            },
            create_defaults={
                "name": dict(builtin.name),
                "level": builtin.level,
                "permissions": permissions,
                "is_builtin": True,
                "created_at": at,
            },
        )


@transactional
def save_role(*, actor: Actor, draft: RoleDraft, role_id: UUID | None = None) -> UUID:
    """Make or change a role of a shop, or of the platform's staff; return its id.

    Raises: Forbidden or NotFound unless the actor manages roles there; BuiltinRole;
        BadRole if the name is empty or a permission is unknown or not for shops;
        CannotGrant if the actor lacks one of the permissions, old or new.
    Locks: the role.
    """
    actor.require(MANAGE_ROLES, merchant_id=draft.merchant_id)
    level = RoleLevel.MERCHANT if draft.merchant_id else RoleLevel.PLATFORM
    rules.check_permissions(draft.permissions, level, _known())
    row = _own(role_id, draft.merchant_id) if role_id else Role(level=level)
    before = {"name": row.name, "permissions": row.permissions} if role_id else {}
    touched = {*row.permissions, *draft.permissions}
    rules.check_held(actor, touched, merchant_id=draft.merchant_id)
    row.name = rules.clean_role_name(draft.name)
    row.permissions = sorted(set(draft.permissions))
    row.merchant_id = draft.merchant_id
    row.code = row.code or f"custom.{row.id.hex}"
    row.save(force_insert=role_id is None)
    _record(actor, row, before, {"name": row.name, "permissions": row.permissions})
    return row.id


@transactional
def delete_role(*, actor: Actor, role_id: UUID, merchant_id: UUID | None = None) -> None:
    """Delete a role that nobody has.

    Raises: Forbidden or NotFound unless the actor manages roles there; BuiltinRole; RoleInUse.
    Locks: the role.
    """
    actor.require(MANAGE_ROLES, merchant_id=merchant_id)
    row = _own(role_id, merchant_id)
    if RoleAssignment.objects.filter(role=row).exists():
        raise errors.RoleInUse
    _record(actor, row, {"name": row.name, "permissions": row.permissions}, {})
    row.delete()


def _own(role_id: UUID, merchant_id: UUID | None) -> Role:
    row: Role | None = transactions.for_update(Role.objects.filter(pk=role_id)).first()
    if row is None:
        raise NotFound
    if row.is_builtin:
        raise errors.BuiltinRole
    if row.merchant_id != merchant_id:
        raise NotFound
    return row


def _known() -> dict[str, bool]:
    return {part.name: part.for_merchants for part in PERMISSIONS.values()}


def _record(actor: Actor, row: Role, before: dict[str, object], after: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=MANAGE_ROLES,
        subject_type="role",
        subject_id=row.id,
        merchant_id=row.merchant_id,
        before=before,
        after=after,
    )
