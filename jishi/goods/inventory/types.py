"""What other rooms see of stock: demands, sources, plans, levels, movements and their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap

UNLIMITED = 1_000_000_000
"""What is available of goods that never run out, in units."""


class LocationKind(StrEnum):
    """What kind of place stock lies in; virtual places hold card keys and downloads."""

    WAREHOUSE = "warehouse"
    STORE = "store"
    VIRTUAL = "virtual"


class MovementKind(StrEnum):
    """Why a level changed."""

    RESERVE = "reserve"
    RELEASE = "release"
    ALLOCATE = "allocate"
    DEALLOCATE = "deallocate"
    SHIP = "ship"
    RESTOCK = "restock"
    RECEIVE = "receive"
    ADJUST = "adjust"


class ReservationState(StrEnum):
    """How far stock that was set aside has come."""

    ACTIVE = "active"
    ALLOCATED = "allocated"
    RELEASED = "released"
    SHIPPED = "shipped"


class ReservationAction(StrEnum):
    """What is done to stock that was set aside."""

    RESERVE = "reserve"
    RELEASE = "release"
    ALLOCATE = "allocate"
    DEALLOCATE = "deallocate"
    SHIP = "ship"


class CardKeyState(StrEnum):
    """Whether a card key can still be sold."""

    AVAILABLE = "available"
    DELIVERED = "delivered"
    VOID = "void"


class Bucket(StrEnum):
    """The counters of a stock level that are proved against their rows."""

    ON_HAND = "on_hand"
    RESERVED = "reserved"
    ALLOCATED = "allocated"


class ChoiceRule(StrEnum):
    """Which rule chose the locations of a merchant's goods.

    single_location: one location has everything.
    fewest_locations: no smaller set of locations has everything; proved by search.
    few_locations: a small set found step by step, because there were too many to search.
    """

    SINGLE_LOCATION = "single_location"
    FEWEST_LOCATIONS = "fewest_locations"
    FEW_LOCATIONS = "few_locations"


class TieBreak(StrEnum):
    """What decided between equally small sets of locations, if there were several.

    wait: a cheaper one would have had to wait longer until it can send.
    """

    NONE = "none"
    REGION = "region"
    WAIT = "wait"
    COST = "cost"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Demand:
    """What one line wants.

    merchant_id: the owner of the variant's stock. quantity: units, positive.
    """

    variant_id: UUID
    merchant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Source:
    """Some units of a variant at a location. quantity: units, positive."""

    variant_id: UUID
    location_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class StockItem:
    """Some units of a variant, wherever they are. quantity: units, positive."""

    variant_id: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Supply:
    """What is available of a variant at a location; negative counts as nothing."""

    variant_id: UUID
    location_id: UUID
    available: int


@dataclass(frozen=True, slots=True)
class Hours:
    """When a location sends, by its own clock, and how much.

    weekdays: 1 is Monday; none at all are all of them. cutoff: what is ordered from then on
    leaves on a later day; None means never. daily_capacity: parcels a day, positive; None
    means any number.
    """

    time_zone: str = "Asia/Shanghai"
    weekdays: tuple[int, ...] = ()
    cutoff: time | None = None
    daily_capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """What planning knows of a location.

    served_regions: prefixes of division codes, the most favored first; empty serves all.
    position: the operator's order, smaller first. region_code: where it lies, empty if that
    is not known. parcel_cost_minor: what sending a parcel from there costs, besides the way.
    wait_days: until a parcel can leave, 0 for today.
    """

    location_id: UUID
    served_regions: tuple[str, ...] = ()
    position: int = 0
    region_code: str = ""
    parcel_cost_minor: int = 0
    wait_days: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """Which locations serve a merchant's goods, and why these.

    wait_days: until the last of its parcels can leave, 0 for today.
    """

    merchant_id: UUID
    location_ids: tuple[UUID, ...]
    rule: ChoiceRule
    tie_break: TieBreak
    wait_days: int = 0

    def explanation(self) -> str:
        """Return the rules that chose as one stable text, kept with the movement."""
        parts = [str(self.rule)]
        if self.tie_break != TieBreak.NONE:
            parts.append(str(self.tie_break))
        if self.wait_days:
            parts.append(f"in {self.wait_days} days")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Plan:
    """Where everything comes from: sources by variant and location, one choice per merchant."""

    sources: tuple[Source, ...]
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """A variant that cannot be served: units wanted and units available."""

    variant_id: UUID
    wanted: int
    available: int


@dataclass(frozen=True, slots=True)
class LocationInfo:
    """A place where stock lies. merchant_id: its owner, None for the platform's.

    full_days: days from today on on which it can take no more parcels, as far as was asked.
    """

    location_id: UUID
    code: str
    name: TextMap
    kind: LocationKind
    merchant_id: UUID | None
    country: str
    province: str
    city: str
    district: str
    line: str
    contact_name: str
    contact_phone: str
    region_code: str
    served_regions: tuple[str, ...]
    position: int
    parcel_cost_minor: int
    is_active: bool
    hours: Hours = Hours()
    full_days: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Shelves:
    """Where some variants lie at open locations, as read at one moment.

    places: the locations named in the supplies, by id.
    """

    supplies: tuple[Supply, ...]
    places: Mapping[UUID, LocationInfo]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A location from which some units could be sent.

    missing: units that are not there. is_planned: some are held there now. distance_km: to the
    buyer, None if one end is not known. leaves_on: the first day with room, None if there is
    none. cost_minor: what the choice counts for a parcel.
    """

    location: LocationInfo
    missing: int
    is_planned: bool
    distance_km: int | None
    leaves_on: date | None
    cost_minor: int


