"""Coupons that the platform gives."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import (
    Channel,
    CouponDraft,
    CouponFilter,
    CouponInfo,
    CouponKind,
    CouponState,
)
from jishi.surfaces.design import choices, formats, kit
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.operator_console import timeline, words
from jishi.surfaces.operator_console.forms import marketing as forms
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
)
from jishi.surfaces.operator_console.views.structure import category_choices


def worth(draft: CouponDraft) -> str:
    """Return what a coupon takes off, in a few words."""
    if draft.kind == CouponKind.AMOUNT:
        least = formats.money(draft.value_minor, draft.currency)
        most = draft.value_max_minor
        return f"{least} – {formats.money(most, draft.currency)}" if most else least
    if draft.kind == CouponKind.PERCENT:
        return formats.percent_of_bp(draft.rate_bp)
    return str(choices.COUPON_KINDS[draft.kind])


class Coupons(OperatorList):
    """The platform's coupons, newest first."""

    title = lazy("Platform coupons")
    permission = "promotions.edit"
    section = "coupons"
    filter_form = forms.CouponFilter
    file_name = "coupons"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.draft.name)),
        kit.Column(name="state", label=lazy("State"), axis="coupon"),
        kit.Column(name="worth", label=lazy("Takes off"), value=lambda one: worth(one.draft)),
        kit.Column(
            name="threshold",
            label=lazy("From an order of"),
            kind="money",
            value=lambda one: Money(one.draft.threshold_minor, one.draft.currency),
        ),
        kit.Column(name="issued", label=lazy("Claimed"), kind="number"),
        kit.Column(name="used", label=lazy("Used"), kind="number"),
        kit.Column(
            name="total", label=lazy("There are"), kind="number", value=lambda one: one.draft.total
        ),
        kit.Column(name="code", label=lazy("Code"), value=lambda one: one.draft.code),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New coupon"), self.url("coupon_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[CouponInfo]:
        """Return the coupons that the filters ask for."""
        state = wanted.filters.get("state")
        condition = CouponFilter(
            is_platform=True,
            states=(CouponState(state),) if state else (),
            text=wanted.filters.get("q") or "",
        )
        return promotions_queries.list_coupons(condition, cursor=wanted.cursor, limit=wanted.limit)

    def row_url(self, item: CouponInfo) -> str:
        """Return the coupon's page."""
        return self.url("coupon", item.coupon_id)


class OfCoupon(OperatorPage):
    """What every page of one coupon shares."""

    permission = "promotions.edit"
    section = "coupons"

    @cached_property
    def coupon(self) -> CouponInfo:
        """The coupon, if it is the platform's. Raises: NotFound."""
        found = promotions_queries.get_coupon(self.kwargs["coupon_id"])  # type: ignore[attr-defined]
        if found.draft.merchant_id is not None:
            raise NotFound
        return found

    def back_url(self) -> str:
        """Return the coupon's page."""
        return self.url("coupon", self.coupon.coupon_id)


