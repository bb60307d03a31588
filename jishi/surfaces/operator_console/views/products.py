"""Products of all merchants: what waits for review, and everything there is."""

from collections.abc import Sequence
from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit, files
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeInfo,
    AttributeValue,
    ProductCard,
    ProductDetail,
    ProductFilter,
    ProductKind,
    ProductState,
)
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.parties.merchants import queries as merchants_queries
from jishi.surfaces.design import choices, formats, kit
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.operator_console import timeline
from jishi.surfaces.operator_console.forms import goods as forms
from jishi.surfaces.operator_console.forms.parts import ReasonForm
from jishi.surfaces.operator_console.pages import (
    OperatorConfirm,
    OperatorForm,
    OperatorList,
    OperatorPage,
    say,
    shop_facts,
)


class Products(OperatorList):
    """Products of all shops, newest first."""

    title = lazy("Products")
    permission = "catalog.review"
    section = "products"
    filter_form: type[django_forms.Form] = forms.ProductFilter
    file_name = "products"
    columns: Sequence[kit.Column] = (
        kit.Column(name="title", label=lazy("Title")),
        kit.Column(name="state", label=lazy("State"), axis="product"),
        kit.Column(name="shop", label=lazy("Shop")),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="variant_count", label=lazy("Variants"), kind="number"),
        kit.Column(name="sold_count", label=lazy("Sold"), kind="number"),
        kit.Column(name="submitted_at", label=lazy("Submitted"), shown=False),
        kit.Column(name="updated_at", label=lazy("Changed")),
    )

    def condition(self, wanted: kit.Wanted) -> ProductFilter:
        """Return what the filters ask for."""
        asked = wanted.filters
        return ProductFilter(
            merchant_ids=self._shop(asked.get("shop")),
            text=asked.get("q") or "",
            states=(ProductState(asked["state"]),) if asked.get("state") else (),
            kinds=(ProductKind(asked["kind"]),) if asked.get("kind") else (),
        )

    def fetch(self, wanted: kit.Wanted) -> Page["Row"]:
        """Return the products, with the names of their shops at hand."""
        page = catalog_queries.list_products(
            self.condition(wanted), cursor=wanted.cursor, limit=wanted.limit
        )
        names = merchants_queries.names_of({card.merchant_id for card in page.items})
        shown = tuple(Row(card, say(names.get(card.merchant_id))) for card in page.items)
        return Page(items=shown, next_cursor=page.next_cursor, total=page.total)

    def row_url(self, item: "Row") -> str:
        """Return the product's page."""
        return self.url("product", item.card.product_id)

    def _shop(self, code: str | None) -> frozenset[Any] | None:
        if not code:
            return None
        try:
            return frozenset({merchants_queries.get_merchant(code).id})
        except NotFound:
            return frozenset()


class Row:
    """A product in a list, with the name of its shop."""

    def __init__(self, card: ProductCard, shop: str) -> None:
        """Take the product and the name."""
        self.card, self.shop = card, shop
        self.title, self.code, self.state = say(card.title), card.code, card.state
        self.variant_count, self.sold_count = card.variant_count, card.sold_count
        self.submitted_at, self.updated_at = card.submitted_at, card.updated_at
        self.what = _("Change of a product") if card.has_revision else _("First review")


class Review(Products):
    """Products that wait for review."""

    title = lazy("Product review")
    section = "review"
    filter_form = forms.ReviewFilter
    file_name = "product-review"
    empty_title = lazy("Nothing waits")
    empty_text = lazy("New products and changes of approved ones appear here.")
    columns = (
        kit.Column(name="title", label=lazy("Title")),
        kit.Column(name="what", label=lazy("What")),
        kit.Column(name="shop", label=lazy("Shop")),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(name="submitted_at", label=lazy("Submitted")),
    )

    def condition(self, wanted: kit.Wanted) -> ProductFilter:
        """Return what the filters ask for, of what waits."""
        asked = wanted.filters
        return ProductFilter(
            merchant_ids=self._shop(asked.get("shop")),
            text=asked.get("q") or "",
            is_waiting_review=True,
        )


class OfProduct(OperatorPage):
    """What every page of one product shares."""

    permission = "catalog.review"
    section = "products"

    @cached_property
    def product(self) -> ProductDetail:
        """The product. Raises: NotFound."""
        return catalog_queries.get_product(self.kwargs["product_id"])  # type: ignore[attr-defined]

    @property
    def is_waiting(self) -> bool:
        """Whether it, or a change of it, waits for review."""
        return self.product.state == ProductState.PENDING or self.product.revision is not None

    def back_url(self) -> str:
        """Return the product's page."""
        return self.url("product", self.product.product_id)


