"""The nouns of the room: people, sessions, addresses, roles, regions."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.addresses import Address
from jishi.foundation.kernel.text import TextMap

OWNER_ROLE = "merchant.owner"
"""Code of the built-in role that a merchant's owner has."""

ADMINISTRATOR_ROLE = "platform.administrator"
"""Code of the built-in role that may do everything."""


class UserState(StrEnum):
    """The life of an account. `closing` may still turn back, `closed` is anonymous."""

    ACTIVE = "active"
    CLOSING = "closing"
    CLOSED = "closed"


class UserAction(StrEnum):
    """What moves an account from state to state."""

    CLOSE = "close"
    STAY = "stay"
    FINISH = "finish"
    MERGE = "merge"


class Channel(StrEnum):
    """The ways to reach a person."""

    EMAIL = "email"
    PHONE = "phone"


class CodePurpose(StrEnum):
    """What a verification code is good for; it opens nothing else."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    RESET_PASSWORD = "reset_password"  # noqa: S105
    VERIFY_CONTACT = "verify_contact"
    CLOSE_ACCOUNT = "close_account"
    MERGE = "merge"
    PAYMENT_PASSWORD = "payment_password"  # noqa: S105


class ChallengeKind(StrEnum):
    """How somebody shows to be no machine: a picture to read, or a question in words."""

    PICTURE = "picture"
    QUESTION = "question"


class ProviderKind(StrEnum):
    """The protocols in which others vouch for a person."""

    OIDC = "oidc"
    WECHAT = "wechat"


class AttemptState(StrEnum):
    """How far signing in with a provider has come. proved: it said who it is."""

    STARTED = "started"
    PROVED = "proved"
    USED = "used"


class OutsideResult(StrEnum):
    """What became of signing in with a provider.

    entered: signed in. linked: the provider now opens the account. asked: a mailbox of it
    is another account's, which is to be signed in to first. offered: it opens another
    account, which may be united with this one.
    """

    ENTERED = "entered"
    LINKED = "linked"
    ASKED = "asked"
    OFFERED = "offered"


class RoleLevel(StrEnum):
    """Whose staff a role is for."""

    PLATFORM = "platform"
    MERCHANT = "merchant"


class RoleScope(StrEnum):
    """Over what a role is assigned."""

    ALL = "all"
    MERCHANT = "merchant"
    WAREHOUSE = "warehouse"


@dataclass(frozen=True, slots=True)
class Contact:
    """A normalized way to reach a person: an E.164 number or a lower-case e-mail address."""

    channel: Channel
    value: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account as others see it.

    email, phone: verified, empty if there is none. has_password: false for those who
    only sign in by code. closes_at: when a closing account becomes anonymous.
    """

    id: UUID
    nickname: str
    email: str
    phone: str
    avatar_id: UUID | None
    birthday: date | None
    locale: str
    state: UserState
    is_staff: bool
    has_password: bool
    joined_at: datetime
    closes_at: datetime | None


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which accounts to list. search: part of a nickname, or the start of a contact."""

    search: str = ""
    state: UserState | None = None


@dataclass(frozen=True, slots=True)
class ProfileChanges:
    """What to change of one's profile; None leaves a field as it is."""

    nickname: str | None = None
    avatar_id: UUID | None = None
    remove_avatar: bool = False
    birthday: date | None = None
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class CodeSent:
    """What to tell somebody who asked for a code.

    target: masked. resend_in_s: seconds until another may be asked for.
    """

    target: str
    resend_in_s: int
    expires_in_s: int


@dataclass(frozen=True, slots=True)
class Device:
    """Where a sign-in happens. session_key: of the web session, never stored as such."""

    session_key: str
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The answer to a successful sign-in. is_new: whether the account was made just now."""

    user_id: UUID
    session_id: UUID
    is_new: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in request: who acts, and what every page shows of that person.

    seen_at: when the session was last noted as used.
    """

    actor: Actor
    session_id: UUID
    nickname: str
    locale: str
    is_staff: bool
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class SessionCard:
    """One device that is signed in, for the list in the account center."""

    id: UUID
    ip: str
    user_agent: str
    signed_in_at: datetime
    seen_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class AddressDraft:
    """An address to be kept. label: a short word such as "home"; it may be empty."""

    address: Address
    label: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True)
