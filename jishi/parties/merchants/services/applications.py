"""Asking to sell here: page by page, to be resumed at any time."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import outbox
from jishi.foundation.platform.models import StoredFile
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors as accounts_errors
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts.types import Channel
from jishi.parties.merchants import errors, preferences, queries, rules
from jishi.parties.merchants.events import ApplicationSubmitted
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.services import modes, rows
from jishi.parties.merchants.types import (
    ContactDraft,
    EntityDraft,
    MerchantAction,
    ShopDraft,
)


@transactional
def apply(*, actor: Actor) -> UUID:
    """Begin an application, or return the unfinished one; return the merchant's id.

    Raises: Forbidden if nobody is signed in; OnboardingClosed in a brand store.
    """
    if actor.user_id is None:
        raise Forbidden(permission="signed_in")
    modes.require_marketplace()
    row = Merchant(owner_id=actor.user_id, draft_of=actor.user_id, created_at=clock.now())
    row.code = rules.first_code(row.id)
    row.search_text = row.code
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return Merchant.objects.values_list("pk", flat=True).get(draft_of=actor.user_id)
    return row.id


@transactional
def save_application(
    *,
    actor: Actor,
    merchant_id: UUID,
    entity: EntityDraft | None = None,
    contact: ContactDraft | None = None,
    shop: ShopDraft | None = None,
    agreement_version: str = "",
) -> None:
    """Keep one or more pages of an application; what is None stays as it was.

    agreement_version: that was read and accepted; empty to leave it.
    Raises: NotFound if it is not the actor's; NotEditable once submitted; BadEntity,
        BadLicense, LicenseExpired, BadContact, BadShop, BadCode, CodeTaken, WrongAgreement.
    Locks: the merchant.
    """
    row = _own(actor, merchant_id)
    if row.state not in rules.APPLYING:
        raise errors.NotEditable
    at = clock.now()
    if entity is not None:
        _set_entity(row, entity, at)
    if contact is not None:
        _set_contact(row, contact)
    if shop is not None:
        rows.set_shop(row, shop)
    if agreement_version:
        _accept(row, agreement_version, at)
    rows.save(row)


@transactional
def submit(*, actor: Actor, merchant_id: UUID) -> None:
    """Hand a complete application to the reviewers.

    Raises: NotFound if it is not the actor's; Incomplete naming the pages; LicenseExpired;
        WrongAgreement if it changed meanwhile; IllegalMove; OnboardingClosed.
    Emits: ApplicationSubmitted.
    Locks: the merchant, then the mode of the site.
    """
    row = _own(actor, merchant_id)
    modes.require_marketplace()
    application = queries.application(row)
    if application.missing:
        raise errors.Incomplete(steps=",".join(application.missing))
    at = clock.now()
    rules.check_entity(application.entity, clock.local_date(at))
    _check_agreement(row.agreement_version)
    rows.move(actor, row, MerchantAction.SUBMIT)
    row.submitted_at, row.decided_at, row.objections = at, None, []
    row.save(update_fields=["state", "submitted_at", "decided_at", "objections"])
    outbox.emit(ApplicationSubmitted(merchant_id=str(row.id), owner_id=str(row.owner_id)))


@transactional
def withdraw(*, actor: Actor, merchant_id: UUID) -> None:
    """Take an application back before it is decided, to change it.

    Raises: NotFound if it is not the actor's; IllegalMove.
    Locks: the merchant.
    """
    row = _own(actor, merchant_id)
    rows.move(actor, row, MerchantAction.WITHDRAW)
    row.save(update_fields=["state"])


@transactional
def discard_application(*, actor: Actor, owner_id: UUID) -> None:
    """Delete a person's unfinished application, because the account was closed.

    Raises: NotFound unless it is the actor's or the house acts.
    """
    actor.require_owner(owner_id)
    Merchant.objects.filter(draft_of=owner_id, state__in=rules.UNFINISHED).delete()


def _own(actor: Actor, merchant_id: UUID) -> Merchant:
    row = rows.locked(merchant_id)
    actor.require_owner(row.owner_id)
    return row


def _set_entity(row: Merchant, draft: EntityDraft, at: datetime) -> None:
    cleaned = rules.check_entity(draft, clock.local_date(at))
    file_id = cleaned.license_file_id
    if file_id and not StoredFile.objects.filter(pk=file_id).exists():
        raise errors.BadEntity(field="license_file")
    row.entity_type, row.legal_name = cleaned.entity_type, cleaned.legal_name
    row.license_no, row.license_file_id = cleaned.license_no, file_id
    row.license_expires_on = cleaned.license_expires_on
    row.search_text = rules.search_text(row.code, row.name, row.legal_name)


def _set_contact(row: Merchant, draft: ContactDraft) -> None:
    row.contact_name = rules.clean_contact_name(draft.name)
    row.contact_phone = _reach(draft.phone, Channel.PHONE)
    row.contact_email = _reach(draft.email, Channel.EMAIL)


def _reach(given: str, channel: Channel) -> str:
    try:
        contact = accounts_queries.parse_contact(given)
    except accounts_errors.BadContact as error:
        raise errors.BadContact(field=channel) from error
    if contact.channel != channel:
        raise errors.BadContact(field=channel)
    return contact.value


def _accept(row: Merchant, version: str, at: datetime) -> None:
    _check_agreement(version)
    if row.agreement_version != version:
        row.agreement_version, row.agreed_at = version, at


def _check_agreement(version: str) -> None:
    current = preferences.AGREEMENT_VERSION.get()
    if version != current:
        raise errors.WrongAgreement(version=current)
