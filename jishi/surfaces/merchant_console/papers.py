"""The shop's papers: packing slips, without prices, so that a parcel may be a gift."""

from django.utils.translation import gettext as _

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.warehouse.types import PackingSlip
from jishi.surfaces.design import formats, papers
from jishi.surfaces.merchant_console.pages import say


def packing_slip(slip: PackingSlip) -> papers.Sheet:
    """Return the paper that lies in a parcel; its bar code is what the desk scans."""
    number = f"{slip.number} ({slip.part}/{slip.parts})" if slip.parts > 1 else slip.number
    facts = [(_("Parcel"), number), (_("Order"), slip.order_number)]
    if slip.tracking_no:
        facts.append((_("Tracking number"), f"{say(slip.carrier_name)} {slip.tracking_no}"))
    facts.append((_("Made on"), formats.moment(slip.created_at)))
    sides = [papers.Block(_("To"), _lines(slip.recipient))]
    if slip.sender:
        sides.append(papers.Block(_("From"), _lines(slip.sender)))
    note = (papers.Block(_("Buyer’s note"), (slip.note,)),) if slip.note else ()
    return papers.Sheet(
        title=_("Packing slip"),
        issuer=say(slip.merchant_name),
        facts=tuple(facts),
        parts=(papers.Columns(tuple(sides)), _table(slip), *note, papers.Barcode(slip.number)),
    )


def _lines(address: Address) -> tuple[str, ...]:
    return (f"{address.name} {address.phone}".strip(), address.one_line())


def _table(slip: PackingSlip) -> papers.Table:
    return papers.Table(
        head=(_("Article"), _("Code"), _("Units")),
        rows=tuple((line.title, line.code, formats.number(line.quantity)) for line in slip.lines),
        widths=(0.6, 0.25, 0.15),
        right=frozenset({2}),
    )
