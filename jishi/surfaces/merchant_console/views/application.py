"""Asking to sell here: four pages, a look at the whole, and what became of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.foundation.platform import files as stored
from jishi.foundation.platform.preferences import PREFERENCES
from jishi.goods.catalog import queries as catalog_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import (
    Application,
    ContactDraft,
    EntityDraft,
    EntityType,
    MerchantState,
    ShopDraft,
    Step,
)
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Step as ShownStep
from jishi.surfaces.merchant_console.forms.catalog import spread, texts_of
from jishi.surfaces.merchant_console.forms.merchants import (
    AgreementForm,
    ContactForm,
    EntityForm,
    ShopForm,
)
from jishi.surfaces.merchant_console.pages import AccountPage, say
from jishi.surfaces.merchant_console.views.merchants import store_logo

STEPS: Mapping[Step, Any] = {
    Step.ENTITY: lazy("Who sells"),
    Step.CONTACT: lazy("Contact"),
    Step.SHOP: lazy("Your shop"),
    Step.AGREEMENT: lazy("Agreement"),
}
"""The pages of an application, in their order."""

WRITABLE = {MerchantState.DRAFT, MerchantState.REJECTED}
VERSION = "merchants.agreement_version"


class OfApplication(AccountPage):
    """What the pages of an application share."""

    for_marketplace = True

    @cached_property
    def application(self) -> Application | None:
        """The person's unfinished application, if there is one."""
        assert self.actor.user_id is not None
        return merchants_queries.find_application(self.actor.user_id)

    def steps(self, here: Step | None = None) -> list[ShownStep]:
        """Return the steps with how far each has come."""
        application = self.application
        missing = application.missing if application else tuple(STEPS)
        return [
            ShownStep(
                str(label),
                "current" if step == here else "next" if step in missing else "done",
                reverse("merchant:apply_step", args=[step]),
            )
            for step, label in STEPS.items()
        ]


class Apply(OfApplication, kit.ConsolePage):
    """The application as a whole: begin, go on, hand in, or read what became of it."""

    title = lazy("Open a shop")
    template_name = "merchant_console/merchants/application.html"

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show where it stands."""
        application = self.application
        can_write = application is not None and application.merchant.state in WRITABLE
        objections = [
            {
                "step": STEPS[objection.step],
                "text": objection.text,
                "url": reverse("merchant:apply_step", args=[objection.step]),
            }
            for objection in (application.objections if application else ())
        ]
        return self.show(
            application=application,
            steps=self.steps() if application else (),
            objections=objections if can_write else (),
            can_write=can_write,
            is_complete=bool(application) and not application.missing if application else False,
            next_url=self._next_url(),
        )

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Begin, hand in, or take back."""
        try:
            return HttpResponseRedirect(self._act(request.POST.get("act", "")))
        except JishiError as error:
            messages.error(request, self.explain(error))
            return HttpResponseRedirect(reverse("merchant:apply"))

    def _act(self, act: str) -> str:
        if act == "begin":
            merchants.apply(actor=self.actor)
            return reverse("merchant:apply_step", args=[Step.ENTITY])
        if self.application is None:
            raise NotFound
        merchant_id = self.application.merchant.id
        if act == "submit":
            merchants.submit(actor=self.actor, merchant_id=merchant_id)
            messages.success(self.request, _("Handed in. We look at it within a few days."))
        elif act == "withdraw":
            merchants.withdraw(actor=self.actor, merchant_id=merchant_id)
            messages.success(self.request, _("Taken back. You can change it now."))
        return reverse("merchant:apply")

    def _next_url(self) -> str:
        missing = self.application.missing if self.application else ()
        step = missing[0] if missing else Step.ENTITY
        return reverse("merchant:apply_step", args=[step])


