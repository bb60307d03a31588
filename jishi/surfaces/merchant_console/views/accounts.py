"""Who works for the shop, and what roles allow."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform.permissions import PERMISSIONS
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import OWNER_ROLE, RoleCard, RoleDraft, StaffMember
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms.accounts import MemberForm, RoleChoice, RoleForm
from jishi.surfaces.merchant_console.forms.catalog import spread
from jishi.surfaces.merchant_console.pages import ShopPage, say


class Staff(ShopPage, kit.ListPage):
    """Who works for the shop."""

    title = lazy("Staff")
    permission = "accounts.manage_staff"
    section = "staff"
    file_name = "staff"
    columns = (
        kit.Column(name="nickname", label=lazy("Name")),
        kit.Column(name="contact", label=lazy("Contact"), value=lambda row: row.phone or row.email),
        kit.Column(
            name="roles",
            label=lazy("Roles"),
            value=lambda row: ", ".join(say(role.role_name) for role in row.roles),
        ),
        kit.Column(name="since", label=lazy("Since")),
    )

    def page_actions(self) -> list[Action]:
        """Offer to take somebody in."""
        return [Action(_("Add a person"), self.url("staff_add"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[StaffMember]:
        """Return everybody."""
        return Page(merchants_queries.list_members(self.shop.id))

    def row_id(self, item: StaffMember) -> str:
        """Return the id."""
        return str(item.user_id)

    def row_url(self, item: StaffMember) -> str:
        """Return the person's page."""
        return self.url("member", item.user_id)


class StaffForm(ShopPage, kit.FormPage):
    """A form about staff that leads back to the list."""

    permission = "accounts.manage_staff"
    section = "staff"

    def roles(self) -> list[tuple[str, str]]:
        """Return the roles that may be given."""
        return [
            (str(role.id), say(role.name))
            for role in accounts_queries.list_roles(self.shop.id)
            if role.code != OWNER_ROLE
        ]

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("staff")