class SavedAddress:
    """An entry of the address book."""

    id: UUID
    address: Address
    label: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class ParsedAddress:
    """What was recognized in pasted text; what was not is empty.

    region_code: the most specific division found, 2 to 9 digits.
    """

    name: str
    phone: str
    province: str
    city: str
    district: str
    line: str
    region_code: str
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Region:
    """An administrative division. code: 2 digits a province, 4 a city, 6 or 9 a district."""

    code: str
    name: str

    @property
    def parent_code(self) -> str:
        """Code of the division it lies in; empty for a province."""
        return self.code[: {2: 0, 4: 2}.get(len(self.code), 4)]


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A role and what it allows. merchant_id: of a shop's own role, else None."""

    id: UUID
    code: str
    name: TextMap
    level: RoleLevel
    merchant_id: UUID | None
    permissions: tuple[str, ...]
    is_builtin: bool


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """A role to be saved. merchant_id: the shop it is for, None for the platform's staff."""

    name: TextMap
    permissions: tuple[str, ...]
    merchant_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """One role of one person. scope_id: the merchant or warehouse, None for `all`."""

    role_id: UUID
    role_code: str
    role_name: TextMap
    scope: RoleScope
    scope_id: UUID | None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """Somebody who works for the platform or a merchant, with the roles there."""

    user_id: UUID
    nickname: str
    email: str
    phone: str
    roles: tuple[Assignment, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Challenge:
    """What somebody is asked who may be a machine; good for one answer.

    picture: PNG, empty for a question. question: empty for a picture.
    """

    id: UUID
    kind: ChallengeKind
    picture: bytes
    question: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to a challenge."""

    challenge_id: UUID
    text: str


@dataclass(frozen=True, slots=True)
class ProviderDraft:
    """A provider to be saved.

    code: in addresses and logs. address: of an OpenID issuer; at WeChat only of a stand-in,
    empty for the real one. secret: empty to keep the one on record.
    """

    code: str
    kind: ProviderKind
    name: TextMap
    address: str
    client_id: str
    secret: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class ProviderCard:
    """Somebody who vouches for people, as operators and shoppers see it; never the secret."""

    id: UUID
    code: str
    kind: ProviderKind
    name: TextMap
    address: str
    client_id: str
    has_secret: bool
    is_on: bool


@dataclass(frozen=True, slots=True)
class ProviderConfig:
    """What an adapter needs of a provider. redirect_url: where it sends people back to."""

    code: str
    address: str
    client_id: str
    secret: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The secrets of one sign-in with a provider: what comes back must fit them."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Proved:
    """Who a provider says it is.

    subject: never changes there. email: only if the provider verified it, else empty.
    """

    subject: str
    label: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class OutsideAnswer:
    """What came back from a provider. error: why there is no code, in its own words."""

    state: str
    code: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class OutsideSignIn:
    """What became of signing in with a provider.

    signed_in: if entered. offer_id: if offered. next: where the person wanted to go.
    """

    result: OutsideResult
    next: str
    signed_in: SignedIn | None = None
    offer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """A provider that opens an account. label: what the person is called there."""

    id: UUID
    provider_code: str
    provider_name: TextMap
    label: str
    linked_at: datetime


@dataclass(frozen=True, slots=True)
class MergeOffer:
    """Two accounts of one person that may be united. gone: the one that ends."""

    id: UUID
    kept: Person
    gone: Person
    addresses: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PaymentLock:
    """What guards the stored value of a person.

    free_limit_minor: up to which a single payment needs no password, 0 for never.
    free_day_minor: how much of that in a day. currency: of both.
    """

    is_set: bool
    free_limit_minor: int
    free_day_minor: int
    currency: str


@dataclass(frozen=True, slots=True)
class AccountExport:
    """Everything this room knows of a person, for that person."""

    person: Person
    addresses: tuple[SavedAddress, ...]
    sessions: tuple[SessionCard, ...]
    roles: tuple[Assignment, ...]
    identities: tuple[LinkedIdentity, ...]
