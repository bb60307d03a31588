"""Coupons: templates, claims, and the offers they make."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap
from jishi.goods.promotions.types.scopes import Funder, Scope


class CouponKind(StrEnum):
    """What a coupon takes off."""

    AMOUNT = "amount"
    """A fixed amount, from a threshold on (满减); threshold zero is 无门槛."""

    PERCENT = "percent"
    """A rate of the participating goods, with an optional cap (折扣)."""

    FREE_FREIGHT = "free_freight"
    """The freight, up to an optional cap (运费券)."""

    EXCHANGE = "exchange"
    """One unit of the dearest participating goods, up to an optional cap (兑换券)."""


class Audience(StrEnum):
    """Who may claim and use a coupon."""

    ALL = "all"
    NEW_USER = "new_user"


class Channel(StrEnum):
    """How a coupon is claimed."""

    PAGE = "page"
    CODE = "code"
    GRANT = "grant"
    """Only given by staff or by the house: compensation, birthday, gift after payment."""


class CouponState(StrEnum):
    """The states of a coupon template."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    VOIDED = "voided"


class CouponAction(StrEnum):
    """What happens to a coupon template."""

    SCHEDULE = "schedule"
    ACTIVATE = "activate"
    PAUSE = "pause"
    END = "end"
    VOID = "void"


class ClaimState(StrEnum):
    """The states of one claimed coupon."""

    UNUSED = "unused"
    LOCKED = "locked"
    USED = "used"
    EXPIRED = "expired"
    VOIDED = "voided"


class ClaimAction(StrEnum):
    """What happens to one claimed coupon."""

    LOCK = "lock"
    UNLOCK = "unlock"
    REDEEM = "redeem"
    RETURN = "return"
    EXPIRE = "expire"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class CouponOffer:
    """A coupon as pricing sees it: claimed already, or one that could be claimed.

    offer_id: the claimed coupon, or the template while it is not claimed.
    merchant_id: null for the platform's. platform_share_bp: the platform's part of the
    cost, in basis points; the merchants bear the rest. Amounts in minor units of `currency`.
    rate_bp: taken off, so 1500 is 85 折. cap_minor: the most it takes off, null for no cap.
    value_max_minor: while it is not claimed, the most its drawn amount may be; null if the
    amount is certain.
    Usable in [valid_from, valid_until).
    """

    offer_id: UUID
    coupon_id: UUID
    name: TextMap
    kind: CouponKind
    merchant_id: UUID | None
    funder: Funder
    platform_share_bp: int
    currency: str
    threshold_minor: int
    valid_from: datetime
    valid_until: datetime
    value_minor: int = 0
    value_max_minor: int | None = None
    rate_bp: int = 0
    cap_minor: int | None = None
    scope: Scope = field(default_factory=Scope)
    audience: Audience = Audience.ALL
    is_claimed: bool = True


@dataclass(frozen=True, slots=True)
class CouponDraft:
    """What is needed to save a coupon template.

    code: its stable name within the platform. merchant_id: null for a platform coupon.
    claim_from, claim_until: when it can be claimed, the end null for ever.
    use_from, use_until: when it can be used; or else valid_days from the day of claiming,
    starting valid_delay_days later, to the end of the last day in Shanghai.
    total: how many there are, null for no limit. per_user: how many one may ever claim.
    per_day: how many one may claim a day, null for no limit.
    public_code: the word that claims it, for the channel `code`.
    value_max_minor: with it, each claim draws an amount between value_minor and this.
    """

    code: str
    name: TextMap
    kind: CouponKind
    currency: str = "CNY"
    merchant_id: UUID | None = None
    platform_share_bp: int | None = None
    threshold_minor: int = 0
    value_minor: int = 0
    value_max_minor: int | None = None
    rate_bp: int = 0
    cap_minor: int | None = None
    scope: Scope = field(default_factory=Scope)
    claim_from: datetime | None = None
    claim_until: datetime | None = None
    use_from: datetime | None = None
    use_until: datetime | None = None
    valid_days: int | None = None
    valid_delay_days: int = 0
    total: int | None = None
    per_user: int = 1
    per_day: int | None = None
    audience: Audience = Audience.ALL
    channel: Channel = Channel.PAGE
    public_code: str = ""


@dataclass(frozen=True, slots=True)
class CouponInfo:
    """A coupon template with its counters, as consoles show it.

    draft: what was saved. issued, used: how many were claimed and redeemed so far.
    """

    coupon_id: UUID
    draft: CouponDraft
    funder: Funder
    state: CouponState
    issued: int
    used: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimableCoupon:
    """A coupon on offer, as a product or coupon page shows it.

    claimed: how many the person already has. can_claim: whether one more may be claimed.
    left: how many are left, null for no limit.
    """

    offer: CouponOffer
    claimed: int
    can_claim: bool
    left: int | None


@dataclass(frozen=True, slots=True)
class ClaimedInfo:
    """One claimed coupon of a person."""

    claimed_id: UUID
    offer: CouponOffer
    state: ClaimState
    claimed_at: datetime
    order_group_id: UUID | None


@dataclass(frozen=True, slots=True)
class ClaimFacts:
    """What rooms above know about who claims.

    is_new_user: whether no order of this person, phone or device was ever paid.
    """

    is_new_user: bool = False


@dataclass(frozen=True, slots=True)
class CouponFilter:
    """Which coupon templates to list. Empty and null conditions do not count.

    merchant_ids: of these shops only. is_platform: of the platform only.
    text: part of a code or name.
    """

    merchant_ids: frozenset[UUID] | None = None
    is_platform: bool = False
    states: tuple[CouponState, ...] = ()
    text: str = ""
