"""Carriers, and freight templates of the platform."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import Carrier, FreightTemplate, Tariff, TemplateDraft
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import shipping as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)

PERMISSION = "shipping.edit"


class Carriers(OperatorList):
    """All carriers in the operator's order."""

    title = lazy("Carriers")
    permission = PERMISSION
    section = "carriers"
    file_name = "carriers"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="adapter", label=lazy("Code at the tracking service")),
        kit.Column(
            name="state",
            label=lazy("State"),
            axis="switch",
            value=lambda one: "on" if one.is_active else "off",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New carrier"), self.url("carrier_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[Carrier]:
        """Return every carrier."""
        return Page(items=shipping_queries.list_carriers(active_only=False))

    def row_url(self, item: Carrier) -> str:
        """Return the carrier's form."""
        return self.url("carrier", item.code)


class NewCarrier(OperatorForm):
    """Add a carrier."""

    title = lazy("New carrier")
    permission = PERMISSION
    section = "carriers"
    form_class = forms.CarrierForm
    aliases = {"name": "name_zh", "carrier": "code"}

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("carriers")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        shipping.save_carrier(
            actor=self.actor,
            code=data["code"],
            name=text_map(data, "name"),
            adapter=data["adapter"],
            position=data["position"],
            is_active=data["is_active"],
        )


class EditCarrier(NewCarrier):
    """Change a carrier; its code stays."""

    @cached_property
    def place(self) -> tuple[int, Carrier]:
        """The carrier of the address, and its place in the order. Raises: NotFound."""
        for position, one in enumerate(shipping_queries.list_carriers(active_only=False)):
            if one.code == self.kwargs["code"]:
                return position, one
        raise NotFound

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.place[1].name)

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Show the code without letting it change."""
        position, held = self.place
        initial = {
            **spread("name", held.name),
            "code": held.code,
            "adapter": held.adapter,
            "position": position,
            "is_active": held.is_active,
        }
        form = forms.CarrierForm(data, initial=initial)
        form.fields["code"].disabled = True
        return form


def fee(template: FreightTemplate) -> Money | None:
    """Return the first fee where no region has its own."""
    rate = template.tariff.default_rate
    return Money(rate.first_fee_minor, template.currency) if rate else None


class FreightTemplates(OperatorList):
    """The platform's freight templates, the defaults first."""

    title = lazy("Freight templates")
    permission = PERMISSION
    section = "freight"
    file_name = "freight"
    empty_text = lazy("Shops without a template of their own take those of the platform.")
    columns = (
        kit.Column(name="name", label=lazy("Name")),
        kit.Column(
            name="charge", label=lazy("Charged"), value=lambda one: words.CHARGES[one.tariff.charge]
        ),
        kit.Column(name="fee", label=lazy("First fee"), kind="money", value=fee),
        kit.Column(name="currency", label=lazy("Currency")),
        kit.Column(
            name="regions",
            label=lazy("Regions with a rate of their own"),
            kind="number",
            value=lambda one: len(one.tariff.region_rates),
        ),
        kit.Column(
            name="is_default",
            label=lazy("Default"),
            value=lambda one: _("Yes") if one.is_default else "",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New template"), self.url("freight_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[FreightTemplate]:
        """Return every template of the platform."""
        return Page(items=shipping_queries.list_templates(merchant_id=None))

    def row_url(self, item: FreightTemplate) -> str:
        """Return the template's form."""
        return self.url("freight_edit", item.template_id)


class NewFreight(OperatorForm):
    """Make a freight template."""

    title = lazy("New template")
    permission = PERMISSION
    section = "freight"
    aliases = {"tariff": "charge"}
    form: forms.FreightForm
    template_id: UUID | None = None
    kept: Tariff | None = None

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("freight")

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Return the form, kept to build the tariff from."""
        self.form = forms.FreightForm(data, initial=self.initial())
        return self.form

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        draft = TemplateDraft(
            merchant_id=None,
            name=data["name"],
            currency=data["currency"],
            tariff=self.form.tariff(self.kept),
            is_default=data["is_default"],
            template_id=self.template_id,
        )
        return shipping.save_template(actor=self.actor, draft=draft)


class OfTemplate(OperatorPage):
    """What every page of one template shares."""

    permission = PERMISSION
    section = "freight"

    @cached_property
    def template(self) -> FreightTemplate:
        """The template, if it is the platform's. Raises: NotFound."""
        template_id = self.kwargs["template_id"]  # type: ignore[attr-defined]
        return shipping_queries.get_template(template_id=template_id, merchant_id=None)


class EditFreight(OfTemplate, NewFreight):
    """Change a freight template."""

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return self.template.name

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what stays."""
        count = len(self.template.tariff.region_rates) + len(self.template.tariff.surcharges)
        if not count:
            return ""
        return _("Rates and surcharges of single regions stay as they are: {count}.").format(
            count=count
        )

    def page_actions(self) -> list[Action]:
        """Offer to delete it."""
        url = self.url("freight_delete", self.template.template_id)
        return [Action(_("Delete"), url, kind="danger", confirm=True)]

    @property
    def template_id(self) -> UUID:  # type: ignore[override]
        """The one that changes."""
        return self.template.template_id

    @property
    def kept(self) -> Tariff:  # type: ignore[override]
        """What it charges now."""
        return self.template.tariff

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return forms.freight_values(self.template)


class DeleteFreight(OfTemplate, OperatorConfirm):
    """Delete a freight template."""

    text = lazy("Products that name it fall back to the default.")
    submit_label = lazy("Delete")
    success_message = lazy("The template is deleted.")
    danger = True

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return _("Delete {name}?").format(name=self.template.name)

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("freight")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it."""
        shipping.delete_template(
            actor=self.actor, template_id=self.template.template_id, merchant_id=None
        )
