"""What the use cases share: locking a merchant, moving it, writing its shop window."""

from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform import audit, files, transactions
from jishi.parties.merchants import errors, preferences, rules
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.types import MerchantAction, MerchantState, ShopDraft

SHOP_FIELDS = ["code", "name", "story", "logo", "category_ids", "search_text"]


def locked(merchant_id: UUID) -> Merchant:
    """Return a merchant, locked. Raises: NotFound."""
    row: Merchant | None = transactions.for_update(Merchant.objects.filter(pk=merchant_id)).first()
    if row is None:
        raise NotFound
    return row


def move(actor: Actor, row: Merchant, action: MerchantAction, *, reason: str = "") -> None:
    """Advance a merchant's state and note the move; the caller saves.

    Raises: IllegalMove.
    """
    before = MerchantState(row.state)
    row.state = rules.MERCHANT.advance(before, action)
    audit.record_move(
        actor=actor,
        machine=rules.MERCHANT.name,
        subject_id=row.id,
        action=action,
        from_state=before,
        to_state=row.state,
        reason=reason,
    )


def set_shop(row: Merchant, draft: ShopDraft) -> None:
    """Put a shop's presentation onto its row; the caller saves.

    Raises: BadShop, BadCode.
    """
    cleaned = rules.check_shop(draft, preferences.RESERVED_CODES.get())
    check_picture(cleaned.logo_id)
    row.code = cleaned.code or row.code
    row.name, row.story = dict(cleaned.name), dict(cleaned.story)
    row.logo_id = cleaned.logo_id
    row.category_ids = [category_id.hex for category_id in cleaned.category_ids]
    row.search_text = rules.search_text(row.code, row.name, row.legal_name)


def check_picture(file_id: UUID | None) -> None:
    """Refuse a picture that was never stored. Raises: BadShop."""
    if file_id and file_id not in files.list_pictures([file_id]):
        raise errors.BadShop(field="logo")


def save(row: Merchant, fields: list[str] | None = None) -> None:
    """Save a merchant so that the code of another shop is refused.

    Raises: CodeTaken.
    """
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError as error:
        if Merchant.objects.exclude(pk=row.pk).filter(code=row.code).exists():
            raise errors.CodeTaken(field="code") from error
        raise
