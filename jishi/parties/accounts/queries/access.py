"""Who acts and with which rights; roles, staff and devices."""

import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor, ActorKind, DataScope, Grant
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.parties.accounts.models import EVERYWHERE, LoginSession, Role, RoleAssignment, User
from jishi.parties.accounts.rules import roles as rules
from jishi.parties.accounts.types import (
    Assignment,
    RoleCard,
    RoleLevel,
    RoleScope,
    SessionCard,
    StaffMember,
    UserState,
    Visit,
)

_Right = tuple[str | None, UUID | None, list[str] | None]
"""Scope, its id and the permissions of one assignment; all None without any."""

_RIGHTS = ("assignments__scope", "assignments__scope_id", "assignments__role__permissions")


def get_actor(*, user_id: UUID, ip: str = "", request_id: str = "") -> Actor:
    """Return a person as the actor of a request, with everything their roles allow.

    One statement. Raises: NotFound if there is no such account or it is closed.
    """
    people = User.objects.filter(pk=user_id).exclude(state=UserState.CLOSED)
    rows = list(people.values_list("is_staff", *_RIGHTS))
    if not rows:
        raise NotFound
    is_staff = rows[0][0]
    rights = [row[1:] for row in rows]
    return _actor(user_id, rights, is_staff=is_staff, ip=ip, request_id=request_id)


def find_visit(*, session_key: str, ip: str = "", request_id: str = "") -> Visit | None:
    """Return who is signed in with the key of a web session, None if nobody is any more.

    One statement, so that a revoked device is out with its next request.
    """
    if not session_key:
        return None
    sessions = LoginSession.objects.filter(
        key_hash=hash_key(session_key), expires_at__gt=clock.now()
    ).exclude(user__state=UserState.CLOSED)
    fields = ("id", "seen_at", "user_id", "user__nickname", "user__locale", "user__is_staff")
    rows = list(sessions.values_list(*fields, *(f"user__{name}" for name in _RIGHTS)))
    if not rows:
        return None
    session_id, seen_at, user_id, nickname, locale, is_staff = rows[0][:6]
    rights = [row[6:] for row in rows]
    actor = _actor(user_id, rights, is_staff=is_staff, ip=ip, request_id=request_id)
    return Visit(actor, session_id, nickname, locale, is_staff, seen_at)


def hash_key(session_key: str) -> str:
    """Return what is kept of a session key."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def list_sessions(user_id: UUID, *, session_key: str = "") -> tuple[SessionCard, ...]:
    """Return the devices that are signed in, the latest used first.

    session_key: of the asking request, to mark its own device.
    """
    current = hash_key(session_key) if session_key else ""
    rows = LoginSession.objects.filter(user_id=user_id, expires_at__gt=clock.now())
    return tuple(
        SessionCard(
            id=row.id,
            ip=row.ip,
            user_agent=row.user_agent,
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            is_current=row.key_hash == current,
        )
        for row in rows.order_by("-seen_at", "-id")
    )


def list_roles(merchant_id: UUID | None = None) -> tuple[RoleCard, ...]:
    """Return the roles to choose from: a shop's own after the built-in ones.

    merchant_id: the shop; None for the roles of the platform's staff.
    """
    if merchant_id is None:
        rows = Role.objects.filter(level=RoleLevel.PLATFORM)
    else:
        rows = Role.objects.filter(level=RoleLevel.MERCHANT).filter(
            Q(merchant_id=None) | Q(merchant_id=merchant_id)
        )
    return tuple(role_card(row) for row in rows.order_by("-is_builtin", "created_at", "id"))


def get_role(role_id: UUID) -> RoleCard:
    """Return a role. Raises: NotFound."""
    row = Role.objects.filter(pk=role_id).first()
    if row is None:
        raise NotFound
    return role_card(row)


def find_role(code: str) -> RoleCard | None:
    """Return the role of a code, such as `merchant.manager`."""
    row = Role.objects.filter(code=code).first()
    return role_card(row) if row else None


def list_assignments(user_id: UUID) -> tuple[Assignment, ...]:
    """Return the roles of a person, the oldest first."""
    rows = RoleAssignment.objects.filter(user_id=user_id).select_related("role")
    return tuple(_assignment(row) for row in rows.order_by("created_at", "id"))


def list_staff(merchant_id: UUID | None = None) -> tuple[StaffMember, ...]:
    """Return who works for a shop, or with None for the platform, the longest serving first."""
    if merchant_id is None:
        rows = RoleAssignment.objects.filter(role__level=RoleLevel.PLATFORM)
    else:
        rows = RoleAssignment.objects.filter(scope=RoleScope.MERCHANT, scope_id=merchant_id)
    people: dict[UUID, list[RoleAssignment]] = {}
    for row in rows.select_related("user", "role").order_by("created_at", "id"):
        people.setdefault(row.user_id, []).append(row)
    return tuple(_staff_member(assigned) for assigned in people.values())


def builtin_roles() -> dict[str, tuple[str, ...]]:
    """Return the code of every built-in role with what it allows, without asking the database."""
    known = {part.name: part.for_merchants for part in PERMISSIONS.values()}
    return {role.code: rules.builtin_permissions(role, known) for role in rules.BUILTINS}


def role_card(row: Role) -> RoleCard:
    """Return a role as a value."""
    return RoleCard(
        id=row.id,
        code=row.code,
        name=row.name,
        level=RoleLevel(row.level),
        merchant_id=row.merchant_id,
        permissions=tuple(row.permissions),
        is_builtin=row.is_builtin,
    )


def _actor(
    user_id: UUID, rights: Iterable[_Right], *, is_staff: bool, ip: str, request_id: str
) -> Actor:
    grants = frozenset(
        Grant(name, DataScope(scope), None if scope == RoleScope.ALL else scope_id)
        for scope, scope_id, permissions in rights
        if scope
        for name in permissions or ()
    )
    kind = ActorKind.STAFF if is_staff or grants else ActorKind.CUSTOMER
    return Actor(
        kind=kind, id=str(user_id), user_id=user_id, grants=grants, ip=ip, request_id=request_id
    )


def _staff_member(assigned: list[RoleAssignment]) -> StaffMember:
    user = assigned[0].user
    return StaffMember(
        user_id=user.id,
        nickname=user.nickname,
        email=user.email or "",
        phone=user.phone or "",
        roles=tuple(_assignment(row) for row in assigned),
        since=assigned[0].created_at,
    )


def _assignment(row: RoleAssignment) -> Assignment:
    return Assignment(
        role_id=row.role_id,
        role_code=row.role.code,
        role_name=row.role.name,
        scope=RoleScope(row.scope),
        scope_id=None if row.scope_id == EVERYWHERE else row.scope_id,
    )
