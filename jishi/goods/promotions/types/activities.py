"""Activities: what is sold cheaper for a time, by whom, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from jishi.foundation.kernel.text import TextMap
from jishi.goods.promotions.types.scopes import Funder, Scope

Settings = Mapping[str, Any]
"""What a kind of activity wants to know, as plain values; each kind has its own shape."""


class ActivityState(StrEnum):
    """What staff did to an activity; whether it runs also depends on the time."""

    DRAFT = "draft"
    PUBLISHED = "published"
    PAUSED = "paused"
    STOPPED = "stopped"


class ActivityAction(StrEnum):
    """What happens to an activity."""

    PUBLISH = "publish"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


class Phase(StrEnum):
    """Where an activity stands now, from its state and the time."""

    DRAFT = "draft"
    UPCOMING = "upcoming"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    STOPPED = "stopped"


class UseState(StrEnum):
    """What became of an activity's use by one order."""

    LOCKED = "locked"
    USED = "used"
    RETURNED = "returned"


class UseAction(StrEnum):
    """What happens to an activity's use by one order."""

    REDEEM = "redeem"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One variant of an activity whose variants have prices or stocks of their own.

    stock: units that are set aside for it, null for no limit. per_person: units a member may
    take in all, null for no limit; a limited one needs an account.
    """

    variant_id: UUID
    price_minor: int
    stock: int | None = None
    per_person: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """What is needed to save an activity.

    kind: the code of a registered kind; settings: in its shape. merchant_id: null for the
    platform's. Runs in [starts_at, ends_at). platform_share_bp: the platform's part of the
    cost; null for all of it on the platform's own activities, and nothing on a shop's.
    budget_minor: what it may cost in all, null for no limit.
    """

    name: TextMap
    kind: str
    market_code: str
    starts_at: datetime
    ends_at: datetime
    settings: Settings = field(default_factory=dict)
    merchant_id: UUID | None = None
    scope: Scope = field(default_factory=Scope)
    items: tuple[ItemDraft, ...] = ()
    platform_share_bp: int | None = None
    budget_minor: int | None = None


@dataclass(frozen=True, slots=True)
class ActivityItemInfo:
    """One variant of an activity. taken: units that orders hold or bought."""

    item_id: UUID
    variant_id: UUID
    price_minor: int
    stock: int | None
    per_person: int | None
    taken: int

    @property
    def left(self) -> int | None:
        """Units that are left, null for no limit."""
        return None if self.stock is None else max(0, self.stock - self.taken)


@dataclass(frozen=True, slots=True)
class ActivityInfo:
    """An activity as rooms and consoles see it; its draft without the items.

    spent_minor: what orders took of its budget, counted only where there is one.
    stop_reason: `budget` if it stopped by itself.
    """

    activity_id: UUID
    draft: ActivityDraft
    currency: str
    funder: Funder
    state: ActivityState
    spent_minor: int
    created_at: datetime
    stop_reason: str = ""

    @property
    def left_minor(self) -> int | None:
        """What is left of the budget, null for no limit."""
        budget = self.draft.budget_minor
        return None if budget is None else max(0, budget - self.spent_minor)


@dataclass(frozen=True, slots=True)
class LiveActivity:
    """A published activity that has not ended. terms: its settings in the shape of its kind.

    items: by variant.
    """

    info: ActivityInfo
    terms: Any
    items: Mapping[UUID, ActivityItemInfo]

    def runs(self, at: datetime) -> bool:
        """Return whether it runs at a moment."""
        return self.info.draft.starts_at <= at < self.info.draft.ends_at


@dataclass(frozen=True, slots=True)
class NewUse:
    """What an order takes of an activity. variant_id: for activities with variants."""

    activity_id: UUID
    variant_id: UUID | None
    quantity: int
    discount_minor: int
    platform_minor: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What came of an activity, from the orders that used it and were paid. Minor units.

    platform_minor: the platform's part of the discount. waiting_orders: not paid yet.
    """

    orders: int
    buyers: int
    units: int
    discount_minor: int
    platform_minor: int
    waiting_orders: int


@dataclass(frozen=True, slots=True)
class ActivityFilter:
    """Which activities to list. Empty and null conditions do not count.

    merchant_ids: of these shops only. is_platform: of the platform only.
    """

    merchant_ids: frozenset[UUID] | None = None
    is_platform: bool = False
    kind: str = ""
    phase: Phase | None = None
    text: str = ""
