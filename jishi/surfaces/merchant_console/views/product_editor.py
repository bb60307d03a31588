"""The product editor: basics, pictures, variants, prices, times, and moves of its state."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import formset_factory
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.platform import files
from jishi.fulfillment.shipping import queries as shipping_queries
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    MediaDraft,
    ProductDraft,
    ProductKind,
    ReturnPolicy,
    VariantDraft,
    VariantInfo,
)
from jishi.goods.markets import queries as markets_queries
from jishi.goods.markets.types import MarketInfo
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.design import kit
from jishi.surfaces.design.fields import MoneyField
from jishi.surfaces.design.types import Link
from jishi.surfaces.merchant_console.forms.catalog import (
    AxesForm,
    BasicsForm,
    MediaForm,
    MediaItemForm,
    NewProductForm,
    ScheduleForm,
    VariantForm,
    attribute_initial,
    spread,
    texts_of,
)
from jishi.surfaces.merchant_console.pages import ShopPage, say
from jishi.surfaces.merchant_console.views.products import OfProduct

COST_CURRENCY = "CNY"
"""Costs are the shop's own figures, kept in its home currency."""


class NewProduct(ShopPage, kit.FormPage):
    """Begin a product: kind, category and title; the rest follows in the editor."""

    title = lazy("New product")
    permission = "catalog.edit"
    section = "products"
    submit_label = lazy("Go on")
    success_message = lazy("The draft is made. Describe it further.")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
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
        return self.show(
            form=form, submit_label=self.submit_label, back_url=self.back_url(), **self.extra()
        )

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:  # noqa: ARG002
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
                shop_category_ids=draft.shop_category_ids if shop_categories is None else tuple(shop_categories),
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
        return {"publish_at": self.product.publish_at, "unpublish_at": self.product.unpublish_at}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Set them."""
        catalog.schedule(
            actor=self.actor,
            product_id=self.product.product_id,
            publish_at=data["publish_at"],
            unpublish_at=data["unpublish_at"],
        )

    def success_url(self, _result: object) -> str:
        """Return to the product."""
        return self.back_url()


MOVES: Mapping[str, tuple[Any, Any, Any, Any]] = {
    "submit": (catalog.submit_product, lazy("Submit this product for review?"), lazy("Where no review is required it can be sold at once."), lazy("Submit")),
    "withdraw": (catalog.withdraw, lazy("Take it back from review?"), lazy("A revision is dropped; a new product becomes a draft."), lazy("Take back")),
    "publish": (catalog.publish, lazy("Put this product on sale?"), lazy("Buyers see it within seconds."), lazy("Put on sale")),
    "unpublish": (catalog.unpublish, lazy("Take this product off sale?"), lazy("Orders that were placed are still shipped."), lazy("Take off sale")),
    "recycle": (catalog.recycle, lazy("Move this product to the recycle bin?"), lazy("It can be restored as a draft."), lazy("Move")),
    "restore": (catalog.restore, lazy("Restore this product?"), lazy("It becomes a draft again."), lazy("Restore")),
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
        return self.kwargs["move"] == "recycle"

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Move it."""
        self.move[0](actor=self.actor, product_id=self.product.product_id)

    def success_url(self, _result: object) -> str:
        """Return to the product."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the product."""
        return self.url("product", self.product.product_id)


class GridPage(OfProduct, kit.ConsolePage):
    """A table of inputs, one row per record, saved together; works without JavaScript."""

    tab = ""
    template_name = "merchant_console/catalog/grid.html"

    def grid(self, data: Any = None) -> Any:
        """Return the formset."""
        raise NotImplementedError

    def heads(self, _grid: Any) -> Sequence[object]:
        """Return what each row is called, in order."""
        raise NotImplementedError

    def save(self, grid: Any) -> str:
        """Call one service; return what to tell."""
        raise NotImplementedError

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the grid."""
        return self.answer(self.grid())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Save the grid, or show what is wrong beside its cells."""
        grid = self.grid(request.POST)
        if not grid.is_valid():
            return self.answer(grid, code=422)
        try:
            told = self.save(grid)
        except JishiError as error:
            return self.answer(grid, code=error.status, refusal=self.explain(error))
        messages.success(request, told)
        return HttpResponseRedirect(request.path)

    def answer(self, grid: Any, code: int = 200, **more: object) -> HttpResponse:
        """Render the grid."""
        rows = list(zip(self.heads(grid), grid.forms, strict=True))
        context = {
            "grid": grid,
            "rows": rows,
            "crumbs": self.product_crumbs(self.title),
            "tabs": self.tabs(self.tab),
        }
        return self.show(code=code, **context | more)