class Product(OfProduct, kit.RecordPage):
    """One product as buyers would see it, and what waits to change."""

    def load(self, **_kwargs: Any) -> ProductDetail:
        """Return the product."""
        return self.product

    def heading(self) -> str:
        """Return the title."""
        return say(self.product.title)

    def status(self) -> tuple[str, str]:
        """Return the state."""
        return "product", self.product.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        if self.is_waiting:
            back = self.crumb(_("Product review"), "review")
        else:
            back = self.crumb(_("Products"), "products")
        return [back, Link(self.heading(), "")]

    def facts(self) -> Sequence[Fact]:
        """Return whose it is, its place and figures."""
        product = self.product
        merchant = merchants_queries.get_merchant(product.merchant_id)
        shop_url = self.url("merchant", merchant.id) if self.may("merchants.review") else ""
        facts = [
            *shop_facts(say(merchant.name), shop_url),
            Fact(_("Code"), product.code, "copy"),
            Fact(_("Kind"), choices.PRODUCT_KINDS[product.kind]),
            Fact(_("Category"), self._category(product.category_id)),
            Fact(_("Brand"), say(product.brand.name) if product.brand else "—"),
            Fact(_("Sold"), formats.number(product.sold_count)),
        ]
        if product.submitted_at:
            facts.append(Fact(_("Submitted"), product.submitted_at, "time"))
        if product.review_note:
            facts.append(Fact(_("Reason given"), product.review_note))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return the change that waits, pictures, texts, attributes and variants."""
        product = self.product
        sections = [
            kit.Section(
                _("Pictures"),
                template="operator_console/catalog/_pictures.html",
                context={"media": product.media},
            ),
            kit.Section(_("Texts"), facts=self._texts()),
            kit.Section(_("Attributes"), facts=self._attributes(product.attributes)),
            kit.Section(_("Variants"), columns=VARIANT_COLUMNS, items=self._variants()),
        ]
        if product.revision:
            change = kit.Section(
                _("What would change"),
                template="operator_console/catalog/_change.html",
                context={"changes": self._changes(), "pictures": self._new_pictures()},
            )
            sections.insert(0, change)
        return sections

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of its state, latest first."""
        return timeline.of_moves(audit.list_moves([self.product.product_id]))

    def next_actions(self) -> list[Action]:
        """Return exactly what may be decided now."""
        product_id, state = self.product.product_id, self.product.state
        actions = []
        if self.is_waiting:
            seen = f"version={self.product.version}"
            approve = self.url("product_approve", product_id, query=seen)
            actions = [
                Action(_("Approve"), approve, kind="primary", confirm=True),
                Action(_("Reject the product"), self.url("product_reject", product_id)),
            ]
        if state in {ProductState.ON_SALE, ProductState.OFF_SALE}:
            block = self.url("product_block", product_id)
            actions.append(Action(_("Block"), block, kind="danger"))
        return actions

    @cached_property
    def _known(self) -> dict[str, AttributeInfo]:
        """The attributes of the product and its change, by code."""
        revision = self.product.revision
        values = (*self.product.attributes, *((revision.attributes or ()) if revision else ()))
        codes = {value.code for value in values}
        return catalog_queries.list_attributes_by_code(codes) if codes else {}

    @cached_property
    def _categories(self) -> dict[Any, Any]:
        return catalog_queries.list_categories()

    def _category(self, category_id: object) -> str:
        node = self._categories.get(category_id)
        if node is None:
            return "—"
        path = [self._categories.get(one) for one in node.category_ids]
        names = [say(one.name) for one in path if one]
        return " › ".join(names) or say(node.name)

    def _texts(self) -> list[Fact]:
        product = self.product
        return [
            Fact(_("Title in Chinese"), product.title.get("zh-hans") or "—"),
            Fact(_("Title in English"), product.title.get("en") or "—"),
            Fact(_("Subtitle"), say(product.subtitle) or "—"),
            Fact(_("Description"), say(product.description) or "—"),
            Fact(_("Keywords"), product.keywords or "—"),
        ]

    def _attributes(self, values: Sequence[AttributeValue]) -> list[Fact]:
        return [Fact(self._name_of(one.code), self._spell(one)) for one in values]

    def _name_of(self, code: str) -> str:
        return say(self._known[code].name) if code in self._known else code

    def _spell(self, value: AttributeValue) -> str:
        held = self._known.get(value.code)
        if isinstance(value.value, bool):
            return _("Yes") if value.value else _("No")
        names = {one.code: say(one.name) for one in held.options} if held else {}
        text = names.get(str(value.value), str(value.value))
        return f"{text} {held.unit}".strip() if held else text

    def _variants(self) -> list["VariantRow"]:
        market = markets_queries.get_default()
        rows = self.product.variants
        prices = pricing_queries.list_prices([row.variant_id for row in rows], market.code)
        return [VariantRow(row, prices.get(row.variant_id)) for row in rows]

    def _changes(self) -> list[dict[str, str]]:
        """Return what differs: label, before, after."""
        product, revision = self.product, self.product.revision
        rows = []
        if revision and revision.title is not None:
            for label, locale in (
                (_("Title in Chinese"), "zh-hans"),
                (_("Title in English"), "en"),
            ):
                rows.append((label, product.title.get(locale, ""), revision.title.get(locale, "")))
        if revision and revision.category_id is not None:
            before, after = product.category_id, revision.category_id
            rows.append((_("Category"), self._category(before), self._category(after)))
        if revision and revision.attributes is not None:
            rows += self._changed_attributes(revision.attributes)
        return [
            {"label": label, "before": before or "—", "after": after or "—"}
            for label, before, after in rows
            if before != after
        ]

    def _changed_attributes(self, after: Sequence[AttributeValue]) -> list[tuple[str, str, str]]:
        old = {one.code: self._spell(one) for one in self.product.attributes}
        new = {one.code: self._spell(one) for one in after}
        return [
            (self._name_of(code), old.get(code, ""), new.get(code, ""))
            for code in sorted({*old, *new})
        ]

    def _new_pictures(self) -> list[str]:
        revision = self.product.revision
        if revision is None or revision.media is None:
            return []
        pictures = files.list_pictures(one.file_id for one in revision.media)
        return [pictures[one.file_id].url for one in revision.media if one.file_id in pictures]


