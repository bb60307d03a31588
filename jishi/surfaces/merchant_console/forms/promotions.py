"""The form of a coupon."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.goods.promotions.types import (
    Audience,
    Channel,
    CouponDraft,
    CouponKind,
    Scope,
    ScopeKind,
)
from jishi.surfaces.design import choices
from jishi.surfaces.merchant_console.forms.catalog import MOMENT, TextMapForm, spread

Choices = Sequence[tuple[str, str]]
SCOPES = (
    ("all", _("Everything in the shop")),
    ("category", _("Some categories")),
    ("product", _("Some products")),
    ("exclude", _("All but some products")),
)
CHANNELS = (
    ("page", _("On the shop’s pages")),
    ("code", _("By a code")),
    ("grant", _("Only given by the shop")),
)
EXCHANGED = ("category", "product")
AUDIENCES = (("all", _("Everybody")), ("new_user", _("New customers")))
AMOUNTS: dict[str, Any] = {"max_digits": 12, "decimal_places": 2, "min_value": 0}


class CouponForm(TextMapForm):
    """What is promised, on what, to whom, how often and when."""

    code = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$",
        label=_("Code"),
        help_text=_("Your own name for it."),
        max_length=40,
    )
    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=choices.of(choices.COUPON_KINDS))
    currency = forms.ChoiceField(label=_("Currency"))
    value_minor = forms.DecimalField(label=_("Amount off"), required=False, **AMOUNTS)
    value_max_minor = forms.DecimalField(
        label=_("Drawn up to"),
        help_text=_("With it, each claim draws an amount between the two."),
        required=False,
        **AMOUNTS,
    )
    rate_bp = forms.DecimalField(
        label=_("Percentage off"),
        help_text=_("15 takes 15 % off."),
        required=False,
        min_value=0,
        max_value=100,
        decimal_places=2,
    )
    cap_minor = forms.DecimalField(label=_("At most"), required=False, **AMOUNTS)
    threshold_minor = forms.DecimalField(label=_("From goods worth"), required=False, **AMOUNTS)
    scope = forms.ChoiceField(label=_("Holds for"), choices=SCOPES)
    category_ids = forms.TypedMultipleChoiceField(
        label=_("Categories"), coerce=UUID, required=False
    )
    product_ids = forms.TypedMultipleChoiceField(label=_("Products"), coerce=UUID, required=False)
    total = forms.IntegerField(label=_("How many there are"), required=False, min_value=1)
    per_user = forms.IntegerField(
        label=_("How many one person may claim"), min_value=1, max_value=100, initial=1
    )
    per_day = forms.IntegerField(
        label=_("How many one person may claim a day"), min_value=1, max_value=100, required=False
    )
    audience = forms.ChoiceField(label=_("For whom"), choices=AUDIENCES)
    channel = forms.ChoiceField(label=_("How it is claimed"), choices=CHANNELS)
    public_code = forms.CharField(label=_("Word that claims it"), max_length=40, required=False)
    claim_from = forms.DateTimeField(label=_("Claimed from"), required=False, widget=MOMENT)
    claim_until = forms.DateTimeField(label=_("Claimed until"), required=False, widget=MOMENT)
    valid_days = forms.IntegerField(
        label=_("Valid for days after claiming"), min_value=1, max_value=3650, required=False
    )
    use_from = forms.DateTimeField(label=_("or used from"), required=False, widget=MOMENT)
    use_until = forms.DateTimeField(label=_("and used until"), required=False, widget=MOMENT)

    def __init__(
        self,
        *args: Any,
        currencies: Choices,
        categories: Choices,
        products: Choices,
        **kwargs: Any,
    ) -> None:
        """Offer currencies, categories and the shop's products."""
        super().__init__(*args, **kwargs)
        offered = {"currency": currencies, "category_ids": categories, "product_ids": products}
        for name, values in offered.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse what the kind, the scope or the validity lacks."""
        data = super().clean() or {}
        needed = {"amount": "value_minor", "percent": "rate_bp"}.get(data.get("kind", ""))
        if needed and not data.get(needed):
            self.add_error(needed, _("This kind of coupon needs it."))
        chosen = {"category": "category_ids", "product": "product_ids", "exclude": "product_ids"}
        listed = chosen.get(data.get("scope", ""))
        if listed and not data.get(listed):
            self.add_error(listed, _("Choose at least one."))
        if data.get("kind") == CouponKind.EXCHANGE and data.get("scope") not in EXCHANGED:
            self.add_error("scope", _("Say which goods it is exchanged for."))
        if bool(data.get("valid_days")) == bool(data.get("use_until")):
            self.add_error("valid_days", _("Give either days after claiming, or an end."))
        return data

    def draft(self, merchant_id: UUID) -> CouponDraft:
        """Return the coupon as promotions takes it; what the kind has no use for is left out."""
        data = self.cleaned_data
        kind = CouponKind(data["kind"])
        return CouponDraft(
            code=data["code"],
            name=self.texts("name"),
            kind=kind,
            currency=data["currency"],
            merchant_id=merchant_id,
            threshold_minor=self._minor("threshold_minor") or 0,
            value_minor=(self._minor("value_minor") or 0) if kind == CouponKind.AMOUNT else 0,
            value_max_minor=self._minor("value_max_minor") if kind == CouponKind.AMOUNT else None,
            rate_bp=int((data["rate_bp"] or 0) * 100) if kind == CouponKind.PERCENT else 0,
            cap_minor=None if kind == CouponKind.AMOUNT else self._minor("cap_minor") or None,
            scope=self._scope(),
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
            public_code=data["public_code"] if data["channel"] == Channel.CODE else "",
        )

    def _minor(self, name: str) -> int | None:
        amount = self.cleaned_data[name]
        return None if amount is None else from_decimal(amount, self.cleaned_data["currency"]).minor

    def _scope(self) -> Scope:
        kind = ScopeKind(self.cleaned_data["scope"])
        if kind == ScopeKind.ALL:
            return Scope()
        name = "category_ids" if kind == ScopeKind.CATEGORY else "product_ids"
        return Scope(kind, frozenset(self.cleaned_data[name]))


def initial_of(draft: CouponDraft) -> dict[str, object]:
    """Return a saved coupon as the values its form starts with."""
    ids = [str(one) for one in draft.scope.ids]
    is_category = draft.scope.kind == ScopeKind.CATEGORY
    amounts = {
        name: _major(getattr(draft, name), draft.currency)
        for name in ("value_minor", "value_max_minor", "threshold_minor", "cap_minor")
    }
    plain = {
        name: getattr(draft, name)
        for name in (
            "code", "kind", "currency", "claim_from", "claim_until", "use_from", "use_until",
            "valid_days", "total", "per_user", "per_day", "audience", "channel", "public_code",
        )
    }  # fmt: skip
    return (
        plain
        | amounts
        | spread("name", draft.name)
        | {
            "rate_bp": draft.rate_bp / 100 if draft.rate_bp else None,
            "scope": draft.scope.kind,
            "category_ids": ids if is_category else [],
            "product_ids": [] if is_category else ids,
        }
    )


def _major(minor: int | None, currency: str) -> object:
    return to_decimal(Money(minor, currency)) if minor else None