class AddMember(StaffForm):
    """Take somebody with an account into the staff."""

    title = lazy("Add a person")
    submit_label = lazy("Add")
    success_message = lazy("They can sign in to the console now.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the roles."""
        return MemberForm(data, roles=self.roles())

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Take them in."""
        return merchants.add_member(
            actor=self.actor,
            merchant_id=self.shop.id,
            contact=data["contact"],
            role_id=data["role_id"],
        )


class OfMember(ShopPage):
    """What every page of one member shares."""

    permission = "accounts.manage_staff"
    section = "staff"

    @cached_property
    def member(self) -> StaffMember:
        """The person, if they work here. Raises: NotFound."""
        user_id = self.kwargs["user_id"]  # type: ignore[attr-defined]
        for member in merchants_queries.list_members(self.shop.id):
            if member.user_id == user_id:
                return member
        raise NotFound


class Member(OfMember, kit.RecordPage):
    """One person of the staff, with their roles here."""

    def load(self, **_kwargs: Any) -> StaffMember:
        """Return the person."""
        return self.member

    def heading(self) -> str:
        """Return the name."""
        return self.member.nickname

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Staff"), "staff"), Link(self.member.nickname, "")]

    def facts(self) -> Sequence[Fact]:
        """Return how to reach them."""
        member = self.member
        return [
            Fact(_("Phone"), member.phone or None),
            Fact(_("E-mail"), member.email or None),
            Fact(_("Since"), member.since, "time"),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return the roles, each with what takes it away."""
        roles = [
            {
                "name": say(role.role_name),
                "url": self.url("member_role", self.member.user_id, role.role_id),
                "is_owner": role.role_code == OWNER_ROLE,
            }
            for role in self.member.roles
        ]
        template = "merchant_console/accounts/_roles.html"
        return [kit.Section(_("Roles"), template=template, context={"roles": roles})]

    def next_actions(self) -> list[Action]:
        """Offer another role, and to let the person go."""
        user_id = self.member.user_id
        actions = [Action(_("Give another role"), self.url("member_assign", user_id), icon="plus")]
        if all(role.role_code != OWNER_ROLE for role in self.member.roles):
            url = self.url("member_remove", user_id)
            actions.append(Action(_("Remove from staff"), url, kind="danger", confirm=True))
        return actions


class MemberPage(OfMember, StaffForm):
    """A form about one member."""

    @property
    def text(self) -> str:  # type: ignore[override]
        """Name the person."""
        return self.member.nickname

    def back_url(self) -> str:
        """Return to the person."""
        return self.url("member", self.member.user_id)


class AssignRole(MemberPage):
    """Give a member another role."""

    title = lazy("Give another role")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the roles."""
        return RoleChoice(data, roles=self.roles())

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Give it."""
        accounts.assign_role(
            actor=self.actor,
            user_id=self.member.user_id,
            role_id=data["role_id"],
            merchant_id=self.shop.id,
        )


class RemoveRole(MemberPage, kit.ConfirmPage):
    """Take a role from a member."""

    title = lazy("Take this role away?")
    submit_label = lazy("Take away")
    success_message = lazy("Taken away.")
    danger = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, if the person has this role here. Raises: NotFound."""
        if all(role.role_id != self.kwargs["role_id"] for role in self.member.roles):
            raise NotFound
        return super().get(request, *args, **kwargs)

    def save(self, *, data: dict[str, Any], key: str) -> bool:
        """Take it; tell whether the person still works here."""
        accounts.remove_role(
            actor=self.actor,
            user_id=self.member.user_id,
            role_id=self.kwargs["role_id"],
            merchant_id=self.shop.id,
        )
        return len(self.member.roles) > 1

    def success_url(self, result: object) -> str:
        """Return to the person, or to the list of those who are left."""
        return self.back_url() if result else self.url("staff")


class RemoveMember(MemberPage, kit.ConfirmPage):
    """Let somebody go."""

    title = lazy("Remove this person from the staff?")
    submit_label = lazy("Remove")
    success_message = lazy("They can no longer enter the console.")
    danger = True

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Remove them."""
        merchants.remove_member(
            actor=self.actor, merchant_id=self.shop.id, user_id=self.member.user_id
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.url("staff")


class Roles(ShopPage, kit.ListPage):
    """The roles of the shop's staff."""

    title = lazy("Roles")
    permission = "accounts.manage_roles"
    section = "roles"
    file_name = "roles"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda role: say(role.name)),
        kit.Column(
            name="own",
            label=lazy("Whose"),
            value=lambda role: _("Built in") if role.is_builtin else _("This shop’s"),
        ),
        kit.Column(
            name="permissions",
            label=pgettext_lazy("role", "May"),
            kind="number",
            value=lambda role: len(role.permissions),
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        return [Action(_("New role"), self.url("role_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[RoleCard]:
        """Return all of them."""
        return Page(accounts_queries.list_roles(self.shop.id))

    def row_id(self, item: RoleCard) -> str:
        """Return the id."""
        return str(item.id)

    def row_url(self, item: RoleCard) -> str:
        """Return what the role allows."""
        return self.url("role", item.id)


class OfRole(ShopPage):
    """What every page of one role shares."""

    permission = "accounts.manage_roles"
    section = "roles"

    @cached_property
    def role(self) -> RoleCard | None:
        """The role, if this shop may use it. Raises: NotFound."""
        role_id: UUID | None = self.kwargs.get("role_id")  # type: ignore[attr-defined]
        if role_id is None:
            return None
        for role in accounts_queries.list_roles(self.shop.id):
            if role.id == role_id:
                return role
        raise NotFound


class Role(OfRole, kit.RecordPage):
    """What a role allows."""

    def load(self, **_kwargs: Any) -> RoleCard | None:
        """Return the role."""
        return self.role

    def heading(self) -> str:
        """Return its name."""
        return say(self.role.name) if self.role else ""

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Roles"), "roles"), Link(self.heading(), "")]

    def sections(self) -> Sequence[kit.Section]:
        """Return the permissions in words."""
        allowed = self.role.permissions if self.role else ()
        template = "merchant_console/accounts/_permissions.html"
        context: dict[str, object] = {
            "permissions": [words.PERMISSIONS.get(name, name) for name in allowed]
        }
        return [kit.Section(pgettext_lazy("role", "May"), template=template, context=context)]

    def next_actions(self) -> list[Action]:
        """Offer to change or delete a role of the shop's own."""
        if self.role is None or self.role.is_builtin:
            return []
        role_id = self.role.id
        return [
            Action(_("Edit"), self.url("role_edit", role_id), icon="edit"),
            Action(_("Delete"), self.url("role_delete", role_id), kind="danger", confirm=True),
        ]


class SaveRole(OfRole, kit.FormPage):
    """Make a role of the shop's own or change one."""

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return say(self.role.name) if self.role else _("New role")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the permissions that the actor holds here."""
        initial: dict[str, object] = {}
        if self.role:
            initial = {**spread("name", self.role.name), "permissions": self.role.permissions}
        return RoleForm(data, permissions=grantable(self), initial=initial)

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        return accounts.save_role(
            actor=self.actor,
            draft=RoleDraft(
                name={"zh-hans": data["name_zh"], "en": data["name_en"]},
                permissions=tuple(data["permissions"]),
                merchant_id=self.shop.id,
            ),
            role_id=self.role.id if self.role else None,
        )

    def success_url(self, result: object) -> str:
        """Go to the role."""
        return self.url("role", result)

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("roles")


class DeleteRole(OfRole, kit.ConfirmPage):
    """Delete a role that nobody has."""

    title = lazy("Delete this role?")
    submit_label = lazy("Delete")
    success_message = lazy("Deleted.")
    danger = True

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Check that it is there; nothing is filled in."""
        assert self.role is not None
        return forms.Form(data, files)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it."""
        accounts.delete_role(
            actor=self.actor, role_id=self.kwargs["role_id"], merchant_id=self.shop.id
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.url("roles")

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("roles")


def grantable(page: ShopPage) -> list[tuple[str, Any]]:
    """Return the permissions meant for shops that the actor holds in this one."""
    return [
        (part.name, words.PERMISSIONS.get(part.name, part.help))
        for part in PERMISSIONS.values()
        if part.for_merchants and page.may(part.name)
    ]
