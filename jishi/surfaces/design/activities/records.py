"""The list of activities, and the record of one with its effect."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions.types import ActivityFilter, ActivityInfo, ActivityState, Phase
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.activities import words
from jishi.surfaces.design.activities.forms import ActivityListFilter
from jishi.surfaces.design.activities.owners import OfActivity, Owner
from jishi.surfaces.design.types import Action, Fact, Link


@dataclass(frozen=True, slots=True)
class Row:
    """An activity in the list."""

    activity_id: UUID
    name: str
    kind: str
    phase: Phase
    starts_at: datetime
    ends_at: datetime


class ActivityList(Owner):
    """The activities with where they stand."""

    title = gettext_lazy("Activities")
    file_name = "activities"
    empty_text = gettext_lazy("An activity gives people a reason to buy today.")
    filter_form = ActivityListFilter
    columns: Sequence[kit.Column] = (
        kit.Column(name="name", label=gettext_lazy("Name")),
        kit.Column(name="kind", label=gettext_lazy("Kind")),
        kit.Column(name="phase", label=gettext_lazy("State"), axis="activity"),
        kit.Column(name="starts_at", label=gettext_lazy("Begins"), kind="time"),
        kit.Column(name="ends_at", label=gettext_lazy("Ends"), kind="time"),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        url = self.url("activity_start")
        return [Action(_("New activity"), url, kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return activities, newest first."""
        asked = wanted.filters
        found = promotions_queries.list_activities(
            ActivityFilter(
                merchant_ids=frozenset({self.owner_id}) if self.owner_id else None,
                is_platform=self.owner_id is None,
                kind=asked.get("kind") or "",
                phase=Phase(asked["phase"]) if asked.get("phase") else None,
                text=asked.get("q") or "",
            ),
            cursor=wanted.cursor,
            limit=wanted.limit,
        )
        rows = tuple(
            Row(
                activity_id=info.activity_id,
                name=self.say(info.draft.name),
                kind=words.kind_name(info.draft.kind),
                phase=promotions_queries.phase_of(info),
                starts_at=info.draft.starts_at,
                ends_at=info.draft.ends_at,
            )
            for info in found.items
        )
        return Page(rows, found.next_cursor, found.total)

    def row_id(self, item: Row) -> str:
        """Return the id."""
        return str(item.activity_id)

    def row_url(self, item: Row) -> str:
        """Return the activity's page."""
        return str(self.url("activity", item.activity_id))


class ActivityRecord(OfActivity):
    """One activity: what it offers, and what came of it."""

    timeline_of: Any

    def load(self, **_kwargs: Any) -> ActivityInfo:
        """Return the activity."""
        return self.activity

    def heading(self) -> str:
        """Return its name."""
        return str(self.say(self.activity.draft.name))

    def status(self) -> tuple[str, str]:
        """Return where it stands."""
        return "activity", promotions_queries.phase_of(self.activity)

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Activities"), "activities"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return kind, time and budget."""
        draft = self.activity.draft
        found = [
            Fact(_("Kind"), words.kind_name(draft.kind)),
            Fact(_("Begins"), draft.starts_at, "time"),
            Fact(_("Ends"), draft.ends_at, "time"),
        ]
        if draft.budget_minor is not None:
            currency = self.activity.currency
            found.append(Fact(_("Budget"), Money(draft.budget_minor, currency), "money"))
            found.append(Fact(_("Used of it"), Money(self.activity.spent_minor, currency), "money"))
        if self.activity.stop_reason:
            reason = words.STOP_REASONS[self.activity.stop_reason]
            found.append(Fact(_("Stopped because"), str(reason)))
        return found

    def sections(self) -> Sequence[kit.Section]:
        """Return what came of it, and what it offers."""
        effect = promotions_queries.effect_of(self.activity.activity_id)
        currency = self.activity.currency
        outcome = [
            Fact(_("Paid orders"), formats.number(effect.orders)),
            Fact(_("Buyers"), formats.number(effect.buyers)),
            Fact(_("Units"), formats.number(effect.units)),
            Fact(_("Taken off"), Money(effect.discount_minor, currency), "money"),
            Fact(_("Borne by the platform"), Money(effect.platform_minor, currency), "money"),
            Fact(_("Orders not paid yet"), formats.number(effect.waiting_orders)),
        ]
        shown = [kit.Section(_("What came of it"), facts=outcome)]
        if terms := self._terms():
            shown.append(kit.Section(_("What it offers"), facts=terms))
        if self.items:
            shown.append(kit.Section(_("Articles"), facts=self._articles()))
        return shown

    def next_actions(self) -> list[Action]:
        """Return exactly what its state allows."""
        state, activity_id = self.activity.state, self.activity.activity_id
        phase = promotions_queries.phase_of(self.activity)
        copy = Action(_("Copy"), self.url("activity_move", activity_id, "copy"), confirm=True)
        if phase in {Phase.ENDED, Phase.STOPPED}:
            return [copy]
        moves = {
            ActivityState.DRAFT: ("publish", _("Publish"), "primary"),
            ActivityState.PUBLISHED: ("pause", _("Pause"), ""),
            ActivityState.PAUSED: ("resume", _("Go on"), "primary"),
        }
        name, label, kind = moves[state]
        stop = self.url("activity_move", activity_id, "stop")
        return [
            Action(label, self.url("activity_move", activity_id, name), kind=kind, confirm=True),
            Action(_("Edit"), self.url("activity_edit", activity_id), icon="edit"),
            copy,
            Action(_("Stop"), stop, kind="danger", confirm=True),
        ]

    def timeline(self) -> Any:
        """Return the moves of its state."""
        return type(self).timeline_of(audit.list_moves([self.activity.activity_id]))

    def _terms(self) -> list[Fact]:
        """Return the settings in words."""
        found: list[Fact] = []
        for name, value in self.activity.draft.settings.items():
            label = str(words.SETTINGS.get(name, name))
            if isinstance(value, list):
                found += [Fact(label, self._row(step)) for step in value]
            elif isinstance(value, dict):
                found += [Fact(f"{label}: {code}", rate(one)) for code, one in value.items()]
            else:
                found.append(Fact(label, self._value(name, value)))
        return found

    def _row(self, step: Mapping[str, Any]) -> str:
        parts = (f"{words.SETTINGS[name]} {self._value(name, one)}" for name, one in step.items())
        return " · ".join(parts)

    def _value(self, name: str, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if name.endswith("_minor"):
            return formats.money(value, self.activity.currency)
        return rate(value) if name.endswith("_bp") else formats.number(value)

    def _articles(self) -> list[Fact]:
        named = titles([item.variant_id for item in self.items], self.say)
        found = []
        for item in self.items:
            text = formats.money(item.price_minor, self.activity.currency)
            if item.stock is not None:
                text += " · " + _("{taken} of {stock} taken").format(
                    taken=item.taken, stock=item.stock
                )
            if item.per_person is not None:
                text += " · " + _("{count} per person").format(count=item.per_person)
            found.append(Fact(named.get(item.variant_id, "—"), text))
        return found


def titles(variant_ids: Sequence[UUID], say: Any) -> dict[UUID, str]:
    """Return what variants are called, by id."""
    found = catalog_queries.list_sellable(variant_ids)
    return {
        key: f"{say(one.title)} {say(one.option_text)} ({one.code})" for key, one in found.items()
    }


def rate(rate_bp: int) -> str:
    """Return a rate in words."""
    return formats.percent_of_bp(rate_bp)