class Coupon(OfCoupon, kit.RecordPage):
    """One coupon: its terms and how it goes."""

    def load(self, **_kwargs: Any) -> CouponInfo:
        """Return the coupon."""
        return self.coupon

    def heading(self) -> str:
        """Return its name."""
        return say(self.coupon.draft.name)

    def status(self) -> tuple[str, str]:
        """Return its state."""
        return "coupon", self.coupon.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("Platform coupons"), "coupons"), Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return how it goes."""
        held = self.coupon
        total = held.draft.total
        return [
            Fact(_("Code for staff"), held.draft.code, "copy"),
            Fact(_("Claimed"), formats.number(held.issued)),
            Fact(_("Used"), formats.number(held.used)),
            Fact(_("There are"), _("No limit") if total is None else formats.number(total)),
            Fact(_("Made"), held.created_at, "time"),
        ]

    def sections(self) -> Sequence[kit.Section]:
        """Return what it takes off, and who gets it when."""
        draft = self.coupon.draft
        takes = [
            Fact(_("Kind"), choices.COUPON_KINDS[draft.kind]),
            Fact(_("Takes off"), worth(draft)),
            Fact(_("From an order of"), Money(draft.threshold_minor, draft.currency), "money"),
        ]
        if draft.cap_minor:
            takes.append(Fact(_("At most"), Money(draft.cap_minor, draft.currency), "money"))
        return [
            kit.Section(_("What it takes off"), facts=takes),
            kit.Section(_("Who gets it, and when"), facts=self._claiming(draft)),
        ]

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of its state, latest first."""
        return timeline.of_moves(audit.list_moves([self.coupon.coupon_id]))

    def next_actions(self) -> list[Action]:
        """Return exactly what may be done now."""
        state = self.coupon.state
        if state in {CouponState.VOIDED, CouponState.ENDED}:
            return []
        actions = [Action(_("Edit"), self._to("coupon_edit"), icon="edit")]
        if state in {CouponState.DRAFT, CouponState.PAUSED}:
            start = Action(_("Start"), self._to("coupon_activate"), kind="primary", confirm=True)
            actions.insert(0, start)
        else:
            actions.append(Action(_("Pause"), self._to("coupon_pause"), confirm=True))
        actions.append(Action(_("Void"), self._to("coupon_void"), kind="danger", confirm=True))
        return actions

    def _to(self, name: str) -> str:
        return self.url(name, self.coupon.coupon_id)

    def _claiming(self, draft: CouponDraft) -> list[Fact]:
        facts = [
            Fact(_("For whom"), words.AUDIENCES[draft.audience]),
            Fact(_("How it is claimed"), words.CHANNELS[draft.channel]),
            Fact(_("How many for one person"), formats.number(draft.per_user)),
        ]
        if draft.channel == Channel.CODE:
            facts.append(Fact(_("Code for buyers"), draft.public_code or "—"))
        if draft.valid_days:
            facts.append(Fact(_("Days it is valid after claiming"), draft.valid_days))
        times = (
            (_("Claimed from"), draft.claim_from),
            (_("Claimed until"), draft.claim_until),
            (_("Used from"), draft.use_from),
            (_("Used until"), draft.use_until),
        )
        return facts + [Fact(label, at, "time") for label, at in times if at]


class NewCoupon(OperatorForm):
    """Make a coupon; it is a draft until it is started."""

    title = lazy("New coupon")
    permission = "promotions.edit"
    section = "coupons"
    coupon_id: UUID | None = None
    held: CouponDraft | None = None
    form: forms.CouponForm
    aliases = {
        "name": "name_zh",
        "value_minor": "value",
        "value_max_minor": "value_max",
        "rate_bp": "rate",
        "cap_minor": "cap",
        "threshold_minor": "threshold",
        "scope": "categories",
        "validity": "valid_days",
    }

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("coupons")

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer the categories."""
        self.form = forms.CouponForm(data, categories=category_choices(), initial=self.initial())
        return self.form

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        draft = self.form.draft(self.held)
        return promotions.save_coupon(actor=self.actor, draft=draft, coupon_id=self.coupon_id)

    def success_url(self, result: object) -> str:
        """Go to the coupon."""
        return self.url("coupon", result)


class EditCoupon(OfCoupon, NewCoupon):
    """Change a coupon; what was promised stays."""

    title = lazy("Edit the coupon")
    text = lazy("Once it was started, only its name, its number and its end can change.")

    @property
    def coupon_id(self) -> UUID:  # type: ignore[override]
        """The one that changes."""
        return self.coupon.coupon_id

    @property
    def held(self) -> CouponDraft:  # type: ignore[override]
        """The coupon as it is."""
        return self.coupon.draft

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        return forms.coupon_values(self.coupon.draft)


class Activate(OfCoupon, OperatorConfirm):
    """Start a coupon."""

    title = lazy("Start this coupon?")
    text = lazy("From its first claim on, its terms cannot change.")
    submit_label = lazy("Start")
    success_message = lazy("The coupon is started.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Start it."""
        promotions.activate(actor=self.actor, coupon_id=self.coupon.coupon_id)


class Pause(OfCoupon, OperatorConfirm):
    """Stop claims for now."""

    title = lazy("Pause this coupon?")
    text = lazy("Nobody can claim it until it is started again; claimed ones stay usable.")
    submit_label = lazy("Pause")
    success_message = lazy("The coupon is paused.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Pause it."""
        promotions.pause(actor=self.actor, coupon_id=self.coupon.coupon_id)


class Void(OfCoupon, OperatorConfirm):
    """Take a coupon back for good."""

    title = lazy("Void this coupon for good?")
    submit_label = lazy("Void")
    success_message = lazy("The coupon is void.")
    danger = True

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say how many are lost."""
        left = self.coupon.issued - self.coupon.used
        return _("Unused ones are lost: {count}. Placed orders keep their price.").format(
            count=left
        )

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Void it."""
        promotions.void(actor=self.actor, coupon_id=self.coupon.coupon_id)
