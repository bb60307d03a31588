"""Levels of members, and each member's points and growth."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from jishi.foundation.kernel.paging import Page
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.growth.loyalty import services as loyalty
from jishi.growth.loyalty.types import Adjustment, GrowthInfo, Level, MemberView
from jishi.money.wallets.types import MovementInfo
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import Person, PersonFilter
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import loyalty as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)
from jishi.surfaces.operator_console.views.people import masked

VIEW, EDIT, ADJUST = "loyalty.view", "loyalty.edit", "loyalty.adjust"
BP = Decimal(100)
FULL_BP = Decimal(10_000)


def cause(item: MovementInfo | GrowthInfo) -> str:
    """Return why points or growth moved, in words."""
    return str(words.POINT_CAUSES.get(item.cause, item.cause))


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level, and how many members have it."""

    level: Level
    members: int


class Levels(OperatorList):
    """All levels, the lowest first."""

    title = lazy("Levels of members")
    permission = EDIT
    section = "levels"
    file_name = "levels"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.level.name)),
        kit.Column(name="code", label=lazy("Code"), value=lambda one: one.level.code),
        kit.Column(
            name="threshold",
            label=lazy("Growth needed"),
            kind="number",
            value=lambda one: one.level.threshold,
        ),
        kit.Column(
            name="rate",
            label=lazy("Members pay"),
            value=lambda one: formats.percent_of_bp(one.level.rate_bp),
        ),
        kit.Column(
            name="factor",
            label=lazy("Points multiplied"),
            value=lambda one: f"× {formats.number(one.level.points_bp / 10_000)}",
        ),
        kit.Column(name="members", label=lazy("Members"), kind="number"),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one, and the settings of points."""
        new = Action(_("New level"), self.url("level_new"), kind="primary", icon="plus")
        if not self.may("preferences.edit"):
            return [new]
        settings = self.url("settings_room", "loyalty")
        return [Action(_("Points settings"), settings, icon="settings"), new]

    def fetch(self, wanted: kit.Wanted) -> Page[LevelRow]:
        """Return every level with the number of its members."""
        counts = loyalty_queries.count_by_level()
        levels = loyalty_queries.list_levels()
        return Page(items=tuple(LevelRow(one, counts.get(one.code, 0)) for one in levels))

    def row_url(self, item: LevelRow) -> str:
        """Return the level's form."""
        return self.url("level", item.level.code)


class NewLevel(OperatorForm):
    """Make a level."""

    title = lazy("New level")
    permission = EDIT
    section = "levels"
    form_class = forms.LevelForm
    aliases = {"name": "name_zh", "rate_bp": "rate", "points_bp": "factor"}

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("levels")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Add it."""
        loyalty.add_level(actor=self.actor, level=self.drafted(data))

    def drafted(self, data: dict[str, Any]) -> Level:
        """Return the level as the form has it."""
        return Level(
            code=data["code"],
            name=text_map(data, "name"),
            threshold=data["threshold"],
            rate_bp=int(data["rate"] * BP),
            points_bp=int(data["factor"] * FULL_BP),
        )


class EditLevel(NewLevel):
    """Change a level; its code stays."""

    @cached_property
    def level(self) -> Level:
        """The level of the address. Raises: LevelNotFound."""
        return loyalty_queries.get_level(self.kwargs["code"])

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.level.name)

    def page_actions(self) -> list[Action]:
        """Offer to remove it; the lowest stays."""
        if self.level.threshold == 0:
            return []
        url = self.url("level_delete", self.level.code)
        return [Action(_("Remove"), url, kind="danger", icon="trash", confirm=True)]

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Show the code without letting it change."""
        held = self.level
        initial = {
            **spread("name", held.name),
            "code": held.code,
            "threshold": held.threshold,
            "rate": held.rate_bp / BP,
            "factor": held.points_bp / FULL_BP,
        }
        form = forms.LevelForm(data, initial=initial)
        form.fields["code"].disabled = True
        return form

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        loyalty.change_level(actor=self.actor, level=self.drafted(data))


class RemoveLevel(OperatorConfirm):
    """Remove a level that nobody has."""

    permission = EDIT
    section = "levels"
    submit_label = lazy("Remove the level")
    success_message = lazy("The level is removed.")
    danger = True

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        level = loyalty_queries.get_level(self.kwargs["code"])
        return _("Remove the level {name}?").format(name=say(level.name))

    def back_url(self) -> str:
        """Return to the level."""
        return self.url("level", self.kwargs["code"])

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Remove it."""
        loyalty.remove_level(actor=self.actor, code=self.kwargs["code"])

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.url("levels")


class Members(OperatorList):
    """People to look up; phones and addresses are masked."""

    title = lazy("Points and growth")
    permission = VIEW
    section = "loyalty_members"
    filter_form = forms.MemberSearch
    file_name = "members"
    columns = (
        kit.Column(name="nickname", label=lazy("Name")),
        kit.Column(name="contact", label=lazy("Phone or e-mail"), value=masked),
        kit.Column(name="state", label=lazy("State"), axis="account"),
        kit.Column(name="joined_at", label=lazy("Since")),
    )

    def fetch(self, wanted: kit.Wanted) -> Page[Person]:
        """Return the people that the filter asks for."""
        criteria = PersonFilter(search=wanted.filters.get("q") or "")
        return accounts_queries.list_people(criteria, cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: Person) -> str:
        """Return the member's points and growth."""
        return self.url("loyalty_member", item.id)


