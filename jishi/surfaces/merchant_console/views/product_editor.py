"""The product editor: basics, pictures, variants, prices, times, and moves of its state."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as lazy

from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    ProductDraft,
    ProductKind,
    ReturnPolicy,
    SoldOutPolicy,
    VariantDraft,
)
from jishi.surfaces.design import kit
from jishi.surfaces.design.kit.base import new_key
from jishi.surfaces.merchant_console.forms.catalog import (
    BasicsForm,
    NewProductForm,
    ScheduleForm,
    attribute_initial,
    spread,
    texts_of,
)
from jishi.surfaces.merchant_console.pages import ShopPage, say
from jishi.surfaces.merchant_console.views.products import OfProduct


class NewProduct(ShopPage, kit.FormPage):
    """Begin a product: kind, category and title; the rest follows in the editor."""

    title = lazy("New product")
    permission = "catalog.edit"
    section = "products"
    submit_label = lazy("Go on")
    success_message = lazy("The draft is made. Describe it further.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the categories."""
        return NewProductForm(data, categories=catalog_queries.get_category_tree())

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Make the draft with one variant."""
        title = texts_of(data["title_zh"], data["title_en"])
        saved = catalog.save_product(
            actor=self.actor,
            merchant_id=self.shop.id,
            draft=ProductDraft(
                code=data["code"],
                title=title,
                category_id=data["category_id"],
                kind=ProductKind(data["kind"]),
                variants=(VariantDraft(code=data["code"]),),
                version=0,
            ),
        )
        assert saved.product_id is not None
        return saved.product_id

    def success_url(self, result: object) -> str:
        """Go to the basics."""
        return self.url("product_basics", result)

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("products")


class EditorForm(OfProduct, kit.FormPage):
    """A page of the editor."""

    tab = ""
    template_name = "merchant_console/catalog/form.html"

    def extra(self) -> dict[str, object]:
        """Add the way back and the tabs."""
        return {"crumbs": self.product_crumbs(self.title), "tabs": self.tabs(self.tab)}

    def success_url(self, _result: object) -> str:
        """Stay in the editor."""
        return self.request.path

    def back_url(self) -> str:
        """Return to the product."""
        return self.url("product", self.product.product_id)


class Basics(EditorForm):
    """Texts, category with its attributes, brand, freight and returns."""

    title = lazy("Basics")
    tab = "product_basics"
    template_name = "merchant_console/catalog/basics.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show the attributes of another category before anything is saved."""
        if "refresh" not in request.POST:
            return super().post(request, *args, **kwargs)
        form = self.make_form(None, None)
        for name in form.fields:
            if name in request.POST:
                form.initial[name] = request.POST[name]
        if "shop_category_ids" in form.fields:
            form.initial["shop_category_ids"] = request.POST.getlist("shop_category_ids")
        return self._show(form, new_key())

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form with the attributes of the category that is chosen."""
        draft = catalog_queries.get_draft(self.product.product_id)
        form = BasicsForm(
            data,
            initial=self._initial(draft),
            categories=catalog_queries.get_category_tree(),
            attributes=catalog_queries.list_attributes(self._category(draft)),
            brands=[(str(item.brand_id), say(item.name)) for item in catalog_queries.list_brands()],
            templates=[
                (str(item.template_id), f"{item.name} ({item.currency})")
                for item in shipping_queries.list_templates(merchant_id=self.shop.id)
            ],
            shop_categories=catalog_queries.list_shop_categories(self.shop.id),
        )
        if self.product.submitted_at:
            form.fields["kind"].disabled = True
        return form

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Save the whole draft with what this page changes."""
        form = self._bound()
        draft = catalog_queries.get_draft(self.product.product_id)
        shop_categories = data.get("shop_category_ids")
        catalog.save_product(
            actor=self.actor,
            merchant_id=self.shop.id,
            draft=replace(
                draft,
                title=form.texts("title"),
                subtitle=form.texts("subtitle"),
                description=form.texts("description"),
                kind=ProductKind(data["kind"]),
                category_id=data["category_id"],
                brand_id=data["brand_id"],
                keywords=data["keywords"],
                attributes=form.values(),
                return_policy=ReturnPolicy(data["return_policy"]),
                freight_template_id=data["freight_template_id"],
                shop_category_ids=draft.shop_category_ids
                if shop_categories is None
                else tuple(shop_categories),
                slug=data["slug"],
                version=data["version"],
                variants=None,
                media=None,
            ),
        )

    def _bound(self) -> BasicsForm:
        form = self.make_form(self.request.POST)
        assert isinstance(form, BasicsForm)
        form.is_valid()
        return form

    def _category(self, draft: ProductDraft) -> UUID:
        try:
            return UUID(self.request.POST.get("category_id", ""))
        except ValueError:
            return draft.category_id

    def _initial(self, draft: ProductDraft) -> dict[str, object]:
        plain: dict[str, object] = {
            "kind": draft.kind,
            "category_id": draft.category_id,
            "brand_id": draft.brand_id or "",
            "keywords": draft.keywords,
            "return_policy": draft.return_policy,
            "freight_template_id": draft.freight_template_id or "",
            "shop_category_ids": [str(one) for one in draft.shop_category_ids or ()],
            "slug": draft.slug,
            "version": draft.version,
        }
        texts = {
            **spread("title", draft.title),
            **spread("subtitle", draft.subtitle),
            **spread("description", draft.description),
        }
        return plain | texts | attribute_initial(draft)


