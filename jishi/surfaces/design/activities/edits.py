"""Making an activity, changing it, and moving it from state to state."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms as django_forms
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.promotions import queries as promotions_queries
from jishi.goods.promotions import services as promotions
from jishi.goods.promotions.types import (
    ActivityDraft,
    ActivityItemInfo,
    ActivityState,
    ItemDraft,
    Kind,
)
from jishi.growth.loyalty import queries as loyalty_queries
from jishi.surfaces.design.activities import words
from jishi.surfaces.design.activities.forms import (
    STEPS,
    ActivityForm,
    Article,
    StartForm,
    initial_of,
)
from jishi.surfaces.design.activities.owners import PRODUCTS_OFFERED, OfActivity, Owner


class StartActivity(Owner):
    """Choose what kind of activity, of which products."""

    title = gettext_lazy("New activity")
    submit_label = gettext_lazy("Next")
    success_message = gettext_lazy("Now say what it offers.")

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer the kinds that this owner can run."""
        kinds = promotions_queries.list_kinds(for_merchants=self.owner_id is not None)
        return StartForm(data, kinds=kinds, products=self.product_choices())

    def save(self, *, data: dict[str, Any], key: str) -> str:
        """Save nothing yet: the choice goes on in the address."""
        chosen = [("p", ids.encode("prd", one)) for one in data["products"]]
        return str(self.url("activity_new", data["kind"], query=urlencode(chosen)))

    def success_url(self, result: object) -> str:
        """Go on to the form of the kind."""
        return str(result)

    def back_url(self) -> str:
        """Return to the list."""
        return str(self.url("activities"))


class SaveActivity(OfActivity):
    """Make an activity of a kind, or change one."""

    template_name = "design/activities/form.html"
    form: ActivityForm

    @property
    def title(self) -> str:
        """Name what is done."""
        return str(words.kind_name(self.kind.code) if self._id is None else self._name())

    @property
    def text(self) -> str:
        """Say what it does, or what can no longer change."""
        if self._id is None:
            return str(words.KINDS[self.kind.code][1])
        if self.activity.state != ActivityState.DRAFT:
            return _("What was promised is fixed: name, end, budget and units can change.")
        return ""

    @cached_property
    def kind(self) -> Kind:
        """What kind it is. Raises: Http404 for one that this owner cannot run."""
        code = self.activity.draft.kind if self._id else self.kwargs["kind"]
        kinds = promotions_queries.list_kinds(for_merchants=self.owner_id is not None)
        found = next((kind for kind in kinds if kind.code == code), None)
        if found is None:
            raise Http404
        return found

    def make_form(self, data: Any = None, _files: Any = None) -> ActivityForm:
        """Return the form of the kind with this owner's choices."""
        market = markets_queries.get_market(self._market_code)
        self.form = ActivityForm(
            data,
            kind=self.kind,
            currency=market.currency,
            levels=[(one.code, self.say(one.name)) for one in loyalty_queries.list_levels()],
            categories=[] if self.kind.has_items else self.category_choices(),
            products=[] if self.kind.has_items else self.product_choices(),
            articles=self._articles() if self.kind.has_items else [],
            steps=max(STEPS, self._steps + 1),
            initial=self._initial(market.currency),
        )
        return self.form

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it; a refused setting is shown beside its field."""
        is_fixed = self._id is not None and self.activity.state != ActivityState.DRAFT
        draft = self.form.draft(
            merchant_id=self.owner_id,
            market_code=self._market_code,
            settings=self.activity.draft.settings if is_fixed else None,
        )
        try:
            return promotions.save_activity(actor=self.actor, draft=draft, activity_id=self._id)
        except JishiError as error:
            aliases = {"name": "name_zh", "settings": str(error.params.get("setting") or "")}
            field = aliases.get(error.field or "", error.field)
            starts = (name for name in self.form.fields if name.startswith(f"{field}_"))
            error.field = field if field in self.form.fields else next(starts, None)
            raise

    def success_url(self, result: object) -> str:
        """Go to the activity."""
        return str(self.url("activity", result))

    def back_url(self) -> str:
        """Return to the activity, or the list."""
        return super().back_url() if self._id else str(self.url("activities"))

    @property
    def _id(self) -> UUID | None:
        activity_id: UUID | None = self.kwargs.get("activity_id")
        return activity_id

    @property
    def _market_code(self) -> str:
        if self._id is not None:
            return self.activity.draft.market_code
        return markets_queries.list_markets()[0].code

    @property
    def _steps(self) -> int:
        return len(self.activity.draft.settings.get("steps", ())) if self._id else 0

    def _name(self) -> str:
        return str(self.say(self.activity.draft.name))

    def _initial(self, currency: str) -> dict[str, Any] | None:
        if self._id is None:
            return None
        return initial_of(_with_items(self.activity.draft, self.items), currency)

    def _articles(self) -> list[Article]:
        """Return the variants of the chosen products, or of the activity's, with their prices."""
        if self._id is not None:
            held = [item.variant_id for item in self.items]
            refs = catalog_queries.list_variant_refs(held)
            product_ids = {ref.product_id for ref in refs.values()}
        else:
            product_ids = set(_read_ids(self.request.GET.getlist("p")))
        found = catalog_queries.get_product_for_document(product_ids)
        details = [one for one in found.values() if self.owner_id in (None, one.merchant_id)]
        variant_ids = [variant.variant_id for one in details for variant in one.variants]
        prices = pricing_queries.list_prices(variant_ids, self._market_code)
        return [
            Article(
                variant.variant_id,
                f"{self.say(one.title)} {self.say(variant.option_text)}".strip(),
                price.amount_minor if (price := prices.get(variant.variant_id)) else None,
            )
            for one in sorted(details, key=lambda one: one.code)
            for variant in one.variants
            if variant.is_active
        ]


