"""Customers, masked; and the platform's staff."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.addresses import mask_email, mask_phone
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.goods.inventory import queries as inventory_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.errors import BadContact
from jishi.parties.accounts.types import (
    Assignment,
    Channel,
    Person,
    PersonFilter,
    StaffMember,
    UserState,
)
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console.forms import people as forms
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)
from jishi.surfaces.operator_console.views.roles import platform_roles
from jishi.trade.orders import queries as orders_queries
from jishi.trade.orders.types import OrderFilter

CUSTOMERS, STAFF = "accounts.view_customers", "accounts.manage_staff"


def masked(person: Person | StaffMember) -> str:
    """Return how a person is reached, with the middle hidden."""
    parts = [
        mask_phone(person.phone) if person.phone else "",
        mask_email(person.email) if person.email else "",
    ]
    return " · ".join(part for part in parts if part)


class Customers(OperatorList):
    """Accounts, newest first; phones and addresses are masked."""

    title = lazy("Customers")
    permission = CUSTOMERS
    section = "customers"
    filter_form = forms.PersonFilter
    file_name = "customers"
    columns = (
        kit.Column(name="nickname", label=lazy("Name")),
        kit.Column(name="contact", label=lazy("Phone or e-mail"), value=masked),
        kit.Column(name="state", label=lazy("State"), axis="account"),
        kit.Column(name="locale", label=lazy("Language"), shown=False),
        kit.Column(name="joined_at", label=lazy("Since")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Person]:
        """Return the people that the filters ask for."""
        state = wanted.filters.get("state")
        criteria = PersonFilter(
            search=wanted.filters.get("q") or "", state=UserState(state) if state else None
        )
        return accounts_queries.list_people(criteria, cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: Person) -> str:
        """Return the customer's page."""
        return self.url("customer", item.id)


