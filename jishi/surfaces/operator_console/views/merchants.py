"""Merchants: who applies, who sells, on which terms."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit, files
from jishi.goods.catalog import queries as catalog_queries
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import (
    Application,
    MerchantCard,
    MerchantFilter,
    MerchantState,
    Objection,
    Step,
    Terms,
)
from jishi.surfaces.design import choices, formats, kit, statuses
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.operator_console import timeline, words
from jishi.surfaces.operator_console.forms import merchants as forms
from jishi.surfaces.operator_console.forms.parts import ReasonForm
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)


class Merchants(OperatorList):
    """Merchants in every state, newest first."""

    title = lazy("Merchants")
    permission = "merchants.review"
    section = "merchants"
    filter_form = forms.MerchantFilter
    file_name = "merchants"
    empty_text = lazy("Shops appear here as soon as somebody begins to apply.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda card: say(card.name) or card.code),
        kit.Column(name="state", label=lazy("State"), axis="merchant"),
        kit.Column(
            name="entity_type",
            label=lazy("Kind"),
            value=lambda card: choices.ENTITY_TYPES.get(card.entity_type, ""),
        ),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(
            name="commission",
            label=lazy("Commission"),
            value=lambda card: formats.percent_of_bp(merchants_queries.rate_of(card)),
        ),
        kit.Column(name="opened_at", label=lazy("Opened")),
    )

    @property
    def saved_views(self) -> Sequence[kit.SavedView]:  # type: ignore[override]
        """Return one view per state, with its count."""
        counts = merchants_queries.count_by_state()
        views = [
            kit.SavedView(
                statuses.status_of("merchant", state).label, f"state={state}", counts.get(state)
            )
            for state in MerchantState
            if state != MerchantState.DRAFT
        ]
        return (kit.SavedView(_("All"), ""), *views)

    def page_actions(self) -> list[Action]:
        """Lead to the list for the authority."""
        return [Action(_("Identities"), self.url("identities"), icon="list")]

    def fetch(self, wanted: kit.Wanted) -> Page[MerchantCard]:
        """Return the merchants that the filters ask for."""
        state = wanted.filters.get("state")
        criteria = MerchantFilter(
            states=(MerchantState(state),) if state else (), search=wanted.filters.get("q") or ""
        )
        return merchants_queries.list_merchants(criteria, cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: MerchantCard) -> str:
        """Return the merchant's page."""
        return self.url("merchant", item.id)


class OfMerchant(OperatorPage):
    """What every page of one merchant shares."""

    permission = "merchants.review"
    section = "merchants"

    @cached_property
    def application(self) -> Application:
        """Everything the merchant filled in. Raises: NotFound."""
        return merchants_queries.get_application(self.kwargs["merchant_id"])  # type: ignore[attr-defined]

    @property
    def card(self) -> MerchantCard:
        """The merchant."""
        return self.application.merchant

    @property
    def name(self) -> str:
        """Its name, or its code before it has one."""
        return say(self.card.name) or self.card.code


