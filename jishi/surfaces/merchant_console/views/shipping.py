"""Freight templates: list, form with its tables, deletion."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.paging import Page
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.fulfillment.shipping import services as shipping
from jishi.fulfillment.shipping.types import FreightTemplate, TemplateDraft
from jishi.goods.markets import queries as markets_queries
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms.shipping import (
    TABLES,
    TemplateForm,
    initial_of,
    read_tariff,
    tables,
)
from jishi.surfaces.merchant_console.pages import ShopPage


class Freight(ShopPage, kit.ListPage):
    """What delivery costs."""

    title = lazy("Freight")
    permission = "shipping.edit"
    section = "freight"
    file_name = "freight"
    empty_text = lazy("Without a template nothing can be delivered.")
    columns = (
        kit.Column(name="name", label=lazy("Name")),
        kit.Column(name="currency", label=lazy("Currency")),
        kit.Column(
            name="charge", label=lazy("Charged"), value=lambda row: words.CHARGES[row.tariff.charge]
        ),
        kit.Column(
            name="regions",
            label=lazy("Rates of their own"),
            kind="number",
            value=lambda row: len(row.tariff.region_rates),
        ),
        kit.Column(
            name="is_default",
            label=lazy("Default"),
            value=lambda row: _("Yes") if row.is_default else "",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        return [
            Action(_("New template"), self.url("freight_new"), kind="primary", icon="plus"),
            Action(_("Own delivery"), self.url("own_delivery"), icon="truck"),
        ]

    def fetch(self, wanted: kit.Wanted) -> Page[FreightTemplate]:
        """Return all of them; a shop has a few."""
        return Page(shipping_queries.list_templates(merchant_id=self.shop.id))

    def row_id(self, item: FreightTemplate) -> str:
        """Return the id."""
        return str(item.template_id)

    def row_url(self, item: FreightTemplate) -> str:
        """Return its form."""
        return self.url("freight_template", item.template_id)


class OfTemplate(ShopPage):
    """What every page of one template shares."""

    permission = "shipping.edit"
    section = "freight"

    @cached_property
    def template(self) -> FreightTemplate | None:
        """The template to change, if it is this shop's. Raises: NotFound."""
        template_id: UUID | None = self.kwargs.get("template_id")  # type: ignore[attr-defined]
        if template_id is None:
            return None
        return shipping_queries.get_template(template_id=template_id, merchant_id=self.shop.id)


class SaveTemplate(OfTemplate, kit.ConsolePage):
    """Make a freight template or change one."""

    template_name = "merchant_console/shipping/template.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return self.template.name if self.template else _("New template")

    def page_actions(self) -> list[Action]:
        """Offer to delete."""
        if self.template is None:
            return []
        url = self.url("freight_delete", self.template.template_id)
        return [Action(_("Delete"), url, kind="danger", confirm=True)]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._answer(self._form(), tables(template=self.template))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the whole template, or show what is wrong in its place."""
        form, found = self._form(request.POST), tables(request.POST, self.template)
        is_valid = [form.is_valid(), *(formset.is_valid() for formset in found.values())]
        if not all(is_valid):
            return self._answer(form, found, code=422)
        try:
            shipping.save_template(actor=self.actor, draft=self._draft(form, found))
        except JishiError as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, self.explain(error))
            return self._answer(form, found, code=error.status)
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(self.url("freight"))

    def _form(self, data: Any = None) -> TemplateForm:
        currencies = sorted({market.currency for market in markets_queries.list_markets()})
        form = TemplateForm(
            data,
            currencies=[(one, one) for one in currencies],
            initial=initial_of(self.template) if self.template else None,
        )
        if self.template:
            form.fields["currency"].disabled = True
        return form

    def _draft(self, form: TemplateForm, found: dict[str, Any]) -> TemplateDraft:
        return TemplateDraft(
            merchant_id=self.shop.id,
            name=form.cleaned_data["name"],
            currency=form.cleaned_data["currency"],
            tariff=read_tariff(form, found),
            is_default=form.cleaned_data["is_default"],
            template_id=self.template.template_id if self.template else None,
        )

    def _answer(self, form: TemplateForm, found: dict[str, Any], code: int = 200) -> HttpResponse:
        shown = [(TABLES[name][0], formset) for name, formset in found.items()]
        return self.show(code=code, form=form, tables=shown, back_url=self.url("freight"))


class DeleteTemplate(OfTemplate, kit.ConfirmPage):
    """Delete a template; products that name it fall back to the default."""

    title = lazy("Delete this freight template?")
    text = lazy("Products that name it fall back to the default. Placed orders keep their freight.")
    submit_label = lazy("Delete")
    success_message = lazy("Deleted.")
    danger = True

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Check that it is there; nothing is filled in."""
        assert self.template is not None
        return forms.Form(data, files)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it."""
        assert self.template is not None
        shipping.delete_template(
            actor=self.actor, template_id=self.template.template_id, merchant_id=self.shop.id
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.url("freight")

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("freight")