@dataclass(frozen=True, slots=True)
class LocationDraft:
    """What a person enters for a location.

    location_id: the location to change, None for a new one. code: unique, [a-z0-9-].
    region_code: its own division code. served_regions, parcel_cost_minor: see `Site`.
    """

    code: str
    name: Mapping[str, str]
    kind: LocationKind = LocationKind.WAREHOUSE
    merchant_id: UUID | None = None
    location_id: UUID | None = None
    country: str = "CN"
    province: str = ""
    city: str = ""
    district: str = ""
    line: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    region_code: str = ""
    served_regions: tuple[str, ...] = ()
    position: int = 0
    parcel_cost_minor: int = 0
    is_active: bool = True
    hours: Hours = Hours()


@dataclass(frozen=True, slots=True)
class LevelInfo:
    """The counters of a variant at a location, in units.

    on_hand: physically there. reserved: held for checkouts. allocated: paid, to be shipped.
    safety: kept back from sale. available: what may be sold, may be negative.
    """

    level_id: UUID
    variant_id: UUID
    product_id: UUID
    merchant_id: UUID
    location_id: UUID
    on_hand: int
    reserved: int
    allocated: int
    safety: int
    is_unlimited: bool
    available: int


@dataclass(frozen=True, slots=True)
class MovementInfo:
    """One change of one level: what, how much, for whom, why, by whom.

    owner_id: the order group it was for, if any.
    """

    movement_id: UUID
    at: datetime
    variant_id: UUID
    location_id: UUID
    kind: MovementKind
    on_hand_delta: int
    reserved_delta: int
    allocated_delta: int
    owner_id: UUID | None
    reason: str
    actor: str


@dataclass(frozen=True, slots=True)
class ReservationInfo:
    """What an owner holds of a variant at a location.

    quantity: units still held. shipped: units that have left. booked_day: the day on which
    its parcel is counted, None if the location counts none.
    """

    owner_id: UUID
    variant_id: UUID
    location_id: UUID
    quantity: int
    shipped: int
    state: ReservationState
    expires_at: datetime
    booked_day: date | None = None


@dataclass(frozen=True, slots=True)
class CardKeyCounts:
    """How many card keys of a variant there are, by state."""

    available: int = 0
    delivered: int = 0
    void: int = 0


@dataclass(frozen=True, slots=True)
class CardKeyInfo:
    """A card key as staff see it: never its secret."""

    card_key_id: UUID
    state: CardKeyState
    order_line_id: UUID | None
    delivered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A counter that does not equal the rows that should add up to it.

    counter: what the level says. proved: what its rows say. source: `movements` or
    `reservations`, whichever disagreed.
    """

    level_id: UUID
    variant_id: UUID
    location_id: UUID
    bucket: Bucket
    source: str
    counter: int
    proved: int


@dataclass(frozen=True, slots=True)
class StockFilter:
    """Which levels a list shows. low_only: at or below the low-stock threshold."""

    merchant_id: UUID | None = None
    location_id: UUID | None = None
    variant_ids: tuple[UUID, ...] = field(default=())
    low_only: bool = False
