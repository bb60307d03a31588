"""The categories of a shop's own: list, form, deletion."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import ShopCategoryDraft, ShopCategoryInfo
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.merchant_console import cells
from jishi.surfaces.merchant_console.forms.catalog import ShopCategoryForm, spread
from jishi.surfaces.merchant_console.pages import ShopPage, say


class ShopCategories(ShopPage, kit.ListPage):
    """The categories of the shop's own."""

    title = lazy("Shop categories")
    permission = "catalog.edit"
    section = "shop_categories"
    file_name = "shop-categories"
    empty_text = lazy("They order the goods on your shop’s page.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=cells.indented),
        kit.Column(name="product_count", label=lazy("Products"), kind="number"),
        kit.Column(name="position", label=lazy("Position"), kind="number"),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        url = self.url("shop_category_new")
        return [Action(_("New category"), url, kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[ShopCategoryInfo]:
        """Return all of them; a shop has a few."""
        return Page(catalog_queries.list_shop_categories(self.shop.id))

    def row_id(self, item: ShopCategoryInfo) -> str:
        """Return the id."""
        return str(item.shop_category_id)

    def row_url(self, item: ShopCategoryInfo) -> str:
        """Return its form."""
        return self.url("shop_category", item.shop_category_id)


class SaveShopCategory(ShopPage, kit.FormPage):
    """Make a category or change one."""

    permission = "catalog.edit"
    section = "shop_categories"

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name what is done."""
        return _("Shop category") if self._id else _("New category")

    @property
    def _id(self) -> Any:
        return self.kwargs.get("shop_category_id")

    def page_actions(self) -> list[Action]:
        """Offer to delete."""
        if not self._id:
            return []
        url = self.url("shop_category_delete", self._id)
        return [Action(_("Delete"), url, kind="danger", confirm=True)]

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form, with the categories it may lie below."""
        known = {
            item.shop_category_id: item
            for item in catalog_queries.list_shop_categories(self.shop.id)
        }
        if self._id and self._id not in known:
            raise NotFound
        parents = [
            (str(item.shop_category_id), say(item.name))
            for item in known.values()
            if item.parent_id is None and item.shop_category_id != self._id
        ]
        own = known.get(self._id) if self._id else None
        return ShopCategoryForm(data, parents=parents, initial=_initial(own))

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        name = {"zh-hans": data["name_zh"], "en": data["name_en"]}
        catalog.save_shop_category(
            actor=self.actor,
            merchant_id=self.shop.id,
            draft=ShopCategoryDraft(name, data["parent_id"], data["position"]),
            shop_category_id=self._id,
        )

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.back_url()

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("shop_categories")


class DeleteShopCategory(SaveShopCategory, kit.ConfirmPage):
    """Delete a category; its products stay."""

    title = lazy("Delete this shop category?")  # type: ignore[assignment]
    text = lazy("The ones below it go too. Its products stay on sale.")
    submit_label = lazy("Delete")
    success_message = lazy("Deleted.")
    danger = True

    def page_actions(self) -> list[Action]:
        """Offer nothing else."""
        return []

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Check that it is there; nothing is filled in."""
        super().make_form()
        return forms.Form(data, files)

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it."""
        catalog.delete_shop_category(
            actor=self.actor, merchant_id=self.shop.id, shop_category_id=self._id
        )


def _initial(item: ShopCategoryInfo | None) -> Mapping[str, object]:
    if item is None:
        return {"position": 0}
    place = {"parent_id": item.parent_id or "", "position": item.position}
    return spread("name", item.name) | place
