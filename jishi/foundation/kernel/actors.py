"""Who acts: the first argument of every service, and what that one may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.errors import Forbidden, NotFound


class ActorKind(StrEnum):
    """The kinds of beings that act on the shop."""

    GUEST = "guest"
    CUSTOMER = "customer"
    STAFF = "staff"
    APP = "app"
    SYSTEM = "system"


class DataScope(StrEnum):
    """How far a grant reaches: one's own records, some shops, some warehouses, or all."""

    OWN = "own"
    MERCHANT = "merchant"
    WAREHOUSE = "warehouse"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Grant:
    """One permission and how far it reaches.

    permission: `<room>.<verb>`, for instance `orders.ship`.
    scope: the reach. scope_id: the merchant or warehouse, null for `own` and `all`.
    """

    permission: str
    scope: DataScope
    scope_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, for whom, with which grants; everything not granted is denied.

    id: user, app or guest-session id as text; a system actor carries its room's name.
    user_id: the signed-in account, if any. grants: what may be done, and where.
    ip, request_id: where the request came from, for the audit trail.
    on_behalf_of: the person an app or a support agent acts for.
    """

    kind: ActorKind
    id: str
    user_id: UUID | None = None
    grants: frozenset[Grant] = frozenset()
    ip: str = ""
    request_id: str = ""
    on_behalf_of: str = ""

    @classmethod
    def system(cls, room: str) -> "Actor":
        """Return the house itself, acting from one of its rooms."""
        return cls(kind=ActorKind.SYSTEM, id=room)

    @classmethod
    def guest(cls, session_id: str, *, ip: str = "", request_id: str = "") -> "Actor":
        """Return a visitor who has not signed in."""
        return cls(kind=ActorKind.GUEST, id=session_id, ip=ip, request_id=request_id)

    @property
    def is_system(self) -> bool:
        """Whether the house itself acts."""
        return self.kind == ActorKind.SYSTEM

    def may(
        self,
        permission: str,
        *,
        merchant_id: UUID | None = None,
        warehouse_id: UUID | None = None,
    ) -> bool:
        """Return whether a grant covers the permission on that merchant or warehouse.

        Without a merchant and warehouse, only a grant over `all` covers it.
        """
        if self.is_system:
            return True
        return any(
            grant.permission == permission and _reaches(grant, merchant_id, warehouse_id)
            for grant in self.grants
        )

    def holds(self, permission: str) -> bool:
        """Return whether the permission is granted at all, whatever its reach."""
        return self.is_system or any(grant.permission == permission for grant in self.grants)

    def require(
        self,
        permission: str,
        *,
        merchant_id: UUID | None = None,
        warehouse_id: UUID | None = None,
    ) -> None:
        """Refuse unless `may` allows.

        Raises: NotFound if the actor holds the permission elsewhere, so that foreign
            objects do not betray their existence; Forbidden if it holds it nowhere.
        """
        if self.may(permission, merchant_id=merchant_id, warehouse_id=warehouse_id):
            return
        if self.holds(permission):
            raise NotFound
        raise Forbidden(permission=permission)

    def merchant_ids(self, permission: str) -> frozenset[UUID] | None:
        """Return the merchants a permission reaches; None means every merchant."""
        return self._reach(permission, DataScope.MERCHANT)

    def warehouse_ids(self, permission: str) -> frozenset[UUID] | None:
        """Return the warehouses a permission reaches; None means every warehouse."""
        return self._reach(permission, DataScope.WAREHOUSE)

    def _reach(self, permission: str, scope: DataScope) -> frozenset[UUID] | None:
        held = [grant for grant in self.grants if grant.permission == permission]
        if self.is_system or any(grant.scope == DataScope.ALL for grant in held):
            return None
        return frozenset(
            grant.scope_id for grant in held if grant.scope == scope and grant.scope_id
        )

    def owns(self, owner_id: UUID | None) -> bool:
        """Return whether a record belongs to the signed-in person."""
        return owner_id is not None and owner_id == self.user_id

    def require_owner(self, owner_id: UUID | None) -> None:
        """Refuse a record of somebody else.

        Raises: NotFound if the record belongs to another person.
        """
        if not (self.is_system or self.owns(owner_id)):
            raise NotFound


def grants_over_merchant(permissions: Iterable[str], merchant_id: UUID) -> frozenset[Grant]:
    """Return grants of several permissions over one merchant."""
    return frozenset(Grant(name, DataScope.MERCHANT, merchant_id) for name in permissions)


def grants_over_all(permissions: Iterable[str]) -> frozenset[Grant]:
    """Return grants of several permissions over everything."""
    return frozenset(Grant(name, DataScope.ALL) for name in permissions)


def _reaches(grant: Grant, merchant_id: UUID | None, warehouse_id: UUID | None) -> bool:
    if grant.scope == DataScope.ALL:
        return True
    if grant.scope == DataScope.MERCHANT:
        return merchant_id is not None and grant.scope_id == merchant_id
    if grant.scope == DataScope.WAREHOUSE:
        return warehouse_id is not None and grant.scope_id == warehouse_id
    return False