class Schedule(EditorForm):
    """When the product goes on and off sale by itself."""

    title = lazy("Schedule")
    text = lazy("Times are in the shop’s time zone. Leave a field empty for never.")
    form_class = ScheduleForm

    def initial(self) -> dict[str, Any]:
        """Start with its times."""
        return {
            "publish_at": self.product.publish_at,
            "unpublish_at": self.product.unpublish_at,
            "sold_out_policy": self.product.sold_out_policy,
        }

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Set them."""
        catalog.schedule(
            actor=self.actor,
            product_id=self.product.product_id,
            publish_at=data["publish_at"],
            unpublish_at=data["unpublish_at"],
            sold_out_policy=SoldOutPolicy(data["sold_out_policy"]),
        )

    def success_url(self, _result: object) -> str:
        """Return to the product."""
        return self.back_url()


MOVES: Mapping[str, tuple[Any, Any, Any, Any]] = {
    "submit": (
        catalog.submit_product,
        lazy("Submit this product for review?"),
        lazy("Where no review is required it can be sold at once."),
        lazy("Submit"),
    ),
    "withdraw": (
        catalog.withdraw,
        lazy("Take it back from review?"),
        lazy("A revision is dropped; a new product becomes a draft."),
        lazy("Take back"),
    ),
    "publish": (
        catalog.publish,
        lazy("Put this product on sale?"),
        lazy("Buyers see it within seconds."),
        lazy("Put on sale"),
    ),
    "unpublish": (
        catalog.unpublish,
        lazy("Take this product off sale?"),
        lazy("Orders that were placed are still shipped."),
        lazy("Take off sale"),
    ),
    "recycle": (
        catalog.recycle,
        lazy("Move this product to the recycle bin?"),
        lazy("It can be restored as a draft."),
        lazy("Move"),
    ),
    "restore": (
        catalog.restore,
        lazy("Restore this product?"),
        lazy("It becomes a draft again."),
        lazy("Restore"),
    ),
}
"""Name in the address → service, question, consequence, button."""


class Move(OfProduct, kit.ConfirmPage):
    """Ask, then move a product from state to state."""

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
        return f"{say(self.product.title)}: {self.move[2]}"

    @property
    def submit_label(self) -> Any:  # type: ignore[override]
        """Word the button."""
        return self.move[3]

    @property
    def danger(self) -> bool:  # type: ignore[override]
        """Whether it takes something away."""
        return bool(self.kwargs["move"] == "recycle")

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Move it."""
        self.move[0](actor=self.actor, product_id=self.product.product_id)

    def success_url(self, _result: object) -> str:
        """Return to the product."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the product."""
        return self.url("product", self.product.product_id)
