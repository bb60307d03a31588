"""Freight templates, as merchants keep them."""

from uuid import UUID

from django.db.models import Q

from jishi.foundation.kernel.errors import NotFound
from jishi.fulfillment.shipping.models import FreightTemplate
from jishi.fulfillment.shipping.rules import tariffs
from jishi.fulfillment.shipping.types import FreightTemplate as TemplateInfo


def list_templates(*, merchant_id: UUID | None) -> tuple[TemplateInfo, ...]:
    """Return a merchant's templates, or the platform's for None, the defaults first."""
    rows = FreightTemplate.objects.filter(Q(merchant_id=merchant_id))
    return tuple(template_of(row) for row in rows.order_by("-is_default", "name"))


def get_template(*, template_id: UUID, merchant_id: UUID | None) -> TemplateInfo:
    """Return a template of a merchant, or of the platform for None.

    Raises: NotFound.
    """
    row = FreightTemplate.objects.filter(Q(merchant_id=merchant_id), pk=template_id).first()
    if row is None:
        raise NotFound
    return template_of(row)


def template_of(row: FreightTemplate) -> TemplateInfo:
    """Return a template as others see it."""
    return TemplateInfo(
        template_id=row.pk,
        merchant_id=row.merchant_id,
        name=row.name,
        currency=row.currency,
        is_default=row.is_default,
        tariff=tariffs.from_json(row.tariff),
    )
