"""How the shop's front looks: color, banner, sub-domain and blocks."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.platform import files as stored
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter, ProductState
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import Accent, Appearance, Block, BlockKind
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console.forms.appearance import AppearanceForm
from jishi.surfaces.merchant_console.forms.catalog import spread, texts_of
from jishi.surfaces.merchant_console.pages import ShopPage, say

OFFERED = 100


class Look(ShopPage, kit.FormPage):
    """The look of the shop's front; a brand store has no page of its own for a shop."""

    title = lazy("Shop appearance")
    permission = "merchants.edit"
    section = "appearance"
    for_marketplace = True
    template_name = "merchant_console/merchants/appearance.html"

    @cached_property
    def look(self) -> Appearance:
        """How it looks now."""
        return merchants_queries.get_appearance(self.shop.id)

    def page_actions(self) -> list[Action]:
        """Lead to the front."""
        url = reverse("storefront:shop", args=[self.shop.code])
        return [Action(_("See the shop"), url, icon="external")]

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Start with how it looks now."""
        base = merchants_queries.base_domain()
        form = AppearanceForm(data, files, initial=self._initial(), products=self._products())
        if not base:
            del form.fields["label"]
        else:
            form.fields["label"].label = _("Sub-domain, before .{domain}").format(domain=base)
        if self.look.banner_id is None:
            del form.fields["remove_banner"]
        return form

    def extra(self) -> dict[str, object]:
        """Add the banner."""
        found = stored.list_pictures([self.look.banner_id])
        return {"banner": found.get(self.look.banner_id) if self.look.banner_id else None}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Change it."""
        wanted = Appearance(
            accent=Accent(data["accent"]),
            banner_id=self._banner(data),
            label=data.get("label", self.look.label),
            blocks=tuple(_block(kind, data) for kind in _kinds(data)),
        )
        merchants.save_appearance(actor=self.actor, merchant_id=self.shop.id, appearance=wanted)

    def success_url(self, _result: object) -> str:
        """Stay here."""
        return self.back_url()

    def back_url(self) -> str:
        """Stay here."""
        return self.url("appearance")

    def _banner(self, data: dict[str, Any]) -> Any:
        given = data["banner"]
        if not given:
            return None if data.get("remove_banner") else self.look.banner_id
        try:
            return stored.store_image(content=given.read(), name=given.name)
        except stored.BadFile as error:
            error.field = "banner"
            raise

    def _products(self) -> list[tuple[str, str]]:
        criteria = ProductFilter(
            merchant_ids=frozenset({self.shop.id}), states=(ProductState.ON_SALE,)
        )
        found = catalog_queries.list_products(criteria, limit=OFFERED).items
        return [(str(one.product_id), say(one.title)) for one in found]

    def _initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {"accent": self.look.accent, "label": self.look.label}
        for place, block in enumerate(self.look.blocks, start=1):
            initial[f"{block.kind}_place"] = str(place)
            if block.kind == BlockKind.FEATURED:
                initial |= spread("featured", block.title)
                initial["products"] = [str(one) for one in block.product_ids]
            elif block.kind == BlockKind.TEXT:
                initial |= spread("title", block.title) | spread("text", block.text)
        return initial


def _kinds(data: dict[str, Any]) -> list[BlockKind]:
    """Return the kinds of blocks that have a place, from top to bottom."""
    places = [(data.get(f"{kind}_place") or "", kind) for kind in BlockKind]
    return [kind for place, kind in sorted(places) if place]


def _block(kind: BlockKind, data: dict[str, Any]) -> Block:
    if kind == BlockKind.FEATURED:
        title = texts_of(data["featured_zh"], data["featured_en"])
        return Block(kind, title, {}, tuple(data["products"]))
    if kind == BlockKind.TEXT:
        title = texts_of(data["title_zh"], data["title_en"])
        return Block(kind, title, texts_of(data["text_zh"], data["text_en"]))
    return Block(kind, {}, {})