class ApplyStep(OfApplication, kit.FormPage):
    """One page of the application."""

    template_name = "merchant_console/merchants/step.html"
    submit_label = lazy("Save and go on")

    @cached_property
    def step(self) -> Step:
        """The page in the address. Raises: NotFound if there is none."""
        if self.kwargs["step"] not in set(Step):
            raise NotFound
        return Step(self.kwargs["step"])

    @cached_property
    def begun(self) -> Application:
        """The application the page belongs to. Raises: NotFound before it is begun."""
        if self.application is None:
            raise NotFound
        return self.application

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the page."""
        return str(STEPS[self.step])

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form of the page, with what was kept."""
        application = self.begun
        if self.step == Step.ENTITY:
            return EntityForm(data, files, initial=_entity(application))
        if self.step == Step.CONTACT:
            contact = application.contact
            initial = {"name": contact.name, "phone": contact.phone, "email": contact.email}
            return ContactForm(data, initial=initial)
        if self.step == Step.SHOP:
            tree = catalog_queries.get_category_tree()
            top = [(str(node.category_id), say(node.name)) for node in tree]
            return ShopForm(data, files, categories=top, initial=_shop(application))
        return AgreementForm(data, initial={"accepts": bool(application.agreed_at)})

    def extra(self) -> dict[str, object]:
        """Add the steps, and what was objected to on this page."""
        texts = [part.text for part in self.begun.objections if part.step == self.step]
        return {
            "steps": self.steps(self.step),
            "step_name": str(self.step),
            "objections": texts if self.begun.merchant.state in WRITABLE else (),
            "has_license": bool(self.begun.entity.license_file_id),
            "version": PREFERENCES.get(VERSION).get(),
        }

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Keep the page."""
        merchants.save_application(
            actor=self.actor, merchant_id=self.begun.merchant.id, **self._part(data)
        )

    def _part(self, data: dict[str, Any]) -> dict[str, Any]:
        if self.step == Step.ENTITY:
            return {"entity": _entity_draft(data, self.begun)}
        if self.step == Step.CONTACT:
            return {"contact": ContactDraft(data["name"], data["phone"], data["email"])}
        if self.step == Step.SHOP:
            return {"shop": _shop_draft(data, self.begun)}
        return {"agreement_version": PREFERENCES.get(VERSION).get()}

    def success_url(self, _result: object) -> str:
        """Go to the next page, or to the whole."""
        order = list(STEPS)
        place = order.index(self.step) + 1
        if place == len(order):
            return reverse("merchant:apply")
        return reverse("merchant:apply_step", args=[order[place]])

    def back_url(self) -> str:
        """Return to the whole."""
        return reverse("merchant:apply")


def _entity(application: Application) -> dict[str, object]:
    entity = application.entity
    return {
        "entity_type": entity.entity_type,
        "legal_name": entity.legal_name,
        "license_no": entity.license_no,
        "license_expires_on": entity.license_expires_on,
    }


def _entity_draft(data: dict[str, Any], application: Application) -> EntityDraft:
    return EntityDraft(
        entity_type=EntityType(data["entity_type"]),
        legal_name=data["legal_name"],
        license_no=data["license_no"],
        license_file_id=_license(data["license_file"]) or application.entity.license_file_id,
        license_expires_on=data["license_expires_on"],
    )


def _license(given: Any) -> Any:
    """Keep an uploaded licence privately and return its id; None without one."""
    if not given:
        return None
    try:
        return stored.store_document(content=given.read(), name=given.name)
    except stored.BadFile as error:
        error.field = "license_file"
        raise


def _shop(application: Application) -> dict[str, object]:
    shop = application.shop
    return {
        **spread("name", shop.name),
        **spread("story", shop.story),
        "code": shop.code,
        "category_ids": [str(one) for one in shop.category_ids],
    }


def _shop_draft(data: dict[str, Any], application: Application) -> ShopDraft:
    return ShopDraft(
        name=texts_of(data["name_zh"], data["name_en"]),
        story=texts_of(data["story_zh"], data["story_en"]),
        code=data["code"],
        logo_id=store_logo(data["logo"]) or application.shop.logo_id,
        category_ids=tuple(data["category_ids"]),
    )
