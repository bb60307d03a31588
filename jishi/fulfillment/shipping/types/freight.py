"""Freight: tariffs, parcels to be priced, and what a delivery costs."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap


class ChargeBy(StrEnum):
    """What a tariff counts: pieces, grams or cubic centimeters."""

    PIECE = "piece"
    WEIGHT = "weight"
    VOLUME = "volume"


class MergePolicy(StrEnum):
    """How several templates in one parcel are charged together.

    max_first: one first fee, the highest; the others pay continuation fees only.
    sum: every template pays in full.
    """

    MAX_FIRST = "max_first"
    SUM = "sum"


class DeliveryMethod(StrEnum):
    """The ways a parcel can reach the shopper."""

    EXPRESS = "express"
    OWN = "own"
    PICKUP = "pickup"
    VIRTUAL = "virtual"


class BlockReason(StrEnum):
    """Why a line cannot be delivered to an address."""

    REGION_EXCLUDED = "region_excluded"
    NO_RATE = "no_rate"
    NO_TEMPLATE = "no_template"


@dataclass(frozen=True, slots=True)
class Rate:
    """`first_fee_minor` up to `first` units, then `step_fee_minor` per started `step`.

    first: non-negative units covered by the first fee. step: units of one further
    charge; 0 means there is none. Units are pieces, grams or cubic centimeters.
    """

    first: int
    first_fee_minor: int
    step: int = 0
    step_fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class RegionRate:
    """A rate for some regions.

    region_codes: division codes of 2, 4, 6 or 9 digits, or a country (`US`).
    """

    region_codes: tuple[str, ...]
    rate: Rate


@dataclass(frozen=True, slots=True)
class Surcharge:
    """What a remote region costs on top, once per parcel."""

    region_codes: tuple[str, ...]
    fee_minor: int


@dataclass(frozen=True, slots=True)
class FreeCondition:
    """When freight is waived: every threshold that is given must be met.

    region_codes: where it applies; empty means everywhere.
    min_amount_minor: goods after shop discounts. min_pieces, max_weight_g: of the
    lines under the template. Absent thresholds do not count, and one must be given.
    """

    region_codes: tuple[str, ...] = ()
    min_amount_minor: int | None = None
    min_pieces: int | None = None
    max_weight_g: int | None = None


@dataclass(frozen=True, slots=True)
class BlockedRegion:
    """Regions that are not delivered to, and the reason shoppers read."""

    region_codes: tuple[str, ...]
    reason: TextMap


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a template charges where; the most specific region wins.

    default_rate: for the rest of `home_country`; without one, unnamed regions are blocked.
    free_conditions: none means never free.
    volumetric_divisor: cm³ per kilogram (6000 by air, 8000 by land); weight tariffs then
    charge the larger of actual and volumetric weight. None: actual weight only.
    """

    charge: ChargeBy
    default_rate: Rate | None = None
    region_rates: tuple[RegionRate, ...] = ()
    free_conditions: tuple[FreeCondition, ...] = ()
    blocked_regions: tuple[BlockedRegion, ...] = ()
    surcharges: tuple[Surcharge, ...] = ()
    volumetric_divisor: int | None = None
    home_country: str = "CN"


@dataclass(frozen=True, slots=True)
class FreightTemplate:
    """A named tariff of a merchant, or of the platform where `merchant_id` is None.

    currency: of every fee and threshold in it. is_default: used for products of the
    merchant that name no template of that currency.
    """

    template_id: UUID
    merchant_id: UUID | None
    name: str
    currency: str
    is_default: bool
    tariff: Tariff


@dataclass(frozen=True, slots=True)
class TemplateDraft:
    """What is saved as a freight template. template_id: None for a new one."""

    merchant_id: UUID | None
    name: str
    currency: str
    tariff: Tariff
    is_default: bool = False
    template_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """Units of one variant in a parcel.

    line_id: the caller's line, to which freight shares go back.
    weight_g, volume_cm3: of one unit. amount_minor: of the whole line after shop
    discounts; free thresholds are measured on it.
    """

    line_id: UUID
    variant_id: UUID
    quantity: int
    weight_g: int
    volume_cm3: int
    template_id: UUID | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one merchant sends from one location, to be priced.

    package_key: the caller's name for it. location_id: None for virtual goods.
    """

    package_key: str
    merchant_id: UUID
    location_id: UUID | None
    lines: tuple[ParcelLine, ...]
    is_virtual: bool = False


@dataclass(frozen=True, slots=True)
class BlockedLine:
    """A line that cannot go there. text: the merchant's own words, may be empty."""

    line_id: UUID
    variant_id: UUID
    reason: BlockReason
    text: TextMap


@dataclass(frozen=True, slots=True)
class FreightQuote:
    """The freight of one parcel.

    line_shares: per line in the parcel's order, summing to `fee_minor`.
    blocked: lines that cannot be delivered; the fee is 0 then and means nothing.
    """

    fee_minor: int
    line_shares: tuple[int, ...]
    blocked: tuple[BlockedLine, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryOption:
    """One way to deliver a parcel.

    code: names the way in a choice: the method, or for own delivery its slot and day.
    line_shares: freight per line in the parcel's order, summing to `fee_minor`.
    promised_from, promised_to: when it should arrive or be ready.
    blocked: not empty if this way is closed; then it can only be shown, not chosen.
    pickup_name, pickup_address: where to collect, for store pickup.
    """

    code: str
    name: TextMap
    fee_minor: int
    line_shares: tuple[int, ...]
    promised_from: datetime
    promised_to: datetime
    blocked: tuple[BlockedLine, ...] = ()
    pickup_name: TextMap | None = None
    pickup_address: str = ""

    @property
    def is_available(self) -> bool:
        """Whether it can be chosen."""
        return not self.blocked

    @property
    def method(self) -> DeliveryMethod:
        """The way itself, whatever the slot."""
        return DeliveryMethod(self.code.partition("-")[0])
