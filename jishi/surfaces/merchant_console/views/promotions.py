"""Coupons of the shop: list, record with counters, form, start and stop."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext

from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter
from jishi.goods.markets import queries as markets_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import CouponFilter, CouponInfo, CouponKind, CouponState
from jishi.surfaces.design import choices, formats, kit
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.merchant_console import timeline
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.catalog import category_choices
from jishi.surfaces.merchant_console.forms.promotions import (
    AUDIENCES,
    CHANNELS,
    SCOPES,
    CouponForm,
    initial_of,
)
from jishi.surfaces.merchant_console.pages import ShopPage, say

PRODUCTS_OFFERED = 200
"""How many of the shop's newest products the form offers to choose from."""


class Coupons(ShopPage, kit.ListPage):
    """The shop's coupons with their counters."""

    title = lazy("Coupons")
    permission = "promotions.edit"
    section = "coupons"
    filter_form = filters.CouponFilter
    file_name = "coupons"
    empty_text = lazy("A coupon is a reason to come back.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda row: say(row.draft.name)),
        kit.Column(name="code", label=lazy("Code"), value=lambda row: row.draft.code),
        kit.Column(name="state", label=lazy("State"), axis="coupon"),
        kit.Column(name="gives", label=lazy("Gives"), value=lambda row: gives(row)),  # noqa: PLW0108
        kit.Column(name="issued", label=lazy("Claimed"), kind="number"),
        kit.Column(name="used", label=lazy("Used"), kind="number"),
        kit.Column(
            name="total", label=lazy("There are"), kind="number", value=lambda row: row.draft.total
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        return [Action(_("New coupon"), self.url("coupon_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[CouponInfo]:
        """Return coupons, newest first."""
        asked = wanted.filters
        condition = CouponFilter(
            merchant_ids=frozenset({self.shop.id}),
            states=(CouponState(asked["state"]),) if asked.get("state") else (),
            text=asked.get("q") or "",
        )
        return promotions_queries.list_coupons(condition, cursor=wanted.cursor, limit=wanted.limit)

    def row_id(self, item: CouponInfo) -> str:
        """Return the id."""
        return str(item.coupon_id)

    def row_url(self, item: CouponInfo) -> str:
        """Return the coupon's page."""
        return self.url("coupon", item.coupon_id)


class OfCoupon(ShopPage):
    """What every page of one coupon shares."""

    permission = "promotions.edit"
    section = "coupons"

    @cached_property
    def coupon(self) -> CouponInfo:
        """The coupon, if it is this shop's. Raises: NotFound."""
        coupon = promotions_queries.get_coupon(self.kwargs["coupon_id"])  # type: ignore[attr-defined]
        self.mine(coupon.draft.merchant_id)
        return coupon


class Coupon(OfCoupon, kit.RecordPage):
    """One coupon: what it promises, and how it does."""

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
        return [self.crumb(_("Coupons"), "coupons"), Link(self.heading(), "")]

    def sections(self) -> Sequence[kit.Section]:
        """Return the counters and the promise."""
        draft = self.coupon.draft
        left = None if draft.total is None else draft.total - self.coupon.issued
        counters = [
            Fact(_("Claimed"), self.coupon.issued),
            Fact(_("Used"), self.coupon.used),
            Fact(pgettext("coupon", "Left"), _("no limit") if left is None else left),
        ]
        windows = [
            Fact(_("Claimed from"), draft.claim_from, "time"),
            Fact(_("Claimed until"), draft.claim_until, "time"),
            Fact(_("Valid for days after claiming"), draft.valid_days),
            Fact(_("Used until"), draft.use_until, "time"),
        ]
        given = [fact for fact in windows if fact.value is not None]
        return [kit.Section(_("Counters"), facts=counters), kit.Section(_("When"), facts=given)]

    def facts(self) -> Sequence[Fact]:
        """Return what is promised, on what and to whom."""
        draft = self.coupon.draft
        return [
            Fact(_("Code"), draft.code, "copy"),
            Fact(_("Gives"), gives(self.coupon)),
            Fact(_("From goods worth"), Money(draft.threshold_minor, draft.currency), "money"),
            Fact(_("Holds for"), dict(SCOPES)[draft.scope.kind]),
            Fact(_("For whom"), dict(AUDIENCES)[draft.audience]),
            Fact(_("How it is claimed"), dict(CHANNELS)[draft.channel]),
            Fact(_("How many one person may claim"), draft.per_user),
        ]

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of its state."""
        return timeline.of_moves(audit.list_moves([self.coupon.coupon_id]))

    def next_actions(self) -> list[Action]:
        """Return exactly what its state allows."""
        state, coupon_id = self.coupon.state, self.coupon.coupon_id
        actions = []
        if state in {CouponState.DRAFT, CouponState.PAUSED}:
            url = self.url("coupon_move", coupon_id, "activate")
            actions.append(Action(_("Start"), url, kind="primary", confirm=True))
        if state == CouponState.ACTIVE:
            url = self.url("coupon_move", coupon_id, "pause")
            actions.append(Action(_("Pause"), url, confirm=True))
        if state not in {CouponState.VOIDED, CouponState.ENDED}:
            edit = self.url("coupon_edit", coupon_id)
            actions.append(Action(_("Edit"), edit, icon="edit"))
            url = self.url("coupon_move", coupon_id, "void")
            actions.append(Action(_("Void"), url, kind="danger", confirm=True))
        return actions


class SaveCoupon(OfCoupon, kit.FormPage):
    """Make a coupon or change one."""

    template_name = "merchant_console/promotions/form.html"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return say(self.coupon.draft.name) if self._id else _("New coupon")

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what can no longer change."""
        if self._id and self.coupon.state != CouponState.DRAFT:
            return _(
                "What people were promised is fixed: name, numbers and claim times can change."
            )
        return ""

    @property
    def _id(self) -> UUID | None:
        coupon_id: UUID | None = self.kwargs.get("coupon_id")
        return coupon_id

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form with the shop's choices."""
        markets = {market.currency for market in markets_queries.list_markets()}
        products = catalog_queries.list_products(
            ProductFilter(merchant_ids=frozenset({self.shop.id})), limit=PRODUCTS_OFFERED
        )
        return CouponForm(
            data,
            initial=initial_of(self.coupon.draft) if self._id else None,
            currencies=[(one, one) for one in sorted(markets)],
            categories=category_choices(catalog_queries.get_category_tree()),
            products=[
                (str(card.product_id), f"{say(card.title)} ({card.code})")
                for card in products.items
            ],
        )

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        form = self.make_form(self.request.POST)
        assert isinstance(form, CouponForm)
        form.is_valid()
        return promotions.save_coupon(
            actor=self.actor, draft=form.draft(self.shop.id), coupon_id=self._id
        )

    def success_url(self, result: object) -> str:
        """Go to the coupon."""
        return self.url("coupon", result)

    def back_url(self) -> str:
        """Return to the coupon, or the list."""
        return self.url("coupon", self._id) if self._id else self.url("coupons")


MOVES: Mapping[str, tuple[Any, Any, Any, Any]] = {
    "activate": (
        promotions.activate,
        lazy("Start this coupon?"),
        lazy("It can be claimed from its claim time on. What it promises is fixed from now on."),
        lazy("Start"),
    ),
    "pause": (
        promotions.pause,
        lazy("Pause this coupon?"),
        lazy("Nobody can claim it for now; claimed ones stay usable."),
        lazy("Pause"),
    ),
    "void": (
        promotions.void,
        lazy("Void this coupon for good?"),
        lazy("Unused ones are lost. Orders that were placed keep their price."),
        lazy("Void"),
    ),
}
"""Name in the address → service, question, consequence, button."""


class MoveCoupon(OfCoupon, kit.ConfirmPage):
    """Ask, then start, pause or void a coupon."""

    @property
    def move(self) -> tuple[Any, Any, Any, Any]:
        """What the address names. Raises: Http404 for anything else."""
        if self.kwargs["move"] not in MOVES:
            raise Http404
        return MOVES[self.kwargs["move"]]

    @property
    def title(self) -> Any:  # type: ignore[override]
        """Ask."""
        return self.move[1]

    @property
    def text(self) -> Any:  # type: ignore[override]
        """Say what will happen."""
        return f"{say(self.coupon.draft.name)}: {self.move[2]}"

    @property
    def submit_label(self) -> Any:  # type: ignore[override]
        """Word the button."""
        return self.move[3]

    @property
    def danger(self) -> bool:  # type: ignore[override]
        """Whether it takes something away."""
        return bool(self.kwargs["move"] == "void")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Move it."""
        self.move[0](actor=self.actor, coupon_id=self.coupon.coupon_id)

    def success_url(self, _result: object) -> str:
        """Return to the coupon."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the coupon."""
        return self.url("coupon", self.coupon.coupon_id)


def gives(coupon: CouponInfo) -> str:
    """Return what a coupon takes off, in words."""
    draft = coupon.draft
    if draft.kind == CouponKind.AMOUNT:
        least = formats.money(draft.value_minor, draft.currency)
        most = draft.value_max_minor
        return f"{least} – {formats.money(most, draft.currency)}" if most else least
    if draft.kind == CouponKind.PERCENT:
        return f"−{formats.percent_of_bp(draft.rate_bp)}"
    return str(choices.COUPON_KINDS[draft.kind])
