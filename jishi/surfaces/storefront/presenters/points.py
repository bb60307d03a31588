"""Points, growth, levels and the calendar of check-ins, in words."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from babel.dates import format_skeleton, get_day_names
from django.utils.translation import gettext as _

from jishi.foundation.kernel.text import localized
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.growth.loyalty.types import GrowthInfo, Level, MemberView, SignInView
from jishi.money.wallets.types import MovementInfo
from jishi.surfaces.design import formats
from jishi.surfaces.storefront.words_account import POINT_CAUSES

FULL_BP = 10_000


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a statement. reference: the order it comes from, if it is one."""

    what: str
    at: datetime
    amount: str
    is_gain: bool
    note: str
    reference: UUID | None
    balance: int | None = None


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A level with what it gives."""

    name: str
    threshold: int
    rights: tuple[str, ...]
    is_held: bool
    is_next: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A square of the calendar. state: signed, made_up, missed, or empty."""

    number: int
    state: str
    label: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class CycleDay:
    """A day of the table of rewards."""

    number: int
    points: int
    is_done: bool
    is_today: bool


def points_line(item: MovementInfo) -> ShownLine:
    """Return a movement of points."""
    return ShownLine(
        what=str(POINT_CAUSES.get(item.cause, _("Points"))),
        at=item.at,
        amount=_signed(item.amount_minor),
        is_gain=item.amount_minor > 0,
        note=item.note,
        reference=item.reference if item.cause.startswith("loyalty.") else None,
        balance=item.balance_minor,
    )


def growth_line(item: GrowthInfo) -> ShownLine:
    """Return a movement of growth."""
    return ShownLine(
        what=str(POINT_CAUSES.get(item.cause, _("Growth"))),
        at=item.at,
        amount=_signed(item.amount),
        is_gain=item.amount > 0,
        note=item.note,
        reference=item.reference,
    )


def levels_of(member: MemberView, locale: str) -> tuple[ShownLevel, ...]:
    """Return every level with its rights, the member's own and the next one marked."""
    above = member.next_level.code if member.next_level else ""
    return tuple(
        ShownLevel(
            name=localized(level.name, locale),
            threshold=level.threshold,
            rights=rights_of(level),
            is_held=level.code == member.level.code,
            is_next=level.code == above,
        )
        for level in member.levels
    )


def rights_of(level: Level) -> tuple[str, ...]:
    """Return what a level gives, in words; the plain rates are not worth any."""
    rights = []
    if level.rate_bp < FULL_BP:
        off = formats.percent_of_bp(FULL_BP - level.rate_bp)
        rights.append(_("%(rate)s off plain prices") % {"rate": off})
    if level.points_bp > FULL_BP:
        factor = Decimal(level.points_bp) / FULL_BP
        rights.append(_("%(factor)s× points") % {"factor": f"{factor.normalize():f}"})
    return tuple(rights) or (_("Points on every order"),)


def calendar_of(signing: SignInView) -> list[list[Day | None]]:
    """Return the weeks of this month from Monday; None where a square is not of the month."""
    today = signing.today
    weeks = calendar.Calendar().monthdayscalendar(today.year, today.month)
    return [
        [_day(signing, today.replace(day=number)) if number else None for number in week]
        for week in weeks
    ]


def month_of(signing: SignInView) -> str:
    """Return the name of the month."""
    return str(format_skeleton("yMMMM", signing.today, locale=formats.current_locale()))


def weekdays() -> list[tuple[str, str]]:
    """Return the days of the week from Monday, in short and in full."""
    locale = formats.current_locale()
    short = get_day_names("narrow", locale=locale)
    full = get_day_names("wide", locale=locale)
    return [(str(short[day]), str(full[day])) for day in range(7)]


def cycle_of(signing: SignInView) -> list[CycleDay]:
    """Return the table of rewards with how far the member has come in it."""
    done = signing.streak % len(signing.cycle)
    if signing.is_signed and signing.streak and not done:
        done = len(signing.cycle)
    today = done if signing.is_signed else done + 1
    return [
        CycleDay(number, points, number <= done, number == today)
        for number, points in enumerate(signing.cycle, start=1)
    ]


def earning(currency: str) -> tuple[str, ...]:
    """Return how points and growth come, as the settings in force have it."""
    unit = formats.money(100, currency)
    terms = loyalty_queries.get_terms()
    rate = formats.number(terms.points_per_unit)
    days = formats.number(terms.valid_days)
    return (
        _("Every %(unit)s paid for goods earns %(points)s points, more on higher levels.")
        % {"unit": unit, "points": rate},
        _("Points of an order are given when it is completed; until then they are pending."),
        _("Check in once a day; days in a row earn more."),
        _("Points are good for %(days)s days.") % {"days": days},
        _("Every %(unit)s that you keep is 1 growth; the last 365 days count for the level.")
        % {"unit": unit},
        _("What is refunded earns nothing: its points and growth are taken back."),
    )


def _day(signing: SignInView, day: date) -> Day:
    states = {
        "made_up": (day in signing.made_up, _("made up")),
        "signed": (day in signing.days, _("checked in")),
        "missed": (day < signing.today, _("missed")),
    }
    state = next((name for name, (holds, _label) in states.items() if holds), "")
    label = states[state][1] if state else ""
    return Day(day.day, state, label, day == signing.today)


def _signed(amount: int) -> str:
    sign = "+" if amount > 0 else "−"
    return f"{sign}{formats.number(abs(amount))}"