MOVES: Mapping[str, tuple[Any, Any, Any, Any]] = {
    "publish": (
        pricing.publish_activity,
        gettext_lazy("Publish this activity?"),
        gettext_lazy("It runs in its time. What it promises is fixed from now on."),
        gettext_lazy("Publish"),
    ),
    "pause": (
        promotions.pause_activity,
        gettext_lazy("Pause this activity?"),
        gettext_lazy("Nobody gets it for now; placed orders keep their price."),
        gettext_lazy("Pause"),
    ),
    "resume": (
        promotions.resume_activity,
        gettext_lazy("Go on with this activity?"),
        gettext_lazy("It runs again until its end."),
        gettext_lazy("Go on"),
    ),
    "stop": (
        promotions.stop_activity,
        gettext_lazy("Stop this activity for good?"),
        gettext_lazy("It cannot be started again; placed orders keep their price."),
        gettext_lazy("Stop"),
    ),
    "copy": (
        promotions.copy_activity,
        gettext_lazy("Copy this activity?"),
        gettext_lazy("The copy is a draft that begins now and lasts as long."),
        gettext_lazy("Copy"),
    ),
}
"""Name in the address → service, question, consequence, button."""


class MoveActivity(OfActivity):
    """Ask, then publish, pause, go on with, stop or copy an activity."""

    @property
    def move(self) -> tuple[Any, Any, Any, Any]:
        """What the address names. Raises: Http404 for anything else."""
        if self.kwargs["move"] not in MOVES:
            raise Http404
        return MOVES[self.kwargs["move"]]

    @property
    def title(self) -> Any:
        """Ask."""
        return self.move[1]

    @property
    def text(self) -> Any:
        """Say what will happen."""
        return f"{self.say(self.activity.draft.name)}: {self.move[2]}"

    @property
    def submit_label(self) -> Any:
        """Word the button."""
        return self.move[3]

    @property
    def danger(self) -> bool:
        """Whether it takes something away."""
        return bool(self.kwargs["move"] == "stop")

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Move it; return the activity to go to."""
        made = self.move[0](actor=self.actor, activity_id=self.activity.activity_id)
        return made if isinstance(made, UUID) else self.activity.activity_id

    def success_url(self, result: object) -> str:
        """Go to the activity, or to its copy."""
        return str(self.url("activity", result))


def _with_items(draft: ActivityDraft, items: Sequence[ActivityItemInfo]) -> ActivityDraft:
    return replace(
        draft,
        items=tuple(
            ItemDraft(item.variant_id, item.price_minor, item.stock, item.per_person)
            for item in items
        ),
    )


def _read_ids(texts: Sequence[str]) -> list[UUID]:
    found = []
    for text in texts[:PRODUCTS_OFFERED]:
        try:
            found.append(ids.decode("prd", text))
        except ValueError:
            continue
    return found