class OfMember(OperatorPage):
    """What every page of one member's points shares."""

    permission = VIEW
    section = "loyalty_members"

    @cached_property
    def person(self) -> Person:
        """The member. Raises: NotFound."""
        user_id: UUID = self.kwargs["user_id"]  # type: ignore[attr-defined]
        return accounts_queries.get_user(user_id)

    def name(self) -> str:
        """Return the nickname."""
        return self.person.nickname or _("No name")


class Member(OfMember, kit.RecordPage):
    """One member: level, points and growth, and the latest of both."""

    latest = 10

    def load(self, **_kwargs: Any) -> MemberView:
        """Return where the member stands."""
        return loyalty_queries.get_member(actor=self.actor, user_id=self.person.id)

    def heading(self) -> str:
        """Return the name."""
        return self.name()

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Points and growth"), "loyalty_members"), Link(self.name(), "")]

    def next_actions(self) -> list[Action]:
        """Offer to give or take, to those who may, and the whole statements."""
        user_id = self.person.id
        links = [
            Action(_("All points"), self.url("loyalty_points", user_id), icon="list"),
            Action(_("All growth"), self.url("loyalty_growth", user_id), icon="trend"),
        ]
        if self.may(ADJUST):
            url = self.url("loyalty_adjust", user_id)
            links.append(Action(_("Give or take"), url, kind="primary", icon="edit"))
        return links

    def facts(self) -> Sequence[Fact]:
        """Return level, growth and points."""
        held: MemberView = self.record
        numbers = (
            (_("Growth of the last 365 days"), held.growth),
            (_("Points"), held.points),
            (_("Pending points"), held.pending_points),
            (_("On hold for payments"), held.held_points),
            (_("Expire within 30 days"), held.expiring_points),
        )
        above = say(held.next_level.name) if held.next_level else "—"
        facts = [
            Fact(_("Phone or e-mail"), masked(self.person) or "—"),
            Fact(_("Level"), say(held.level.name)),
            Fact(_("Next level"), above),
            *(Fact(label, formats.number(value)) for label, value in numbers),
        ]
        if held.warned_until:
            facts.append(Fact(_("Level kept until"), held.warned_until, "time"))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return the latest movements of both."""
        asked: dict[str, Any] = {
            "actor": self.actor,
            "user_id": self.person.id,
            "limit": self.latest,
        }
        points = loyalty_queries.list_points(**asked).items
        growth = loyalty_queries.list_growth(**asked).items
        return [
            kit.Section(_("Latest points"), columns=POINT_COLUMNS, items=points),
            kit.Section(_("Latest growth"), columns=GROWTH_COLUMNS, items=growth),
        ]


POINT_COLUMNS = (
    kit.Column(name="at", label=lazy("When")),
    kit.Column(name="what", label=lazy("What"), value=cause),
    kit.Column(name="amount_minor", label=pgettext_lazy("points", "Amount"), kind="number"),
    kit.Column(name="balance_minor", label=lazy("Points after it"), kind="number"),
    kit.Column(name="note", label=lazy("Reason")),
)
GROWTH_COLUMNS = (
    kit.Column(name="at", label=lazy("When")),
    kit.Column(name="what", label=lazy("What"), value=cause),
    kit.Column(name="amount", label=pgettext_lazy("points", "Amount"), kind="number"),
    kit.Column(name="note", label=lazy("Reason")),
)


class Statement(OfMember, OperatorList):
    """What the statements of one member share."""

    def page_actions(self) -> list[Action]:
        """Lead back to the member."""
        url = self.url("loyalty_member", self.person.id)
        return [Action(self.name(), url, icon="arrow-left")]


class Points(Statement):
    """Every movement of one member's points."""

    title = lazy("Statement of points")
    file_name = "points"
    columns = POINT_COLUMNS

    def fetch(self, wanted: kit.Wanted) -> Page[MovementInfo]:
        """Return a page of them."""
        return loyalty_queries.list_points(
            actor=self.actor, user_id=self.person.id, cursor=wanted.cursor, limit=wanted.limit
        )


class Growth(Statement):
    """Every movement of one member's growth."""

    title = lazy("Statement of growth")
    file_name = "growth"
    columns = GROWTH_COLUMNS

    def fetch(self, wanted: kit.Wanted) -> Page[GrowthInfo]:
        """Return a page of them."""
        return loyalty_queries.list_growth(
            actor=self.actor, user_id=self.person.id, cursor=wanted.cursor, limit=wanted.limit
        )


class Adjust(OfMember, OperatorForm):
    """Give a member points or growth, or take them."""

    permission = ADJUST
    form_class = forms.AdjustForm
    submit_label = lazy("Give or take")
    success_message = lazy("It is done, and the member can read why.")
    aliases = {"amount": "points", "note": "reason"}

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the member."""
        return _("Points and growth of {name}").format(name=self.name())

    def back_url(self) -> str:
        """Return to the member."""
        return self.url("loyalty_member", self.person.id)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Do it once, however often the form is sent."""
        adjustment = Adjustment(
            user_id=self.person.id,
            key=key,
            reason=data["reason"],
            points=data["points"],
            growth=data["growth"],
        )
        loyalty.adjust_member(actor=self.actor, adjustment=adjustment)
