"""Words of imports, exports and bulk changes: columns, states of jobs, refusals of rows."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from jishi.goods.bulk.types import JobInfo, JobKind, Reason
from jishi.goods.catalog.types import ProductAction
from jishi.surfaces.design import statuses
from jishi.surfaces.design.statuses import Status
from jishi.surfaces.merchant_console.explain import explain_code_with

Text = str | Promise

STATES: Mapping[str, Mapping[str, Status]] = {
    "bulk_job": {
        "draft": Status(_("Not started")),
        "checking": Status(_("Checking rows"), "busy"),
        "checked": Status(_("Checked"), "wait"),
        "running": Status(pgettext_lazy("job", "Running"), "busy"),
        "done": Status(_("Done"), "good"),
        "canceled": Status(pgettext_lazy("job", "Stopped")),
        "failed": Status(_("Failed"), "bad"),
    },
    "bulk_row": {
        "created": Status(pgettext_lazy("row", "New"), "good"),
        "changed": Status(pgettext_lazy("row", "Changed"), "good"),
        "same": Status(_("Unchanged")),
        "refused": Status(pgettext_lazy("row", "Refused"), "bad"),
    },
}

COLUMNS: Mapping[str, Text] = {
    "code": _("Product code"),
    "sku": _("Variant code (SKU)"),
    "title_zh": _("Title (Chinese)"),
    "title_en": _("Title (English)"),
    "title": _("Title"),
    "subtitle_zh": _("Subtitle (Chinese)"),
    "subtitle_en": _("Subtitle (English)"),
    "category": _("Category"),
    "brand": _("Brand"),
    "kind": _("Kind"),
    "keywords": _("Keywords"),
    "description_zh": _("Description (Chinese)"),
    "description_en": _("Description (English)"),
    "description": _("Description"),
    "images": _("Pictures"),
    "barcode": _("Barcode"),
    "price_cny": _("Price in yuan"),
    "list_cny": _("List price in yuan"),
    "price_usd": _("Price in US dollars"),
    "list_usd": _("List price in US dollars"),
    "price": _("Price"),
    "list": _("List price"),
    "cost": _("Cost"),
    "stock": _("First stock"),
    "weight_g": _("Weight (g)"),
    "length_mm": _("Length (mm)"),
    "width_mm": _("Width (mm)"),
    "height_mm": _("Height (mm)"),
}
"""What a column can be."""

FIELDS: Mapping[str, Text] = {
    **COLUMNS,
    "amount_minor": _("Price"),
    "price_minor": _("Price"),
    "list_minor": _("List price"),
    "category_id": _("Category"),
    "brand_id": _("Brand"),
    "axes": _("Options"),
    "attributes": _("Attributes"),
    "variants": _("Variants"),
    "media": _("Pictures"),
    "barcode": _("Barcode"),
}
"""What is at fault in a row that was refused."""

UNKNOWN: Mapping[str, Text] = {
    "category": _("No category has “{value}” at the end of its address."),
    "brand": _("No brand is called “{value}”."),
}
"""Words that name nothing here."""

CHANGES: Mapping[ProductAction, Text] = {
    ProductAction.PUBLISH: _("Put on sale"),
    ProductAction.UNPUBLISH: _("Take off sale"),
    ProductAction.SUBMIT: _("Submit for review"),
    ProductAction.RECYCLE: _("Move to the recycle bin"),
    ProductAction.RESTORE: _("Restore"),
}


def declare_states() -> None:
    """Register the axes for status pills."""
    for axis, states in STATES.items():
        statuses.declare(axis, states)


def column(target: str) -> str:
    """Return what a column is called; of an option or attribute, with its own name."""
    mark, colon, name = target.partition(":")
    if not colon:
        return str(COLUMNS.get(target, target))
    label = {
        "axis": gettext("Option: {name}"),
        "attribute": gettext("Attribute: {name}"),
        "price": gettext("Price, market {name}"),
        "list": gettext("List price, market {name}"),
    }.get(mark, "{name}")
    return label.format(name=name)


def reason(given: Reason) -> str:
    """Word a refusal of a row, with the column at fault."""
    if given.code == "bulk.bad_value" and given.field in UNKNOWN:
        return str(UNKNOWN[given.field]).format_map(given.params)
    text = explain_code_with(given.code, given.params)
    if not given.field or given.field in {"line", "version"}:
        return text
    label = column(given.field) if ":" in given.field else str(FIELDS.get(given.field, ""))
    return gettext("{column}: {text}").format(column=label, text=text) if label else text


def job_name(job: JobInfo) -> str:
    """Return what a job is called."""
    if job.kind == JobKind.IMPORT:
        return gettext("Import of {file}").format(file=job.file_name)
    if job.kind == JobKind.EXPORT:
        return gettext("Export as {kind}").format(kind=job.file_format.upper())
    return str(CHANGES[job.change]) if job.change else ""
