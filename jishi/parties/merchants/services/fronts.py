"""How the front of a shop looks."""

from uuid import UUID

from django.db import IntegrityError, transaction

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, files, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.parties.merchants import errors, preferences, queries, rules
from jishi.parties.merchants.events import MerchantChanged
from jishi.parties.merchants.models import Merchant, ShopFront
from jishi.parties.merchants.permissions import EDIT
from jishi.parties.merchants.services import rows
from jishi.parties.merchants.types import Appearance, Block


@transactional
def save_appearance(*, actor: Actor, merchant_id: UUID, appearance: Appearance) -> None:
    """Change color, banner, sub-domain and blocks of a shop's front.

    Raises: Forbidden or NotFound unless the actor edits that shop; BadLabel, LabelTaken,
        BadFront.
    Emits: MerchantChanged.
    Locks: the merchant.
    """
    actor.require(EDIT, merchant_id=merchant_id)
    merchant = rows.locked(merchant_id)
    wanted = rules.check_appearance(appearance, preferences.RESERVED_CODES.get())
    before = queries.get_appearance(merchant_id)
    if wanted == before:
        return
    _check_banner(wanted)
    _check_label(merchant, wanted.label)
    _save(merchant, wanted)
    outbox.emit(MerchantChanged(merchant_id=str(merchant_id)))
    audit.record(
        actor=actor,
        action=EDIT,
        subject_type="shop_front",
        subject_id=merchant_id,
        merchant_id=merchant_id,
        before=_written(before),
        after=_written(wanted),
    )


def _check_banner(wanted: Appearance) -> None:
    if wanted.banner_id and wanted.banner_id not in files.list_pictures([wanted.banner_id]):
        raise errors.BadFront(field="banner", limit=1)


def _check_label(merchant: Merchant, label: str) -> None:
    """Refuse a word by which shoppers would find another shop. Raises: LabelTaken."""
    others = Merchant.objects.exclude(pk=merchant.pk).filter(code=label)
    if label and others.exists():
        raise errors.LabelTaken(field="label")


def _save(merchant: Merchant, wanted: Appearance) -> None:
    row = ShopFront.objects.filter(merchant=merchant).first() or ShopFront(merchant=merchant)
    row.accent = wanted.accent
    row.banner_id = wanted.banner_id
    row.label = wanted.label or None
    row.blocks = [_block(block) for block in wanted.blocks]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise errors.LabelTaken(field="label") from error


def _block(block: Block) -> dict[str, object]:
    return {
        "kind": block.kind,
        "title": dict(block.title),
        "text": dict(block.text),
        "products": [product_id.hex for product_id in block.product_ids],
    }


def _written(look: Appearance) -> dict[str, object]:
    return {
        "accent": look.accent,
        "banner_id": look.banner_id.hex if look.banner_id else None,
        "label": look.label,
        "blocks": [_block(block) for block in look.blocks],
    }
