"""Forms about coupons, hot words and notifications."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.kernel.text import TextMap
from jishi.goods.markets import queries as markets_queries
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    CouponDraft,
    CouponKind,
    Scope,
    ScopeKind,
)
from jishi.surfaces.design import choices
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.parts import NamedForm, spread, text_map

MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
TIMES = ("claim_from", "claim_until", "use_from", "use_until")
AMOUNT = {"min_value": 0, "max_digits": 14, "decimal_places": 2, "required": False}


class CouponFilter(forms.Form):
    """Which coupons to list."""

    q = forms.CharField(label=_("Name or code"), required=False, max_length=64)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("coupon", _("Any state"))
    )


class CouponForm(NamedForm):
    """A coupon of the platform. Its amounts are in major units of its currency."""

    code = forms.CharField(label=_("Code for staff"), max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.of(choices.COUPON_KINDS))
    currency = forms.ChoiceField(label=_("Currency"))
    value = forms.DecimalField(label=_("Amount off"), **AMOUNT)  # type: ignore[arg-type]
    value_max = forms.DecimalField(
        label=_("Drawn up to"),
        help_text=_("With it, each claim draws an amount between the two."),
        **AMOUNT,  # type: ignore[arg-type]
    )
    rate = forms.DecimalField(
        label=_("Percent off"), required=False, min_value=0, max_value=100, decimal_places=2
    )
    cap = forms.DecimalField(
        label=_("At most"),
        help_text=_("Largest amount a percentage takes off."),
        **AMOUNT,  # type: ignore[arg-type]
    )
    threshold = forms.DecimalField(label=_("From an order of"), **AMOUNT)  # type: ignore[arg-type]
    total = forms.IntegerField(
        label=_("How many there are"),
        required=False,
        min_value=1,
        help_text=_("Empty for no limit."),
    )
    per_user = forms.IntegerField(label=_("How many for one person"), min_value=1, initial=1)
    per_day = forms.IntegerField(
        label=_("How many for one person a day"), required=False, min_value=1
    )
    claim_from = forms.DateTimeField(label=_("Claimed from"), required=False, widget=MOMENT)
    claim_until = forms.DateTimeField(label=_("Claimed until"), required=False, widget=MOMENT)
    valid_days = forms.IntegerField(
        label=_("Days it is valid after claiming"),
        required=False,
        min_value=1,
        max_value=3650,
        help_text=_("Or else give the time in which it can be used."),
    )
    use_from = forms.DateTimeField(label=_("Used from"), required=False, widget=MOMENT)
    use_until = forms.DateTimeField(label=_("Used until"), required=False, widget=MOMENT)
    audience = forms.ChoiceField(label=_("For whom"), choices=choices.of(words.AUDIENCES))
    channel = forms.ChoiceField(label=_("How it is claimed"), choices=choices.of(words.CHANNELS))
    public_code = forms.CharField(
        label=_("Code for buyers"),
        required=False,
        max_length=40,
        help_text=_("The word that everybody can claim it with."),
    )
    categories = forms.MultipleChoiceField(
        label=_("Only in these categories"),
        required=False,
        help_text=_("None means all goods."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(
        self, data: Any, *, categories: list[tuple[str, str]], initial: dict[str, Any]
    ) -> None:
        """Take all categories, and what the coupon is now."""
        super().__init__(data, initial=initial)
        found = sorted({market.currency for market in markets_queries.list_markets()})
        self.fields["currency"].choices = [(code, code) for code in found]  # type: ignore[attr-defined]
        self.fields["categories"].choices = categories  # type: ignore[attr-defined]

    def draft(self, held: CouponDraft | None) -> CouponDraft:
        """Return what was filled in. held: the coupon as it is; what has no field here stays."""
        data = self.cleaned_data
        minor = {name: self._minor(name) for name in ("value", "value_max", "cap", "threshold")}
        drawn = CouponDraft(
            code=data["code"],
            name=text_map(data, "name"),
            kind=CouponKind(data["kind"]),
            currency=data["currency"],
            threshold_minor=minor["threshold"] or 0,
            value_minor=minor["value"] or 0,
            value_max_minor=minor["value_max"],
            rate_bp=int((data["rate"] or 0) * 100),
            cap_minor=minor["cap"],
            scope=self._scope(held.scope if held else Scope()),
            claim_from=data["claim_from"],
            claim_until=data["claim_until"],
            use_from=data["use_from"],
            use_until=data["use_until"],
            valid_days=data["valid_days"],
            total=data["total"],
            per_user=data["per_user"],
            per_day=data["per_day"],
            audience=Audience(data["audience"]),
            channel=Channel(data["channel"]),
            public_code=data["public_code"],
        )
        return self._keep(drawn, held) if held else drawn

    def _keep(self, drawn: CouponDraft, held: CouponDraft) -> CouponDraft:
        """Keep what the form cannot say, and seconds of times that nobody touched."""
        times = [name for name in TIMES if name not in self.changed_data]
        same = ("platform_share_bp", "valid_delay_days", *times)
        return replace(drawn, **{name: getattr(held, name) for name in same})

    def _minor(self, name: str) -> int | None:
        given = self.cleaned_data[name]
        return None if given is None else from_decimal(given, self.cleaned_data["currency"]).minor

    def _scope(self, kept: Scope) -> Scope:
        chosen = self.cleaned_data["categories"]
        if chosen:
            return Scope(ScopeKind.CATEGORY, frozenset(map(UUID, chosen)))
        return kept if kept.kind in {ScopeKind.PRODUCT, ScopeKind.EXCLUDE} else Scope()


def coupon_values(draft: CouponDraft) -> dict[str, Any]:
    """Return a coupon as what its form starts with."""
    is_by_category = draft.scope.kind == ScopeKind.CATEGORY
    same = ("code", "kind", "currency", "total", "per_user", "per_day", "valid_days", "audience")
    return {
        **{name: getattr(draft, name) for name in (*same, "channel", "public_code")},
        **{name: getattr(draft, name) for name in TIMES},
        **spread("name", draft.name),
        "value": _major(draft.value_minor, draft.currency),
        "value_max": _major(draft.value_max_minor, draft.currency),
        "rate": Decimal(draft.rate_bp) / 100 if draft.rate_bp else None,
        "cap": _major(draft.cap_minor, draft.currency),
        "threshold": _major(draft.threshold_minor, draft.currency),
        "categories": [str(one) for one in draft.scope.ids] if is_by_category else [],
    }


def _major(minor: int | None, currency: str) -> Decimal | None:
    return to_decimal(Money(minor, currency)) if minor else None


class HotWordForm(forms.Form):
    """A word for the search page of a market."""

    text = forms.CharField(label=_("Word"), max_length=100)
    position = forms.IntegerField(label=_("Position"), min_value=0, max_value=999, initial=0)
    is_advertisement = forms.BooleanField(
        label=_("Marked as an advertisement"),
        required=False,
        help_text=_("The law asks for the mark where somebody paid for the place."),
    )
    is_blocked = forms.BooleanField(
        label=_("Never shown"),
        required=False,
        help_text=_("Kept out of the hot words, however often people search for it."),
    )


class WordForm(forms.Form):
    """A word that is left to what people search for."""

    text = forms.CharField(label=_("Word"), max_length=100)


class WordingForm(forms.Form):
    """The words of a notification in both languages."""

    title_zh = forms.CharField(label=_("Title in Chinese"), max_length=120)
    title_en = forms.CharField(label=_("Title in English"), max_length=120)
    body_zh = forms.CharField(label=_("Text in Chinese"), widget=forms.Textarea(attrs={"rows": 5}))
    body_en = forms.CharField(label=_("Text in English"), widget=forms.Textarea(attrs={"rows": 5}))


class DeliveryFilter(forms.Form):
    """Which lines of the delivery log to list."""

    template = forms.CharField(label=_("Notification"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("delivery", _("Any state"))
    )


def wording_values(title: TextMap, body: TextMap) -> dict[str, str]:
    """Return words as what their form starts with."""
    return spread("title", title) | spread("body", body)


def _percent(label: Any, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most, help_text=_("Percent."))


class RankingForm(forms.Form):
    """How much each part counts in the order of results."""

    sales = _percent(_("Sales figure"), 300)
    rating = _percent(_("Rating"), 300)
    clicks = _percent(_("Clicks"), 300)
    merchant = _percent(_("Score of the shop"), 300)
    out_of_stock_penalty = _percent(_("Deduction for what is sold out"), 90)
    sales_days = forms.IntegerField(label=_("Days of sales that count"), min_value=1, max_value=730)