class Variants(GridPage):
    """The options of a product, and the grid of the variants they span."""

    title = lazy("Variants")
    tab = "product_variants"
    template_name = "merchant_console/catalog/variants.html"

    def grid(self, data: Any = None) -> Any:
        """Return a row per variant; archived ones are not changed here."""
        initial = [
            {
                "code": item.code,
                "barcode": item.barcode,
                "weight_g": item.weight_g,
                "length_mm": item.length_mm,
                "width_mm": item.width_mm,
                "height_mm": item.height_mm,
                "cost": None if item.cost_minor is None else to_decimal(Money(item.cost_minor, COST_CURRENCY)),
                "is_active": item.is_active,
            }
            for item in self.shown
        ]
        return formset_factory(VariantForm, extra=0)(data, initial=initial, prefix="row")

    @property
    def shown(self) -> list[VariantInfo]:
        """The variants that fit the options."""
        axes = {axis.code for axis in self.product.axes}
        return [item for item in self.product.variants if {name for name, _v in item.options} == axes]

    def heads(self, _grid: Any) -> Sequence[object]:
        """Name the rows by code and options."""
        return [(item.code, say(item.option_text)) for item in self.shown]

    def save(self, grid: Any) -> str:
        """Save all rows at once."""
        known = {item.code: item for item in self.shown}
        drafts = [
            _variant_draft(known[row["code"]], row) for row in grid.cleaned_data if row["code"] in known
        ]
        catalog.save_variants(actor=self.actor, product_id=self.product.product_id, drafts=drafts)
        return _("Saved.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Make variants from options, or save the grid."""
        if "make" not in request.POST:
            return super().post(request, **kwargs)
        form = AxesForm(request.POST, axes=self.product.axes)
        if not form.is_valid():
            return self.answer(self.grid(), code=422, axes_form=form)
        try:
            made = catalog.generate_variants(
                actor=self.actor, product_id=self.product.product_id, axes=form.cleaned_data["axes"]
            )
        except JishiError as error:
            form.add_error(None, self.explain(error))
            return self.answer(self.grid(), code=error.status, axes_form=form)
        messages.success(request, _("{count} variants are new on offer.").format(count=made))
        return HttpResponseRedirect(request.path)

    def answer(self, grid: Any, code: int = 200, **more: object) -> HttpResponse:
        """Add the form of the options."""
        return super().answer(grid, code, **{"axes_form": AxesForm(axes=self.product.axes)} | more)


def _variant_draft(item: VariantInfo, row: Mapping[str, Any]) -> VariantDraft:
    cost = row["cost"]
    return VariantDraft(
        code=item.code,
        options=item.options,
        barcode=row["barcode"],
        weight_g=row["weight_g"],
        length_mm=row["length_mm"],
        width_mm=row["width_mm"],
        height_mm=row["height_mm"],
        image_file_id=item.image_file_id,
        cost_minor=None if cost is None else from_decimal(cost, COST_CURRENCY).minor,
        is_active=row["is_active"],
    )


class PriceForm(forms.Form):
    """A row of the price grid: price and list price in every market."""

    def __init__(self, *args: Any, markets: Sequence[MarketInfo] = (), **kwargs: Any) -> None:
        """Make two amounts per market."""
        super().__init__(*args, **kwargs)
        for market in markets:
            names = {"code": market.code.upper(), "currency": market.currency}
            self.fields[f"price_{market.code}"] = MoneyField(
                label=_("Price {code} ({currency})").format(**names),
                currency=market.currency,
                min_minor=1,
                required=False,
            )
            self.fields[f"list_{market.code}"] = MoneyField(
                label=_("List price {code} ({currency})").format(**names),
                currency=market.currency,
                min_minor=1,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a list price without a price, or not above it."""
        data = super().clean() or {}
        for name in [name for name in self.fields if name.startswith("list_")]:
            price, crossed = data.get(name.replace("list_", "price_")), data.get(name)
            if crossed is not None and (price is None or crossed.minor <= price.minor):
                self.add_error(name, _("Above the price."))
        return data


class Prices(GridPage):
    """What every variant costs in every market."""

    title = lazy("Prices")
    permission = "pricing.edit"
    tab = "product_prices"
    text = lazy("A list price is shown struck through. An empty price leaves what is set.")

    @property
    def shown(self) -> list[VariantInfo]:
        """The variants on offer."""
        return [item for item in self.product.variants if item.is_active]

    def grid(self, data: Any = None) -> Any:
        """Return a row per variant with what is set."""
        markets = markets_queries.list_markets()
        known = pricing_queries.list_all_prices([item.variant_id for item in self.shown])
        initial: list[dict[str, object]] = []
        for item in self.shown:
            own = [price for price in known if price.variant_id == item.variant_id]
            row: dict[str, object] = {}
            for price in own:
                row[f"price_{price.market_code}"] = Money(price.amount_minor, price.currency)
                if price.list_minor:
                    row[f"list_{price.market_code}"] = Money(price.list_minor, price.currency)
            initial.append(row)
        made = formset_factory(PriceForm, extra=0)
        return made(data, initial=initial, prefix="row", form_kwargs={"markets": markets})

    def heads(self, _grid: Any) -> Sequence[object]:
        """Name the rows by code and options."""
        return [(item.code, say(item.option_text)) for item in self.shown]

    def save(self, grid: Any) -> str:
        """Set all prices at once."""
        rows = []
        for item, row in zip(self.shown, grid.cleaned_data, strict=True):
            for market in markets_queries.list_markets():
                price, crossed = row.get(f"price_{market.code}"), row.get(f"list_{market.code}")
                if price is not None:
                    crossed_minor = crossed.minor if crossed else None
                    rows.append(PriceRow(item.variant_id, market.code, price.minor, crossed_minor))
        count = pricing.set_prices(actor=self.actor, merchant_id=self.shop.id, rows=rows)
        return _("{count} prices changed.").format(count=count)

    def answer(self, grid: Any, code: int = 200, **more: object) -> HttpResponse:
        """Add the explanation."""
        return super().answer(grid, code, **{"text": self.text} | more)


class Media(GridPage):
    """The pictures of a product: their order, what they show, new ones."""

    title = lazy("Pictures")
    tab = "product_media"
    template_name = "merchant_console/catalog/media.html"

    @property
    def shown(self) -> Sequence[MediaDraft]:
        """The pictures as the editor sees them, revision included."""
        return catalog_queries.get_draft(self.product.product_id).media or ()

    def grid(self, data: Any = None) -> Any:
        """Return a form per picture."""
        initial = [
            {
                "file_id": item.file_id,
                "position": place,
                "alt_zh": item.alt.get("zh-hans", ""),
                "alt_en": item.alt.get("en", ""),
                "axis_value": item.axis_value,
            }
            for place, item in enumerate(self.shown, start=1)
        ]
        choices = [
            (f"{axis.code}:{value.code}", f"{say(axis.name)}: {say(value.name)}")
            for axis in self.product.axes
            for value in axis.values
            if not value.is_archived
        ]
        made = formset_factory(MediaItemForm, extra=0)
        return made(data, initial=initial, prefix="row", form_kwargs={"choices": choices})

    def heads(self, grid: Any) -> Sequence[object]:
        """Return the pictures themselves."""
        wanted = [_uuid(form["file_id"].value()) for form in grid.forms]
        pictures = files.list_pictures(wanted)
        return [pictures[one].url if one in pictures else "" for one in wanted]

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Store new pictures and keep the set in its new order."""
        grid, form = self.grid(request.POST), MediaForm(request.POST, request.FILES)
        if not (grid.is_valid() and form.is_valid()):
            return self.answer(grid, code=422, form=form)
        kept = sorted(
            (row for row in grid.cleaned_data if not row["remove"]), key=lambda row: row["position"]
        )
        media = [
            MediaDraft(row["file_id"], texts_of(row["alt_zh"], row["alt_en"]), row["axis_value"])
            for row in kept
        ]
        try:
            for given in form.cleaned_data["pictures"]:
                stored = files.store_image(content=given.read(), name=given.name)
                media.append(MediaDraft(stored, self.product.title))
            saved = catalog.attach_media(
                actor=self.actor, product_id=self.product.product_id, media=media
            )
        except JishiError as error:
            form.add_error("pictures", self.explain(error))
            return self.answer(grid, code=error.status, form=form)
        waits = _("Saved. The new pictures show once they are approved.")
        messages.success(request, waits if saved.is_waiting_review else _("Saved."))
        return HttpResponseRedirect(request.path)

    def answer(self, grid: Any, code: int = 200, **more: object) -> HttpResponse:
        """Add the form for new pictures."""
        return super().answer(grid, code, **{"form": MediaForm()} | more)


class ShopCategories(ShopPage, kit.ListPage):
    """The categories of the shop's own."""

    title = lazy("Shop categories")
    permission = "catalog.edit"
    section = "shop_categories"
    file_name = "shop-categories"
    empty_text = lazy("They order the goods on your shop’s page, apart from the platform’s categories.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda row: ("　" if row.parent_id else "") + say(row.name)),
        kit.Column(name="product_count", label=lazy("Products"), kind="number"),
        kit.Column(name="position", label=lazy("Position"), kind="number"),
    )

    def page_actions(self) -> list[Any]:
        """Offer to make one."""
        return [kit_action(_("New category"), self.url("shop_category_new"))]

    def fetch(self, wanted: kit.Wanted) -> Any:  # noqa: ARG002 - all are shown
        """Return all of them."""
        return _all(catalog_queries.list_shop_categories(self.shop.id))

    def row_id(self, item: Any) -> str:
        """Return the id."""
        return str(item.shop_category_id)

    def row_url(self, item: Any) -> str:
        """Return its form."""
        return self.url("shop_category", item.shop_category_id)


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
