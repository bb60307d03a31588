"""Shared by the services: set-wise writes, locks, and telling what happened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError, connection
from django.db.models import Model

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import audit, outbox, transactions
from jishi.goods.catalog import permissions, preferences
from jishi.goods.catalog.errors import ProductNotFound
from jishi.goods.catalog.events import ProductChanged, VariantArchived
from jishi.goods.catalog.models import Product, ProductMedia, Variant
from jishi.goods.catalog.types import MediaDraft

Row = TypeVar("Row", bound=Model)

VARIANT_FIELDS = (
    "barcode",
    "options",
    "option_text",
    "weight_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "image_id",
    "cost_minor",
    "is_active",
    "position",
)


def upsert(model: type[Row], rows: Sequence[Row], fields: Iterable[str]) -> None:
    """Write changed rows back in multi-row statements, by primary key.

    An insert that turns into an update costs a fraction of an update with cases.
    fields: attribute names of the columns to write.
    """
    if not rows:
        return
    names = [name.removesuffix("_id") if _is_relation(model, name) else name for name in fields]
    has_target = connection.features.supports_update_conflicts_with_target
    model._default_manager.bulk_create(
        rows,
        update_conflicts=True,
        update_fields=names,
        unique_fields=["id"] if has_target else None,
    )


def assign(row: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Set attributes that differ; return what was and what is, by name."""
    changes = {}
    for name, value in values.items():
        before = getattr(row, name)
        if before != value:
            changes[name] = (before, value)
            setattr(row, name, value)
    return changes


def needs_review(actor: Actor, merchant_id: UUID) -> bool:
    """Return whether what this actor changes for a merchant waits for approval.

    Who may review approves by saving; a trusted merchant needs no approval.
    """
    return (
        preferences.REVIEW_REQUIRED.get()
        and str(merchant_id) not in preferences.TRUSTED_MERCHANTS.get()
        and not actor.may(permissions.REVIEW, merchant_id=merchant_id)
    )


def lock_product(actor: Actor, product_id: UUID, permission: str = permissions.EDIT) -> Product:
    """Lock and return a product that the actor may act upon.

    Raises: ProductNotFound if it does not exist or belongs to a shop out of reach;
        Forbidden if the actor has no such permission anywhere.
    """
    row: Product | None = transactions.for_update(Product.objects.filter(pk=product_id)).first()
    if row is None:
        raise ProductNotFound
    actor.require(permission, merchant_id=row.merchant_id)
    return row


@contextmanager
def refusing_duplicates(error: JishiError) -> Iterator[None]:
    """Turn a broken unique constraint, lost to a simultaneous use case, into a refusal."""
    try:
        yield
    except IntegrityError as broken:
        raise error from broken


def media_rows(product_id: UUID, media: Iterable[MediaDraft]) -> list[ProductMedia]:
    """Return the rows of a product's media, in their order."""
    return [
        ProductMedia(
            product_id=product_id,
            file_id=item.file_id,
            position=position,
            alt=dict(item.alt),
            axis_value=item.axis_value,
        )
        for position, item in enumerate(media)
    ]


def tell_changed(actor: Actor, product: Product) -> None:
    """Announce that a product changed."""
    outbox.emit(
        ProductChanged(product_id=str(product.id), merchant_id=str(product.merchant_id)),
        actor=name_of(actor),
    )


def tell_archived(actor: Actor, variants: Iterable[Variant]) -> None:
    """Announce that variants are no longer offered."""
    for variant in variants:
        outbox.emit(
            VariantArchived(product_id=str(variant.product_id), variant_id=str(variant.id)),
            actor=name_of(actor),
        )


def note_changes(
    actor: Actor, product: Product, changes: Mapping[str, tuple[Any, Any]], action: str
) -> None:
    """Keep in the audit trail what changed on a product."""
    audit.record(
        actor=actor,
        action=action,
        subject_type="product",
        subject_id=product.id,
        merchant_id=product.merchant_id,
        before={name: _shown(before) for name, (before, _) in changes.items()},
        after={name: _shown(after) for name, (_, after) in changes.items()},
    )


def name_of(actor: Actor) -> str:
    """Return an actor as events name it."""
    return f"{actor.kind}:{actor.id}"


def _is_relation(model: type[Model], name: str) -> bool:
    return name.endswith("_id") and name.removesuffix("_id") in {
        field.name for field in model._meta.fields
    }


def _shown(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    return value