class Merchant(OfMerchant, kit.RecordPage):
    """One merchant: what was filled in, the terms, and what may be decided."""

    def load(self, **_kwargs: Any) -> Application:
        """Return the application."""
        return self.application

    def heading(self) -> str:
        """Return the name."""
        return self.name

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "merchant", self.card.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Merchants"), "merchants"), Link(self.name, "")]

    def facts(self) -> Sequence[Fact]:
        """Return the terms and the times."""
        held, card = self.application, self.card
        rate = formats.percent_of_bp(merchants_queries.rate_of(card))
        own = (
            rate if card.commission_rate_bp is not None else _("{rate} (general)").format(rate=rate)
        )
        owner = accounts_queries.names_of([card.owner_id])
        return [
            Fact(_("Code"), card.code, "copy"),
            Fact(_("Owner"), owner.get(card.owner_id, "—")),
            Fact(_("Commission"), own),
            Fact(_("Deposit"), Money(held.deposit_minor, held.currency), "money"),
            *(
                Fact(label, at, "time")
                for label, at in (
                    (_("Submitted"), held.submitted_at),
                    (_("Decided"), held.decided_at),
                    (_("Opened"), card.opened_at),
                )
                if at
            ),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return the pages of the application, and what was objected to."""
        sections = [
            kit.Section(words.STEPS["entity"], facts=self._entity()),
            kit.Section(words.STEPS["contact"], facts=self._contact()),
            kit.Section(words.STEPS["shop"], facts=self._shop()),
            kit.Section(words.STEPS["agreement"], facts=self._agreement()),
        ]
        if self.application.objections:
            facts = [
                Fact(str(words.STEPS[one.step]), one.text) for one in self.application.objections
            ]
            sections.insert(0, kit.Section(_("Objections"), facts=facts))
        return sections

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of its state, latest first."""
        return timeline.of_moves(audit.list_moves([self.card.id]))

    def next_actions(self) -> list[Action]:
        """Return exactly what may be decided now."""
        known = {
            MerchantState.SUBMITTED: (
                Action(_("Approve"), self._to("merchant_approve"), kind="primary", confirm=True),
                Action(_("Send back"), self._to("merchant_reject")),
            ),
            MerchantState.OPEN: (
                Action(_("Terms"), self._to("merchant_terms"), icon="percent"),
                Action(_("Suspend"), self._to("merchant_suspend")),
                Action(_("Close"), self._to("merchant_close"), kind="danger"),
            ),
            MerchantState.SUSPENDED: (
                Action(_("Reopen"), self._to("merchant_reopen"), kind="primary", confirm=True),
                Action(_("Terms"), self._to("merchant_terms"), icon="percent"),
                Action(_("Close"), self._to("merchant_close"), kind="danger"),
            ),
        }
        return list(known.get(self.card.state, ()))

    def _to(self, name: str) -> str:
        return self.url(name, self.card.id)

    def _entity(self) -> list[Fact]:
        held = self.application.entity
        facts = [
            Fact(_("Kind"), choices.ENTITY_TYPES.get(held.entity_type, "—")),
            Fact(_("Name in the register"), held.legal_name or "—"),
            Fact(_("Licence number"), held.license_no or "—"),
        ]
        if held.license_expires_on:
            facts.append(Fact(_("Licence ends"), held.license_expires_on, "time"))
        if held.license_file_id:
            url = self.url("merchant_licence", self.card.id)
            facts.append(Fact(_("Licence"), _("Open the file"), url=url))
        return facts

    def _contact(self) -> list[Fact]:
        held = self.application.contact
        return [
            Fact(_("Name"), held.name or "—"),
            Fact(_("Phone"), held.phone or "—"),
            Fact(_("E-mail"), held.email or "—"),
        ]

    def _shop(self) -> list[Fact]:
        held = self.application.shop
        known = catalog_queries.list_categories() if held.category_ids else {}
        names = [say(known[one].name) for one in held.category_ids if one in known]
        return [
            Fact(_("Name in Chinese"), held.name.get("zh-hans") or "—"),
            Fact(_("Name in English"), held.name.get("en") or "—"),
            Fact(_("Story"), say(held.story) or "—"),
            Fact(_("Categories"), " · ".join(names) or "—"),
        ]

    def _agreement(self) -> list[Fact]:
        held = self.application
        if not held.agreed_at:
            return [Fact(_("Accepted"), _("Not yet"))]
        return [
            Fact(_("Version"), held.agreement_version),
            Fact(_("Accepted"), held.agreed_at, "time"),
        ]


class Licence(OfMerchant, kit.ConsolePage):
    """The scan of a merchant's licence."""

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send the file."""
        file_id = self.application.entity.license_file_id
        if file_id is None:
            raise Http404
        return send_private(files.read(file_id))


def send_private(file: tuple[bytes, str, str]) -> HttpResponse:
    """Answer with a private file that nobody may keep."""
    content, content_type, _name = file
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Disposition": "inline",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        },
    )


class MerchantForm(OfMerchant, OperatorForm):
    """A form about a merchant that leads back to it."""

    def back_url(self) -> str:
        """Return the merchant's page."""
        return self.url("merchant", self.card.id)


class Approve(MerchantForm, OperatorConfirm):
    """Let a merchant open."""

    text = lazy("The shop opens at once, and the applicant becomes its owner.")
    submit_label = lazy("Approve")
    success_message = lazy("The shop is open.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the shop."""
        return _("Open {name}?").format(name=self.name)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Approve it."""
        merchants.approve(actor=self.actor, merchant_id=self.card.id)


class Reject(MerchantForm):
    """Send an application back."""

    title = lazy("Send the application back")
    text = lazy("Write what must change beside its page; leave the others empty.")
    form_class = forms.ObjectionsForm
    submit_label = lazy("Send back")
    success_message = lazy("The applicant is told what to change.")
    aliases = {"objections": "entity"}

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Reject it."""
        objections = tuple(Objection(step, data[step]) for step in Step if data[step].strip())
        merchants.reject(actor=self.actor, merchant_id=self.card.id, objections=objections)


class Suspend(MerchantForm):
    """Stop a merchant from selling."""

    title = lazy("Suspend the shop")
    text = lazy("Nothing can be bought there any more; what was sold is still shipped.")
    form_class = ReasonForm
    submit_label = lazy("Suspend")
    success_message = lazy("The shop is suspended.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Suspend it."""
        merchants.suspend(actor=self.actor, merchant_id=self.card.id, reason=data["reason"])


class Close(MerchantForm):
    """End a merchant's business."""

    title = lazy("Close the shop for good")
    text = lazy("This cannot be undone. Its staff keeps access to the past.")
    form_class = ReasonForm
    submit_label = lazy("Close for good")
    success_message = lazy("The shop is closed.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Close it."""
        merchants.close(actor=self.actor, merchant_id=self.card.id, reason=data["reason"])


class Reopen(MerchantForm, OperatorConfirm):
    """Let a suspended merchant sell again."""

    text = lazy("What it sells can be bought again at once.")
    submit_label = lazy("Reopen")
    success_message = lazy("The shop is open again.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name the shop."""
        return _("Reopen {name}?").format(name=self.name)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Reopen it."""
        merchants.reopen(actor=self.actor, merchant_id=self.card.id)


class SetTerms(MerchantForm):
    """Agree on commission and deposit."""

    title = lazy("Terms")
    text = lazy("Sales made before keep their terms.")
    form_class = forms.TermsForm
    aliases = {"commission_rate_bp": "commission", "deposit_minor": "deposit"}

    def initial(self) -> dict[str, Any]:
        """Start with the terms in force."""
        held, rate = self.application, self.card.commission_rate_bp
        return {
            "commission": None if rate is None else Decimal(rate) / 100,
            "deposit": to_decimal(Money(held.deposit_minor, held.currency)),
            "currency": held.currency,
        }

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Set them."""
        rate = data["commission"]
        terms = Terms(
            commission_rate_bp=None if rate is None else int(rate * 100),
            deposit_minor=from_decimal(data["deposit"], data["currency"]).minor,
            currency=data["currency"],
        )
        merchants.set_terms(actor=self.actor, merchant_id=self.card.id, terms=terms)
