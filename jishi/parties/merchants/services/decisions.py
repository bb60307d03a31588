"""What the platform decides about merchants."""

from dataclasses import asdict
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import IllegalMove, NotFound
from jishi.foundation.platform import audit, outbox, site
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import OWNER_ROLE
from jishi.parties.merchants import errors, queries, rules
from jishi.parties.merchants.events import (
    ApplicationRejected,
    MerchantClosed,
    MerchantOpened,
    MerchantReopened,
    MerchantSuspended,
)
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.permissions import REVIEW
from jishi.parties.merchants.services import modes, rows
from jishi.parties.merchants.types import (
    EntityType,
    MerchantAction,
    MerchantState,
    Objection,
    ShopDraft,
    Terms,
)


@transactional
def approve(*, actor: Actor, merchant_id: UUID) -> None:
    """Let a merchant open; the applicant becomes its owner.

    Raises: Forbidden unless the actor reviews merchants; NotFound; IllegalMove;
        OnboardingClosed in a brand store.
    Emits: MerchantOpened, RoleAssigned.
    Locks: the merchant, then the owner's account, the mode of the site.
    """
    actor.require(REVIEW)
    row = rows.locked(merchant_id)
    modes.require_marketplace()
    rows.move(actor, row, MerchantAction.APPROVE)
    _open(row)
    row.save(update_fields=["state", "draft_of", "decided_at", "opened_at"])
    _record(actor, row, {})
    _welcome(row)


@transactional
def open_merchant(*, actor: Actor, owner_id: UUID, legal_name: str, shop: ShopDraft) -> UUID:
    """Open a shop of the house itself, without an application; return its id.

    Raises: Forbidden unless the actor reviews merchants; NotFound if there is no such
        person; BadShop, BadCode, CodeTaken; OnboardingClosed for a second one in a brand store.
    Emits: MerchantOpened, RoleAssigned.
    Locks: the owner's account, the mode of the site.
    """
    actor.require(REVIEW)
    if site.lock_mode() == site.BRAND_STORE and queries.count_in_business():
        raise errors.OnboardingClosed
    accounts_queries.get_user(owner_id)
    row = Merchant(
        owner_id=owner_id,
        entity_type=EntityType.COMPANY,
        legal_name=legal_name[: rules.LEGAL_NAME_LENGTH],
        state=MerchantState.OPEN,
        created_at=clock.now(),
    )
    row.code = rules.first_code(row.id)
    rows.set_shop(row, shop)
    _open(row)
    rows.save(row)
    _record(actor, row, {"code": row.code})
    _welcome(row)
    return row.id


@transactional
def reject(*, actor: Actor, merchant_id: UUID, objections: tuple[Objection, ...]) -> None:
    """Send an application back; the applicant may change and submit it again.

    Raises: Forbidden unless the actor reviews merchants; NotFound; ReasonMissing; IllegalMove.
    Emits: ApplicationRejected.
    Locks: the merchant.
    """
    actor.require(REVIEW)
    cleaned = rules.check_objections(objections)
    row = rows.locked(merchant_id)
    rows.move(actor, row, MerchantAction.REJECT, reason=cleaned[0].text)
    row.objections = [{"step": part.step.value, "text": part.text} for part in cleaned]
    row.decided_at = clock.now()
    row.save(update_fields=["state", "objections", "decided_at"])
    _record(actor, row, {"objections": row.objections})
    outbox.emit(ApplicationRejected(merchant_id=str(row.id), owner_id=str(row.owner_id)))


@transactional
def suspend(*, actor: Actor, merchant_id: UUID, reason: str) -> None:
    """Stop a merchant from selling; what was sold is still shipped.

    Raises: Forbidden unless the actor reviews merchants; NotFound; ReasonMissing; IllegalMove.
    Emits: MerchantSuspended.
    Locks: the merchant.
    """
    cleaned = rules.check_reason(reason)
    row = _moved(actor, merchant_id, MerchantAction.SUSPEND, cleaned)
    outbox.emit(
        MerchantSuspended(merchant_id=str(row.id), owner_id=str(row.owner_id), reason=cleaned)
    )


