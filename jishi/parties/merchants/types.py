"""The nouns of the room: merchants, applications, members."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.text import TextMap


class MerchantState(StrEnum):
    """The life of a merchant, from the first form to the end of business."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    REJECTED = "rejected"
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class MerchantAction(StrEnum):
    """What moves a merchant from state to state."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    REJECT = "reject"
    SUSPEND = "suspend"
    REOPEN = "reopen"
    CLOSE = "close"


class EntityType(StrEnum):
    """Who sells in the eyes of the law: 企业, 个体工商户 or 个人."""

    COMPANY = "company"
    SOLE_TRADER = "sole_trader"
    PERSON = "person"


class Step(StrEnum):
    """The pages of an application, in their order."""

    ENTITY = "entity"
    CONTACT = "contact"
    SHOP = "shop"
    AGREEMENT = "agreement"


@dataclass(frozen=True, slots=True)
class EntityDraft:
    """Who sells.

    license_no: unified social credit code; empty for a person.
    license_file_id: picture or PDF of the licence, or of the identity of a person.
    license_expires_on: last day of validity, None if it has none.
    """

    entity_type: EntityType
    legal_name: str
    license_no: str = ""
    license_file_id: UUID | None = None
    license_expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """Whom the platform calls; shown to nobody else."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class ShopDraft:
    """How the shop presents itself.

    code: the shop's word in addresses; empty to keep the one it has. category_ids: what it
    means to sell.
    """

    name: TextMap
    story: TextMap
    code: str = ""
    logo_id: UUID | None = None
    category_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an application was rejected: the page at fault, and what to do about it."""

    step: Step
    text: str


@dataclass(frozen=True, slots=True)
class MerchantCard:
    """A merchant as shoppers and other rooms see it.

    commission_rate_bp: agreed with this merchant, None where the general rate holds.
    """

    id: UUID
    code: str
    name: TextMap
    story: TextMap
    logo_id: UUID | None
    state: MerchantState
    entity_type: EntityType
    owner_id: UUID
    commission_rate_bp: int | None
    opened_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether its goods may be sold."""
        return self.state == MerchantState.OPEN


@dataclass(frozen=True, slots=True)
class Application:
    """Everything an applicant filled in, and what became of it.

    missing: pages that are not complete. objections: of the last rejection.
    deposit_minor: paid security deposit (保证金), in minor units of `currency`.
    """

    merchant: MerchantCard
    entity: EntityDraft
    contact: ContactDraft
    shop: ShopDraft
    agreement_version: str
    agreed_at: datetime | None
    missing: tuple[Step, ...]
    objections: tuple[Objection, ...]
    submitted_at: datetime | None
    decided_at: datetime | None
    deposit_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class MerchantFilter:
    """Which merchants to list. search: part of a code, a name or a legal name."""

    states: tuple[MerchantState, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """What platform and merchant agreed on.

    commission_rate_bp: basis points of the goods' value, None for the general rate.
    deposit_minor: paid security deposit, in minor units of `currency`.
    """

    commission_rate_bp: int | None
    deposit_minor: int = 0
    currency: str = "CNY"


@dataclass(frozen=True, slots=True)
class Switch:
    """A change of the site's mode. before, after: rows of every table, by `room.Table`."""

    from_mode: str
    to_mode: str
    before: Mapping[str, int]
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Identity:
    """A line of the half-yearly report on who sells here.

    Source: Measures for the Supervision of Online Trading (网络交易监督管理办法), article 25.
    """

    merchant_id: UUID
    code: str
    name: TextMap
    state: MerchantState
    entity_type: EntityType
    legal_name: str
    license_no: str
    license_expires_on: date | None
    contact_name: str
    contact_phone: str
    opened_at: datetime | None


class Accent(StrEnum):
    """The accent colors a shop may choose from; each is a pair for light and dark pages."""

    CINNABAR = "cinnabar"
    JADE = "jade"
    INDIGO = "indigo"
    AMBER = "amber"
    PLUM = "plum"
    PINE = "pine"
    INK = "ink"


class BlockKind(StrEnum):
    """What a part of a shop's front shows above its list of goods."""

    FEATURED = "featured"
    CATEGORIES = "categories"
    COUPONS = "coupons"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a shop's front. product_ids: of featured goods, in their order."""

    kind: BlockKind
    title: TextMap
    text: TextMap
    product_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Appearance:
    """How the front of a shop looks.

    label: its word below the operator's domain, empty for none. blocks: from top to bottom.
    """

    accent: Accent = Accent.CINNABAR
    banner_id: UUID | None = None
    label: str = ""
    blocks: tuple[Block, ...] = ()
