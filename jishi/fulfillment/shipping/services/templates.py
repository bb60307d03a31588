"""Keeping freight templates."""

from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.text import clean
from jishi.foundation.platform import audit
from jishi.foundation.platform.transactions import transactional
from jishi.fulfillment.shipping import permissions
from jishi.fulfillment.shipping.errors import BadTemplate, TemplateInUse, TemplateNameTaken
from jishi.fulfillment.shipping.models import FreightTemplate
from jishi.fulfillment.shipping.rules import tariffs
from jishi.fulfillment.shipping.types import TemplateDraft


@transactional
def save_template(*, actor: Actor, draft: TemplateDraft) -> UUID:
    """Save a freight template and return its id; the first of a currency is the default.

    Orders that were placed keep what they were charged.
    Raises: BadTemplate, TemplateNameTaken, NotFound, Forbidden.
    """
    actor.require(permissions.EDIT, merchant_id=draft.merchant_id)
    tariffs.check(draft.tariff)
    row = _row_of(draft)
    before = row.tariff if draft.template_id else {}
    row.name = _checked_name(draft)
    row.tariff = tariffs.to_json(draft.tariff)
    row.is_default = _settle_default(row, is_wanted=draft.is_default)
    row.save()
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="freight_template",
        subject_id=row.pk,
        merchant_id=row.merchant_id,
        before=before,
        after=row.tariff,
    )
    return row.pk


@transactional
def delete_template(*, actor: Actor, template_id: UUID, merchant_id: UUID | None) -> None:
    """Delete a template; products that name it fall back to the default.

    Raises: TemplateInUse if it is the default and others exist, NotFound, Forbidden.
    """
    actor.require(permissions.EDIT, merchant_id=merchant_id)
    row = FreightTemplate.objects.filter(Q(merchant_id=merchant_id), pk=template_id).first()
    if row is None:
        raise NotFound
    if row.is_default and _siblings(row).exists():
        raise TemplateInUse
    audit.record(
        actor=actor,
        action=permissions.EDIT,
        subject_type="freight_template",
        subject_id=row.pk,
        merchant_id=merchant_id,
        before={"name": row.name, "tariff": row.tariff},
    )
    row.delete()


def _row_of(draft: TemplateDraft) -> FreightTemplate:
    if draft.template_id is None:
        return FreightTemplate(merchant_id=draft.merchant_id, currency=draft.currency)
    row = FreightTemplate.objects.filter(
        Q(merchant_id=draft.merchant_id), pk=draft.template_id, currency=draft.currency
    ).first()
    if row is None:
        raise NotFound
    return row


def _checked_name(draft: TemplateDraft) -> str:
    name = clean(draft.name, max_length=60)
    if not name:
        raise BadTemplate(field="name", reason="name")
    same = FreightTemplate.objects.filter(
        Q(merchant_id=draft.merchant_id), currency=draft.currency, name=name
    )
    if same.exclude(Q(pk=draft.template_id)).exists():
        raise TemplateNameTaken(field="name", name=name)
    return name


def _settle_default(row: FreightTemplate, *, is_wanted: bool) -> bool:
    """Return whether the template is to be the default, and keep it the only one.

    A default stays one until another is made it, so that goods never lose their freight.
    """
    others = _siblings(row).filter(is_default=True)
    if is_wanted:
        others.update(is_default=False)
        return True
    return row.is_default or not others.exists()


def _siblings(row: FreightTemplate) -> QuerySet[FreightTemplate]:
    return FreightTemplate.objects.filter(
        Q(merchant_id=row.merchant_id), currency=row.currency
    ).exclude(pk=row.pk)
