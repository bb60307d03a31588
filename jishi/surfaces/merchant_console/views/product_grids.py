"""Grids of the product editor: variants, prices and pictures, each saved as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import formset_factory
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import Conflict, JishiError
from jishi.foundation.kernel.money import Money, from_decimal, to_decimal
from jishi.foundation.platform import files
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import MediaDraft, VariantDraft, VariantInfo
from jishi.goods.markets import queries as markets_queries
from jishi.goods.pricing import queries as pricing_queries
from jishi.goods.pricing import services as pricing
from jishi.goods.pricing.types import PriceRow
from jishi.surfaces.design import kit
from jishi.surfaces.merchant_console.forms.catalog import (
    AxesForm,
    MediaForm,
    MediaItemForm,
    VariantForm,
    texts_of,
)
from jishi.surfaces.merchant_console.forms.prices import PriceForm
from jishi.surfaces.merchant_console.pages import say
from jishi.surfaces.merchant_console.views.products import OfProduct

COST_CURRENCY = "CNY"
"""Costs are the shop's own figures, kept in its home currency."""


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
        if len(grid.forms) != len(self.heads(grid)):
            # The rows changed meanwhile, or were not sent: show them as they are now.
            return self.answer(self.grid(), code=409, refusal=self.explain(Conflict()))
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
                "cost": None
                if item.cost_minor is None
                else to_decimal(Money(item.cost_minor, COST_CURRENCY)),
                "is_active": item.is_active,
            }
            for item in self.shown
        ]
        return formset_factory(VariantForm, extra=0)(data, initial=initial, prefix="row")

    @property
    def shown(self) -> list[VariantInfo]:
        """The variants that fit the options."""
        axes = {axis.code for axis in self.product.axes}
        return [
            item for item in self.product.variants if {name for name, _v in item.options} == axes
        ]

    def heads(self, _grid: Any) -> Sequence[object]:
        """Name the rows by code and options."""
        return [(item.code, say(item.option_text)) for item in self.shown]

    def save(self, grid: Any) -> str:
        """Save all rows at once."""
        known = {item.code: item for item in self.shown}
        drafts = [
            _variant_draft(known[row["code"]], row)
            for row in grid.cleaned_data
            if row["code"] in known
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


def _uuid(text: object) -> UUID | None:
    try:
        return UUID(str(text))
    except ValueError:
        return None
