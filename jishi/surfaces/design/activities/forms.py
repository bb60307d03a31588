"""The forms of an activity: what kind of what, and then all of it, out of the kind's settings."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from decimal import Decimal
from typing import Any, get_args, get_origin, get_type_hints
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.money import Money, from_decimal, parse_rate, to_decimal
from jishi.goods.promotions.types import ActivityDraft, ItemDraft, Kind, Rate, Scope, ScopeKind
from jishi.surfaces.design import choices
from jishi.surfaces.design.activities import words

Choices = Sequence[tuple[str, str]]
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
LANGUAGES = (("zh", "zh-hans"), ("en", "en"))
STEPS = 3
"""How many steps a form offers at first; one that has more shows them all, and one to add."""

SCOPES = (
    ("all", _("Everything")),
    ("category", _("Some categories")),
    ("product", _("Some products")),
    ("exclude", _("All but some products")),
)


@dataclass(frozen=True, slots=True)
class Article:
    """A variant that a form offers. usual_minor: what it costs today, null if it is not sold."""

    variant_id: UUID
    title: str
    usual_minor: int | None


class ActivityListFilter(forms.Form):
    """Which activities to list."""

    q = forms.CharField(label=_("Name"), required=False, max_length=64)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any kind")), *((code, name) for code, (name, _t) in words.KINDS.items())],
    )
    phase = forms.ChoiceField(
        label=_("State"), required=False, choices=choices.of_states("activity", _("Any state"))
    )


class StartForm(forms.Form):
    """What kind of activity, and for kinds with prices of their own, of which products."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect)
    products = forms.TypedMultipleChoiceField(
        label=_("Products"),
        help_text=_("Only for kinds in which every article has a price of its own."),
        coerce=UUID,
        required=False,
    )

    def __init__(self, *args: Any, kinds: Sequence[Kind], products: Choices, **kwargs: Any) -> None:
        """Offer kinds and products."""
        super().__init__(*args, **kwargs)
        self._with_items = {kind.code for kind in kinds if kind.has_items}
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.code, "{}\n{}".format(*words.KINDS[kind.code])) for kind in kinds
        ]
        self.fields["products"].choices = products  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for products where the kind needs them."""
        data = super().clean() or {}
        if data.get("kind") in self._with_items and not data.get("products"):
            self.add_error("products", _("Choose at least one."))
        return data


class ActivityForm(forms.Form):
    """An activity of a kind: name, time, budget, the kind's settings, and scope or articles.

    levels: code and name of the levels of members. articles: of kinds with prices of their own.
    """

    name_zh = forms.CharField(label=_("Name (Chinese)"), max_length=60)
    name_en = forms.CharField(label=_("Name (English)"), max_length=60, required=False)
    starts_at = forms.DateTimeField(label=_("Begins"), widget=MOMENT)
    ends_at = forms.DateTimeField(label=_("Ends"), widget=MOMENT)
    budget_minor = forms.DecimalField(
        label=_("Budget"),
        help_text=_("It stops before it costs more; empty for no limit."),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
    )

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        currency: str,
        levels: Choices = (),
        categories: Choices = (),
        products: Choices = (),
        articles: Sequence[Article] = (),
        steps: int = STEPS,
        **kwargs: Any,
    ) -> None:
        """Make the fields of the kind."""
        super().__init__(*args, **kwargs)
        self.kind, self.currency, self._levels, self._steps = kind, currency, levels, steps
        self._articles = articles
        for name, hint in get_type_hints(kind.settings, include_extras=True).items():
            self._add_setting(name, hint)
        self.setting_names = [name for name in self.fields if name not in ActivityForm.base_fields]
        if kind.has_items:
            for article in articles:
                self._add_article(article)
        else:
            self._add_scope(categories, products)

    @property
    def settings_fields(self) -> list[forms.BoundField]:
        """The fields of the kind's settings."""
        return [self[name] for name in self.setting_names]

    @property
    def article_rows(self) -> list[tuple[Article, list[forms.BoundField]]]:
        """The articles with the fields of each."""
        return [
            (article, [self[name] for name in self._names_of(article) if name in self.fields])
            for article in self._articles
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a scope without goods, and a kind with prices but without any price."""
        data = super().clean() or {}
        listed = {"category": "category_ids", "product": "product_ids", "exclude": "product_ids"}
        name = listed.get(data.get("scope", ""))
        if name and not data.get(name):
            self.add_error(name, _("Choose at least one."))
        if self.kind.has_items and not any(
            data.get(f"price_{article.variant_id.hex}") is not None for article in self._articles
        ):
            self.add_error(None, _("Give at least one article a price."))
        return data

    def draft(
        self, *, merchant_id: UUID | None, market_code: str, settings: Mapping[str, Any] | None
    ) -> ActivityDraft:
        """Return the activity as promotions takes it. settings: those that cannot change."""
        data = self.cleaned_data
        texts = {locale: data.get(f"name_{suffix}") or "" for suffix, locale in LANGUAGES}
        budget = data["budget_minor"]
        return ActivityDraft(
            name={locale: text for locale, text in texts.items() if text},
            kind=self.kind.code,
            market_code=market_code,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            settings=self._settings() if settings is None else settings,
            merchant_id=merchant_id,
            scope=self._scope(),
            items=self._items(),
            budget_minor=None if budget is None else self._minor(budget),
        )

    def _add_setting(self, name: str, hint: Any) -> None:
        label = words.SETTINGS.get(name, name)
        if hint is bool:
            self.fields[name] = forms.BooleanField(label=str(label), required=False)
            if not self.is_bound and name not in self.initial:
                default = {one.name: one.default for one in fields(self.kind.settings)}[name]
                self.initial[name] = default is not MISSING and default
        elif get_origin(hint) is dict:
            for code, level in self._levels:
                self.fields[f"{name}_{code}"] = _percent(f"{label}: {level}", required=False)
        elif get_origin(hint) is tuple:
            step = get_args(hint)[0]
            for place in range(self._steps):
                for part, of in get_type_hints(step, include_extras=True).items():
                    text = f"{words.SETTINGS[part]} ({place + 1})"
                    self.fields[f"{name}_{place}_{part}"] = _number(
                        text, part, of, required=place == 0
                    )
        else:
            self.fields[name] = _number(label, name, hint, required=True)

    def _add_scope(self, categories: Choices, products: Choices) -> None:
        self.fields["scope"] = forms.ChoiceField(label=_("Holds for"), choices=SCOPES)
        self.fields["category_ids"] = forms.TypedMultipleChoiceField(
            label=_("Categories"), coerce=UUID, required=False, choices=categories
        )
        self.fields["product_ids"] = forms.TypedMultipleChoiceField(
            label=_("Products"), coerce=UUID, required=False, choices=products
        )

    def _add_article(self, article: Article) -> None:
        price, stock, limit = self._names_of(article)
        self.fields[price] = forms.DecimalField(
            label=_("Price"), required=False, min_value=0, max_digits=12, decimal_places=2
        )
        if self.kind.counts_units:
            self.fields[stock] = forms.IntegerField(
                label=_("Units"), required=False, min_value=1, max_value=1_000_000
            )
            self.fields[limit] = forms.IntegerField(
                label=_("Per person"), required=False, min_value=1, max_value=1_000
            )

    def _names_of(self, article: Article) -> tuple[str, str, str]:
        key = article.variant_id.hex
        return f"price_{key}", f"stock_{key}", f"limit_{key}"

    def _settings(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, hint in get_type_hints(self.kind.settings, include_extras=True).items():
            if get_origin(hint) is dict:
                given = {code: self.cleaned_data.get(f"{name}_{code}") for code, _l in self._levels}
                values[name] = {
                    code: parse_rate(rate) for code, rate in given.items() if rate is not None
                }
            elif get_origin(hint) is tuple:
                parts = get_type_hints(get_args(hint)[0], include_extras=True)
                rows = (
                    {part: self._plain(f"{name}_{place}_{part}", part) for part in parts}
                    for place in range(self._steps)
                )
                values[name] = [row for row in rows if None not in row.values()]
            else:
                values[name] = self._plain(name, name)
        return values

    def _plain(self, field: str, name: str) -> Any:
        value = self.cleaned_data.get(field)
        if value is None or isinstance(value, bool):
            return value
        if name.endswith("_minor"):
            return self._minor(value)
        return parse_rate(value) if name.endswith("_bp") else value

    def _minor(self, amount: Decimal) -> int:
        return from_decimal(amount, self.currency).minor

    def _scope(self) -> Scope:
        kind = ScopeKind(self.cleaned_data.get("scope") or ScopeKind.ALL)
        if kind == ScopeKind.ALL:
            return Scope()
        name = "category_ids" if kind == ScopeKind.CATEGORY else "product_ids"
        return Scope(kind, frozenset(self.cleaned_data[name]))

    def _items(self) -> tuple[ItemDraft, ...]:
        found = []
        for article in self._articles if self.kind.has_items else ():
            price, stock, limit = (self.cleaned_data.get(one) for one in self._names_of(article))
            if price is not None:
                found.append(ItemDraft(article.variant_id, self._minor(price), stock, limit))
        return tuple(found)


def initial_of(draft: ActivityDraft, currency: str) -> dict[str, Any]:
    """Return a saved activity, its variants included, as the values its form starts with."""
    ids = [str(one) for one in draft.scope.ids]
    is_category = draft.scope.kind == ScopeKind.CATEGORY
    values: dict[str, Any] = {
        "starts_at": draft.starts_at,
        "ends_at": draft.ends_at,
        "budget_minor": _major(draft.budget_minor, currency),
        "scope": draft.scope.kind,
        "category_ids": ids if is_category else [],
        "product_ids": [] if is_category else ids,
    }
    values |= {f"name_{suffix}": draft.name.get(locale, "") for suffix, locale in LANGUAGES}
    for name, value in draft.settings.items():
        values |= _spread(name, value, currency)
    for item in draft.items:
        key = item.variant_id.hex
        values[f"price_{key}"] = _major(item.price_minor, currency)
        values |= {f"stock_{key}": item.stock, f"limit_{key}": item.per_person}
    return values


def _spread(name: str, value: Any, currency: str) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {f"{name}_{code}": Decimal(rate) / 100 for code, rate in value.items()}
    if isinstance(value, list | tuple):
        return {
            f"{name}_{place}_{part}": _shown(part, one, currency)
            for place, row in enumerate(value)
            for part, one in row.items()
        }
    return {name: _shown(name, value, currency)}


def _shown(name: str, value: Any, currency: str) -> Any:
    if name.endswith("_minor"):
        return _major(value, currency)
    return Decimal(value) / 100 if name.endswith("_bp") else value


def _major(minor: int | None, currency: str) -> Decimal | None:
    return None if minor is None else to_decimal(Money(minor, currency))


def _number(label: Any, name: str, hint: Any, *, required: bool) -> forms.Field:
    if name.endswith("_minor"):
        return forms.DecimalField(
            label=label, required=required, min_value=0, max_digits=12, decimal_places=2
        )
    if hint == Rate:
        return _percent(label, required=required)
    return forms.IntegerField(label=label, required=required, min_value=1, max_value=1_000)


def _percent(label: Any, *, required: bool) -> forms.Field:
    return forms.DecimalField(
        label=label, required=required, min_value=0, max_value=100, decimal_places=2
    )
