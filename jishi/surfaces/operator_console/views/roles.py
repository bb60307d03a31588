"""Roles of the platform's staff, and what they allow."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import RoleCard, RoleDraft, RoleLevel
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console.forms import people as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)

ROLES = "accounts.manage_roles"


def platform_roles() -> list[RoleCard]:
    """Return the roles of the platform's staff."""
    return [one for one in accounts_queries.list_roles() if one.level == RoleLevel.PLATFORM]


class Roles(OperatorList):
    """The roles of the platform's staff."""

    title = lazy("Roles")
    permission = ROLES
    section = "roles"
    file_name = "roles"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.name)),
        kit.Column(
            name="kind",
            label=lazy("Kind"),
            value=lambda one: _("Built in") if one.is_builtin else _("Your own"),
        ),
        kit.Column(
            name="count",
            label=lazy("Permissions"),
            kind="number",
            value=lambda one: len(one.permissions),
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New role"), self.url("role_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[RoleCard]:
        """Return the roles."""
        return Page(items=tuple(platform_roles()))

    def row_url(self, item: RoleCard) -> str:
        """Return the role's page."""
        return self.url("role", item.id)


class OfRole(OperatorPage):
    """What every page of one role shares."""

    permission = ROLES
    section = "roles"

    @cached_property
    def role(self) -> RoleCard:
        """The role, if it is the platform's. Raises: NotFound."""
        found = accounts_queries.get_role(self.kwargs["role_id"])  # type: ignore[attr-defined]
        if found.level != RoleLevel.PLATFORM:
            raise NotFound
        return found


class Role(OfRole, kit.RecordPage):
    """One role and what it allows."""

    def load(self, **_kwargs: Any) -> RoleCard:
        """Return the role."""
        return self.role

    def heading(self) -> str:
        """Return the name."""
        return say(self.role.name)

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Roles"), "roles"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return what kind of role it is."""
        kind = _("Built in: it stays as it is") if self.role.is_builtin else _("Your own")
        return [Fact(_("Kind"), kind)]

    def sections(self) -> Sequence[kit.Section]:
        """Return the permissions with their explanations."""
        facts = [
            Fact(forms.room_of(name), _(PERMISSIONS.get(name).help))
            for name in self.role.permissions
            if name in PERMISSIONS
        ]
        return [kit.Section(_("What it allows"), facts=facts)]

    def next_actions(self) -> list[Action]:
        """Return what may be done with a role of one's own."""
        if self.role.is_builtin:
            return []
        return [
            Action(_("Edit"), self.url("role_edit", self.role.id), icon="edit"),
            Action(_("Delete"), self.url("role_delete", self.role.id), kind="danger", confirm=True),
        ]


class NewRole(OperatorForm):
    """Make a role."""

    title = lazy("New role")
    permission = ROLES
    section = "roles"
    form_class = forms.RoleForm
    role_id: UUID | None = None

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("roles")

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        draft = RoleDraft(name=text_map(data, "name"), permissions=tuple(data["permissions"]))
        return accounts.save_role(actor=self.actor, draft=draft, role_id=self.role_id)


class EditRole(OfRole, NewRole):
    """Change a role."""

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.role.name)

    @property
    def role_id(self) -> UUID:  # type: ignore[override]
        """The one that changes."""
        return self.role.id

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return spread("name", self.role.name) | {"permissions": list(self.role.permissions)}


class DeleteRole(OfRole, OperatorConfirm):
    """Delete a role that nobody has."""

    submit_label = lazy("Delete")
    success_message = lazy("The role is deleted.")
    danger = True

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return _("Delete {name}?").format(name=say(self.role.name))

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("roles")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it."""
        accounts.delete_role(actor=self.actor, role_id=self.role.id)