class VariantRow:
    """A variant as its table shows it."""

    def __init__(self, row: Any, price: Any) -> None:
        """Take the variant and its price in the default market, if it has one."""
        self.options = say(row.option_text) or row.code
        self.code, self.weight_g = row.code, row.weight_g
        self.price = Money(price.amount_minor, price.currency) if price else None
        self.offered = "on" if row.is_active else "off"


VARIANT_COLUMNS = (
    kit.Column(name="options", label=lazy("Options")),
    kit.Column(name="code", label=lazy("Code")),
    kit.Column(name="price", label=lazy("Price"), kind="money"),
    kit.Column(name="weight_g", label=lazy("Grams"), kind="number"),
    kit.Column(name="offered", label=lazy("State"), axis="switch"),
)


class Approve(OfProduct, OperatorConfirm):
    """Approve a product, or the change of one, as it was looked at."""

    form_class = forms.ApproveForm
    submit_label = lazy("Approve")
    success_message = lazy("The product is approved.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return _("Approve {name}?").format(name=say(self.product.title))

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say what happens."""
        if self.product.revision:
            return _("Buyers see the change at once.")
        return _("The merchant can put it on sale.")

    def initial(self) -> dict[str, Any]:
        """Start with the version that was looked at."""
        return {"version": self.request.GET.get("version") or self.product.version}

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Approve it, unless it changed meanwhile."""
        catalog.approve_product(
            actor=self.actor, product_id=self.product.product_id, version=data["version"]
        )

    def success_url(self, _result: object) -> str:
        """Go on with the next in the queue."""
        return self.url("review")


class ProductReason(OfProduct, OperatorForm):
    """A decision that its merchant reads the reason of."""

    form_class: type[django_forms.Form] = ReasonForm


class Reject(ProductReason):
    """Reject a product, or the change of one."""

    title = lazy("Reject the product")
    text = lazy("The merchant reads the reason. A product that is on sale keeps selling as it was.")
    submit_label = lazy("Reject the product")
    success_message = lazy("The merchant is told why.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Reject it."""
        catalog.reject_product(
            actor=self.actor, product_id=self.product.product_id, reason=data["reason"]
        )

    def success_url(self, _result: object) -> str:
        """Go on with the next in the queue."""
        return self.url("review")


class Block(ProductReason):
    """Take a product off sale for a violation."""

    title = lazy("Block this product")
    text = lazy("It leaves the shop at once and comes back by a new review only.")
    submit_label = lazy("Block")
    success_message = lazy("The product is blocked.")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Block it."""
        catalog.block(actor=self.actor, product_id=self.product.product_id, reason=data["reason"])