class Customer(OperatorPage, kit.RecordPage):
    """One customer: devices and orders."""

    permission = CUSTOMERS
    section = "customers"

    def load(self, **kwargs: Any) -> Person:
        """Return the person. Raises: NotFound."""
        return accounts_queries.get_user(kwargs["user_id"])

    def heading(self) -> str:
        """Return the nickname."""
        return self.record.nickname or _("No name")

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "account", self.record.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Customers"), "customers"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return what is known, masked."""
        person = self.record
        count = orders_queries.count_orders(OrderFilter(user_id=person.id))
        return [
            Fact(_("Phone or e-mail"), masked(person) or "—"),
            Fact(_("Language"), person.locale),
            Fact(_("Since"), person.joined_at, "time"),
            Fact(_("Orders"), formats.number(count)),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return the latest orders, for those who may see them, and the devices."""
        sections = [
            kit.Section(
                _("Devices"),
                columns=SESSION_COLUMNS,
                items=accounts_queries.list_sessions(self.record.id),
            )
        ]
        if self.may("orders.view"):
            criteria = OrderFilter(user_id=self.record.id)
            found = orders_queries.list_orders(criteria, limit=20).items
            sections.insert(0, kit.Section(_("Latest orders"), columns=ORDER_COLUMNS, items=found))
        return sections


def link_to_order(order: Any) -> str:
    """Return an order's number as a link."""
    url = reverse("operator:order", args=[order.order_id])
    return format_html('<a href="{}">{}</a>', url, order.number)


SESSION_COLUMNS = (
    kit.Column(name="user_agent", label=lazy("Device")),
    kit.Column(name="ip", label=lazy("IP address")),
    kit.Column(name="signed_in_at", label=lazy("Signed in")),
    kit.Column(name="seen_at", label=lazy("Last seen")),
)
ORDER_COLUMNS = (
    kit.Column(name="number", label=lazy("Number"), render=link_to_order),
    kit.Column(name="label", label=lazy("State"), axis="order_stage"),
    kit.Column(name="placed_at", label=lazy("Placed")),
)


class Staff(OperatorList):
    """Who works for the platform."""

    title = lazy("Staff")
    permission = STAFF
    section = "staff"
    file_name = "staff"
    columns = (
        kit.Column(name="nickname", label=lazy("Name")),
        kit.Column(
            name="roles",
            label=lazy("Roles"),
            value=lambda one: " · ".join(say(role.role_name) for role in one.roles),
        ),
        kit.Column(name="contact", label=lazy("Phone or e-mail"), value=masked),
        kit.Column(name="since", label=lazy("Since")),
    )

    def page_actions(self) -> list[Action]:
        """Offer to add somebody."""
        return [
            Action(_("Give a role"), self.url("staff_new"), kind="primary", icon="plus"),
            Action(_("New account"), self.url("staff_account"), icon="user"),
        ]

    def fetch(self, wanted: kit.Wanted) -> Page[StaffMember]:
        """Return everybody."""
        return Page(items=accounts_queries.list_staff())

    def row_url(self, item: StaffMember) -> str:
        """Return the member's page."""
        return self.url("member", item.user_id)


class NewAccount(OperatorForm):
    """Make an account for somebody who will work here."""

    title = lazy("New account")
    permission = STAFF
    section = "staff"
    form_class = forms.AccountForm
    submit_label = lazy("Make the account")
    success_message = lazy("The account is there. Now give it a role.")
    aliases = {"phone": "contact", "email": "contact"}
    contact = ""

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("staff")

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Make it."""
        self.contact = data["contact"]
        given = accounts_queries.parse_contact(self.contact)
        kind = "email" if given.channel == Channel.EMAIL else "phone"
        return accounts.create_account(
            actor=self.actor, nickname=data["nickname"], **{kind: given.value}
        )

    def success_url(self, _result: object) -> str:
        """Go on to its role."""
        return self.url("staff_new", query=urlencode({"contact": self.contact}))


class GiveRole(OperatorForm):
    """Give somebody a role on the platform."""

    title = lazy("Give a role")
    permission = STAFF
    section = "staff"
    submit_label = lazy("Give the role")
    success_message = lazy("The role is given.")
    aliases = {"phone": "contact", "email": "contact"}

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("staff")

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer the platform's roles and warehouses."""
        roles = [(str(one.id), say(one.name)) for one in platform_roles()]
        initial = {"contact": self.request.GET.get("contact", "")}
        return forms.StaffForm(data, roles=roles, warehouses=self._warehouses(), initial=initial)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Give it to who has that contact."""
        person = accounts_queries.find_user(data["contact"])
        if person is None:
            raise NoAccount(field="contact")
        accounts.assign_role(
            actor=self.actor,
            user_id=person.id,
            role_id=UUID(data["role"]),
            warehouse_id=UUID(data["warehouse"]) if data["warehouse"] else None,
        )

    def _warehouses(self) -> list[tuple[str, str]]:
        if not self.may("inventory.view"):
            return []
        found = inventory_queries.list_locations(actor=self.actor, is_active=True)
        return [(str(one.location_id), say(one.name)) for one in found if one.merchant_id is None]


class NoAccount(BadContact):
    """Nobody has an account with this contact."""

    code = "operator.no_account"


class OfMember(OperatorPage):
    """What every page of one member of the staff shares."""

    permission = STAFF
    section = "staff"

    @cached_property
    def member(self) -> StaffMember:
        """The member. Raises: NotFound."""
        user_id = self.kwargs["user_id"]  # type: ignore[attr-defined]
        for one in accounts_queries.list_staff():
            if one.user_id == user_id:
                return one
        raise NotFound


class Member(OfMember, kit.RecordPage):
    """One member of the staff and the roles."""

    def load(self, **_kwargs: Any) -> StaffMember:
        """Return the member."""
        return self.member

    def heading(self) -> str:
        """Return the name."""
        return self.member.nickname or _("No name")

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Staff"), "staff"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return how they are reached."""
        return [
            Fact(_("Phone or e-mail"), masked(self.member) or "—"),
            Fact(_("Since"), self.member.since, "time"),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return the roles, each with the way to take it."""
        template = "operator_console/platform/_roles.html"
        known = {one.scope_id for one in self.member.roles if one.scope_id}
        places = inventory_queries.get_locations(known) if known else {}
        rows = [
            {
                "name": say(one.role_name),
                "place": say(places[one.scope_id].name) if one.scope_id in places else "",
                "url": self._take_url(one),
            }
            for one in self.member.roles
        ]
        return [kit.Section(_("Roles"), template=template, context={"roles": rows})]

    def _take_url(self, role: Assignment) -> str:
        query = urlencode({"warehouse": str(role.scope_id)}) if role.scope_id else ""
        return self.url("role_take", self.member.user_id, role.role_id, query=query)


class TakeRole(OfMember, OperatorConfirm):
    """Take a role from somebody."""

    submit_label = lazy("Take the role")
    success_message = lazy("The role is taken.")
    danger = True

    @cached_property
    def role(self) -> Assignment:
        """The role, if the member has it there. Raises: NotFound."""
        place = self.request.GET.get("warehouse", "")
        for one in self.member.roles:
            if one.role_id == self.kwargs["role_id"] and str(one.scope_id or "") == place:
                return one
        raise NotFound

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name role and person."""
        return _("Take {role} from {name}?").format(
            role=say(self.role.role_name), name=self.member.nickname
        )

    def back_url(self) -> str:
        """Return the member's page."""
        return self.url("member", self.member.user_id)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Take it."""
        accounts.remove_role(
            actor=self.actor,
            user_id=self.member.user_id,
            role_id=self.role.role_id,
            warehouse_id=self.role.scope_id,
        )

    def success_url(self, _result: object) -> str:
        """Return to the list; the member may be none any more."""
        return self.url("staff")