@transactional
def reopen(*, actor: Actor, merchant_id: UUID) -> None:
    """Let a suspended merchant sell again.

    Raises: Forbidden unless the actor reviews merchants; NotFound; IllegalMove.
    Emits: MerchantReopened.
    Locks: the merchant.
    """
    row = _moved(actor, merchant_id, MerchantAction.REOPEN, "")
    outbox.emit(MerchantReopened(merchant_id=str(row.id), owner_id=str(row.owner_id)))


@transactional
def close(*, actor: Actor, merchant_id: UUID, reason: str) -> None:
    """End a merchant's business for good; its staff keeps access to the past.

    Raises: Forbidden unless the actor reviews merchants; NotFound; ReasonMissing; IllegalMove.
    Emits: MerchantClosed.
    Locks: the merchant.
    """
    cleaned = rules.check_reason(reason)
    row = _moved(actor, merchant_id, MerchantAction.CLOSE, cleaned)
    outbox.emit(MerchantClosed(merchant_id=str(row.id), owner_id=str(row.owner_id)))


@transactional
def release_staff(*, actor: Actor, merchant_id: UUID) -> None:
    """Take all roles of a closed shop from everybody, the owner included.

    Done once nothing is left to settle; only then can the owner close the account.
    Raises: Forbidden unless the actor reviews merchants; NotFound; IllegalMove if the shop is
        not closed.
    Emits: RoleRemoved.
    Locks: the merchant, then the accounts of its staff.
    """
    actor.require(REVIEW)
    row = rows.locked(merchant_id)
    if row.state != MerchantState.CLOSED:
        raise IllegalMove(machine=rules.MERCHANT.name, state=row.state, action="release_staff")
    house = Actor.system("merchants")
    for member in sorted(queries.list_members(merchant_id), key=lambda one: one.user_id):
        accounts.remove_staff(actor=house, user_id=member.user_id, merchant_id=merchant_id)
    _record(actor, row, {"staff": "released"})


@transactional
def set_terms(*, actor: Actor, merchant_id: UUID, terms: Terms) -> None:
    """Agree with a merchant on commission and deposit; sales made before keep theirs.

    Raises: Forbidden unless the actor reviews merchants; NotFound; BadTerms.
    Locks: the merchant.
    """
    actor.require(REVIEW)
    rules.check_terms(terms)
    row = rows.locked(merchant_id)
    before = Terms(row.commission_rate_bp, row.deposit_minor, row.currency)
    row.commission_rate_bp = terms.commission_rate_bp
    row.deposit_minor, row.currency = terms.deposit_minor, terms.currency
    row.save(update_fields=["commission_rate_bp", "deposit_minor", "currency"])
    audit.record(
        actor=actor,
        action=REVIEW,
        subject_type="merchant",
        subject_id=row.id,
        merchant_id=row.id,
        before=asdict(before),
        after=asdict(terms),
    )


def _moved(actor: Actor, merchant_id: UUID, action: MerchantAction, reason: str) -> Merchant:
    actor.require(REVIEW)
    row = rows.locked(merchant_id)
    rows.move(actor, row, action, reason=reason)
    row.save(update_fields=["state"])
    _record(actor, row, {"reason": reason} if reason else {})
    return row


def _open(row: Merchant) -> None:
    at = clock.now()
    row.draft_of, row.decided_at, row.opened_at = None, at, at


def _welcome(row: Merchant) -> None:
    role = accounts_queries.find_role(OWNER_ROLE)
    if role is None:
        raise NotFound(role=OWNER_ROLE)
    accounts.assign_role(
        actor=Actor.system("merchants"),
        user_id=row.owner_id,
        role_id=role.id,
        merchant_id=row.id,
    )
    outbox.emit(MerchantOpened(merchant_id=str(row.id), owner_id=str(row.owner_id)))


def _record(actor: Actor, row: Merchant, after: dict[str, object]) -> None:
    audit.record(
        actor=actor,
        action=REVIEW,
        subject_type="merchant",
        subject_id=row.id,
        merchant_id=row.id,
        after={"state": row.state} | after,
    )
