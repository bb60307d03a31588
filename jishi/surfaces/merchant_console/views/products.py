"""Products: the list with bulk changes, and the record with what may be done next."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.money import Money
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import audit, files
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import (
    ProductAction,
    ProductCard,
    ProductDetail,
    ProductKind,
    ProductState,
    Revision,
    VariantInfo,
)
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import UNLIMITED
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing.types import PriceInfo, PriceRange
from jishi.surfaces.design import choices, kit
from jishi.surfaces.design.types import Action, Fact, Link, TimelineEntry
from jishi.surfaces.merchant_console import cells, timeline, words
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.catalog import category_choices
from jishi.surfaces.merchant_console.pages import ShopPage, say
from jishi.surfaces.merchant_console.views import bulk_changes


@dataclass(frozen=True, slots=True)
class Row:
    """A product in the list. stock: units that may be sold, None for without limit."""

    product_id: UUID
    card: ProductCard
    category: str
    price: Money | None
    stock: int | None

    @property
    def title(self) -> str:
        """Return its title."""
        return say(self.card.title)


class Products(ShopPage, kit.ListPage):
    """The shop's products."""

    title = lazy("Products")
    permission = "catalog.edit"
    section = "products"
    file_name = "products"
    empty_title = lazy("No products yet")
    empty_text = lazy("Make the first one with “New product”.")
    columns = (
        kit.Column(name="title", label=lazy("Product"), render=cells.pictured),
        kit.Column(name="code", label=lazy("Code"), value=lambda row: row.card.code),
        kit.Column(
            name="state", label=lazy("State"), axis="my_product", value=lambda row: row.card.state
        ),
        kit.Column(name="category", label=lazy("Category")),
        kit.Column(name="price", label=lazy("Price from"), kind="money"),
        kit.Column(
            name="stock",
            label=lazy("For sale"),
            kind="number",
            render=lambda row: cells.units(row.stock),
        ),
        kit.Column(
            name="sold", label=lazy("Sold"), kind="number", value=lambda row: row.card.sold_count
        ),
        kit.Column(
            name="variants",
            label=lazy("Variants"),
            kind="number",
            value=lambda row: row.card.variant_count,
            shown=False,
        ),
        kit.Column(
            name="updated",
            label=lazy("Changed"),
            value=lambda row: row.card.updated_at,
            shown=False,
        ),
    )
    saved_views = (
        kit.SavedView(lazy("All"), ""),
        kit.SavedView(lazy("On sale"), "state=on_sale"),
        kit.SavedView(lazy("Off sale"), "state=off_sale"),
        kit.SavedView(lazy("In review"), "state=pending"),
        kit.SavedView(lazy("Rejected"), "state=rejected"),
        kit.SavedView(lazy("Drafts"), "state=draft"),
        kit.SavedView(lazy("Recycle bin"), "state=recycled"),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one, and to change all that match."""
        every = self.url("products_change", query=self._filter_query())
        return [
            Action(_("New product"), self.url("product_new"), kind="primary", icon="plus"),
            Action(_("Change all that match"), every, icon="list"),
        ]

    @property
    def bulk_actions(self) -> Sequence[kit.BulkAction]:  # type: ignore[override]
        """Return what can be done to many products."""
        return (
            kit.BulkAction("publish", _("Put on sale"), self._many(ProductAction.PUBLISH)),
            kit.BulkAction("unpublish", _("Take off sale"), self._many(ProductAction.UNPUBLISH)),
            kit.BulkAction("submit", _("Submit for review"), self._many(ProductAction.SUBMIT)),
            kit.BulkAction("restore", _("Restore"), self._many(ProductAction.RESTORE)),
            kit.BulkAction(
                "recycle",
                _("Move to the recycle bin"),
                self._many(ProductAction.RECYCLE),
                _("Move {count} products to the recycle bin? They can be restored."),
                danger=True,
            ),
        )

    @cached_property
    def filters(self) -> forms.Form:  # type: ignore[override]
        """The filter form with the platform's and the shop's categories."""
        tree = category_choices(catalog_queries.get_category_tree())
        return filters.products_filter(self.request.GET, tree)

    def fetch(self, wanted: kit.Wanted) -> Page[Row]:
        """Return products with price and stock; a fixed number of statements."""
        condition = filters.products_wanted(wanted.filters, self.shop.id)
        page = catalog_queries.list_products(condition, cursor=wanted.cursor, limit=wanted.limit)
        return Page(tuple(rows_of(page.items)), page.next_cursor, page.total)

    def row_id(self, item: Row) -> str:
        """Return the public id."""
        return ids.encode("prd", item.product_id)

    def row_url(self, item: Row) -> str:
        """Return the product's page."""
        return self.url("product", item.product_id)

    def edit_url(self, item: Row) -> str:
        """Return the editor."""
        return self.url("product_basics", item.product_id)

    def _many(self, action: ProductAction) -> Callable[..., str]:
        return bulk_changes.of_marked(self.shop.id, self.url, action)


class OfProduct(ShopPage):
    """What every page of one product shares."""

    permission = "catalog.edit"
    section = "products"

    @cached_property
    def product(self) -> ProductDetail:
        """The product, if it is this shop's. Raises: NotFound."""
        product = catalog_queries.get_product(self.kwargs["product_id"])  # type: ignore[attr-defined]
        self.mine(product.merchant_id)
        return product

    def tabs(self, here: str) -> list[Link]:
        """Return the pages of the editor that this person may use."""
        parts = [
            ("product", _("Overview"), "catalog.edit"),
            ("product_basics", _("Basics"), "catalog.edit"),
            ("product_media", _("Pictures"), "catalog.edit"),
            ("product_variants", _("Variants"), "catalog.edit"),
            ("product_prices", _("Prices"), "pricing.edit"),
        ]
        return [
            Link(label, self.url(name, self.product.product_id), current=name == here)
            for name, label, permission in parts
            if self.may(permission)
        ]

    def product_crumbs(self, here: object = "") -> list[Link]:
        """Return the way back."""
        crumbs = [self.crumb(_("Products"), "products")]
        crumbs.append(self.crumb(say(self.product.title), "product", self.product.product_id))
        return [*crumbs, Link(str(here), "")] if here else crumbs


class Product(OfProduct, kit.RecordPage):
    """One product at a glance: where it stands, what waits, what can be done."""

    template_name = "merchant_console/catalog/product.html"

    def load(self, **_kwargs: Any) -> ProductDetail:
        """Return the product."""
        return self.product

    def heading(self) -> str:
        """Return its title."""
        return say(self.product.title)

    def status(self) -> tuple[str, str]:
        """Return its state."""
        return "my_product", self.product.state

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return self.product_crumbs()

    def show(self, code: int = 200, **context: object) -> Any:
        """Add the tabs and what the reviewer wrote."""
        added = {"tabs": self.tabs("product"), "page_note": self.product.review_note}
        return super().show(code=code, **added | context)

    def facts(self) -> Sequence[Fact]:
        """Return what describes it."""
        product = self.product
        categories = catalog_queries.list_categories()
        path = [say(categories[one].name) for one in product.category_ids if one in categories]
        facts = [
            Fact(_("Code"), product.code, "copy"),
            Fact(_("Kind"), choices.PRODUCT_KINDS[product.kind]),
            Fact(_("Category"), " › ".join(path)),
            Fact(_("Brand"), say(product.brand.name) if product.brand else None),
            Fact(_("Sold"), product.sold_count),
            Fact(_("Returns"), words.RETURN_POLICIES[product.return_policy]),
            Fact(_("Changed"), product.updated_at, "time"),
        ]
        if product.is_off_for_stock:
            facts.append(Fact(_("Sold out"), _("It comes back with its stock.")))
        if product.publish_at:
            facts.append(Fact(_("On sale from"), product.publish_at, "time"))
        if product.unpublish_at:
            facts.append(Fact(_("Off sale from"), product.unpublish_at, "time"))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return what waits for review, the variants and the pictures."""
        product = self.product
        sections = []
        if product.revision is not None:
            context: dict[str, object] = {"changes": changes(product, product.revision)}
            sections.append(
                kit.Section(
                    _("Waits for review"),
                    template="merchant_console/catalog/_changes.html",
                    context=context,
                )
            )
        sections.append(kit.Section(_("Variants"), columns=self._columns(), items=self._variants()))
        return sections

    def timeline(self) -> Sequence[TimelineEntry]:
        """Return the moves of its state."""
        return timeline.of_moves(audit.list_moves([self.product.product_id]))

    def next_actions(self) -> list[Action]:
        """Return exactly what its state allows."""
        state, product_id = self.product.state, self.product.product_id
        offered = {
            "submit": state in {ProductState.DRAFT, ProductState.REJECTED, ProductState.BLOCKED},
            "withdraw": state == ProductState.PENDING or self.product.revision is not None,
            "publish": state == ProductState.OFF_SALE,
            "unpublish": state == ProductState.ON_SALE or self.product.is_off_for_stock,
            "restore": state == ProductState.RECYCLED,
            "recycle": state in {ProductState.DRAFT, ProductState.REJECTED, ProductState.OFF_SALE},
        }
        labels = {
            "submit": (_("Submit for review"), "primary"),
            "withdraw": (_("Take back"), ""),
            "publish": (_("Put on sale"), "primary"),
            "unpublish": (
                _("Keep off sale") if self.product.is_off_for_stock else _("Take off sale"),
                "",
            ),
            "restore": (_("Restore"), "primary"),
            "recycle": (_("Move to the recycle bin"), "danger"),
        }
        actions = [
            Action(
                labels[name][0],
                self.url("product_move", product_id, name),
                kind=labels[name][1],
                confirm=True,
            )
            for name, is_possible in offered.items()
            if is_possible
        ]
        if state != ProductState.RECYCLED:
            url = self.url("product_schedule", product_id)
            actions.append(Action(_("Schedule"), url, icon="calendar"))
        return actions

    def _columns(self) -> list[kit.Column]:
        columns = [
            kit.Column(name="code", label=_("Code"), render=lambda row: row.link),
            kit.Column(name="options", label=_("Options")),
            kit.Column(name="barcode", label=_("Barcode")),
            kit.Column(name="prices", label=_("Price"), kind="money"),
        ]
        if self.may("inventory.view"):
            label = _("For sale")
            columns.append(
                kit.Column(
                    name="stock",
                    label=label,
                    kind="number",
                    render=lambda row: cells.units(row.stock),
                )
            )
        return columns

    def _variants(self) -> list["VariantRow"]:
        variants = [item for item in self.product.variants if item.is_active]
        known = [item.variant_id for item in variants]
        prices = pricing_queries.list_all_prices(known)
        stock = inventory_queries.available(known)
        can_look = self.may("inventory.view")
        return [
            VariantRow(
                item,
                prices,
                stock.get(item.variant_id, 0),
                self._stock_page(item) if can_look else "",
            )
            for item in variants
        ]

    def _stock_page(self, item: VariantInfo) -> str:
        if self.product.kind == ProductKind.CARD_KEY and self.may("inventory.edit"):
            return self.url("card_keys", item.variant_id)
        return self.url("movements", item.variant_id)


class VariantRow:
    """A variant as the record's table shows it."""

    def __init__(
        self, variant: VariantInfo, prices: Sequence[PriceInfo], stock: int, url: str
    ) -> None:
        """Take the prices of all variants; its own are picked out."""
        own = [price for price in prices if price.variant_id == variant.variant_id]
        self.code, self.barcode = variant.code, variant.barcode
        self.options = say(variant.option_text)
        self.link = format_html('<a href="{}">{}</a>', url, self.code) if url else self.code
        written = kit.Column(name="amount", label="", value=cells.price)
        self.prices = " / ".join(str(written.cell(price)) for price in own)
        self.stock = None if stock >= UNLIMITED else stock


def rows_of(cards: Iterable[ProductCard]) -> list[Row]:
    """Return products with their category, lowest price and stock."""
    cards = list(cards)
    wanted = [card.product_id for card in cards]
    market = markets_queries.get_default()
    categories = catalog_queries.list_categories() if cards else {}
    prices = pricing_queries.list_price_ranges(wanted, market.code)
    details = catalog_queries.get_product_for_document(wanted)
    variants = {
        card.product_id: [
            item.variant_id for item in details[card.product_id].variants if item.is_active
        ]
        for card in cards
    }
    stock = inventory_queries.available([one for many in variants.values() for one in many])
    return [
        Row(
            product_id=card.product_id,
            card=card,
            category=say(categories[card.category_id].name),
            price=_lowest(prices.get(card.product_id)),
            stock=_total(stock, variants[card.product_id]),
        )
        for card in cards
    ]


def _lowest(found: PriceRange | None) -> Money | None:
    return Money(found.lowest_minor, found.currency) if found else None


def _total(stock: dict[UUID, int], variants: Sequence[UUID]) -> int | None:
    units = sum(stock.get(one, 0) for one in variants)
    return None if units >= UNLIMITED else units


def changes(product: ProductDetail, revision: Revision) -> list[dict[str, object]]:
    """Return what a revision changes: field, as it sells now, as it will be."""
    found: list[dict[str, object]] = []
    if revision.title is not None:
        found.append(
            {"name": _("Title"), "now": _both(product.title), "then": _both(revision.title)}
        )
    if revision.category_id is not None:
        names = {key: say(node.name) for key, node in catalog_queries.list_categories().items()}
        now, then = names.get(product.category_id, ""), names.get(revision.category_id, "")
        found.append({"name": _("Category"), "now": now, "then": then})
    if revision.attributes is not None:
        given = ", ".join(f"{item.code}: {_scalar(item.value)}" for item in product.attributes)
        asked = ", ".join(f"{item.code}: {_scalar(item.value)}" for item in revision.attributes)
        found.append({"name": _("Attributes"), "now": given, "then": asked})
    if revision.media is not None:
        pictures = files.list_pictures(item.file_id for item in revision.media)
        found.append(
            {
                "name": _("Pictures"),
                "now_pictures": [item.url for item in product.media],
                "then_pictures": [picture.url for picture in pictures.values()],
            }
        )
    return found


def _both(texts: Any) -> str:
    return " / ".join(texts[locale] for locale in ("zh-hans", "en") if texts.get(locale))


def _scalar(value: Any) -> str:
    return _both(value) if isinstance(value, dict) else str(value)
