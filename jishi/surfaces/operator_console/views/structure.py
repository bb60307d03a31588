"""Categories, brands and attributes: the order that all goods are kept in."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.foundation.platform import files
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog import services as catalog
from jishi.goods.catalog.types import (
    AttributeDraft,
    AttributeInfo,
    AttributeKind,
    BrandDraft,
    BrandInfo,
    CategoryDraft,
    CategoryNode,
)
from jishi.surfaces.design import formats, kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import structure as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorList, OperatorPage, say

PERMISSION = "catalog.structure"


class Categories(OperatorPage, kit.ConsolePage):
    """The tree of categories with what may be done to each."""

    title = lazy("Categories")
    permission = PERMISSION
    section = "categories"
    template_name = "operator_console/catalog/categories.html"

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New category"), self.url("category_new"), kind="primary", icon="plus")]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the tree."""
        return self.show(rows=[self._row(node) for node in walk()])

    def _row(self, node: CategoryNode) -> dict[str, object]:
        rate, days = node.commission_rate_bp, node.return_days
        return {
            "node": node,
            "name": say(node.name),
            "other": node.name.get(
                "en" if say(node.name) == node.name.get("zh-hans") else "zh-hans"
            ),
            "rate": "—" if rate is None else formats.percent_of_bp(rate),
            "days": "—" if days is None else days,
            "edit": self.url("category", node.category_id),
            "move": self.url("category_move", node.category_id),
            "delete": self.url("category_delete", node.category_id),
        }


def walk() -> Iterator[CategoryNode]:
    """Yield every category, each before those below it."""
    stack = list(reversed(catalog_queries.get_category_tree(with_inactive=True)))
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(node.children))


def category_choices(without: UUID | None = None) -> list[tuple[str, str]]:
    """Return all categories as choices, indented, but one with everything below it."""
    return [
        (str(node.category_id), f"{'　' * node.depth}{say(node.name)}")
        for node in walk()
        if without is None or without not in (*node.category_ids, node.category_id)
    ]


class OfCategory(OperatorForm):
    """What every form about one category shares."""

    permission = PERMISSION
    section = "categories"
    aliases = {"name": "name_zh", "commission_rate_bp": "commission"}

    @cached_property
    def node(self) -> CategoryNode:
        """The category. Raises: NotFound."""
        return catalog_queries.get_category(self.kwargs["category_id"])

    def back_url(self) -> str:
        """Return to the tree."""
        return self.url("categories")


class NewCategory(OfCategory):
    """Make a category."""

    title = lazy("New category")
    success_message = lazy("The category is there.")
    category_id: UUID | None = None

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer parents and attributes."""
        known = catalog_queries.list_attributes_by_code()
        attributes = [(code, say(known[code].name)) for code in sorted(known)]
        return forms.CategoryForm(
            data,
            parents=category_choices(self.category_id),
            attributes=attributes,
            initial=self.initial(),
        )

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        rate = data["commission"]
        draft = CategoryDraft(
            slug=data["slug"],
            name=text_map(data, "name"),
            parent_id=UUID(data["parent_id"]) if data["parent_id"] else None,
            position=data["position"],
            icon=self.icon(),
            commission_rate_bp=None if rate is None else int(rate * 100),
            return_days=data["return_days"],
            is_active=data["is_active"],
            attributes=forms.bindings(data),
        )
        return catalog.save_category(actor=self.actor, draft=draft, category_id=self.category_id)

    def icon(self) -> str:
        """Return the icon to keep."""
        return ""


class EditCategory(NewCategory):
    """Change a category."""

    success_message = lazy("Saved.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.node.name)

    @property
    def category_id(self) -> UUID:  # type: ignore[override]
        """The one that changes."""
        return self.node.category_id

    def icon(self) -> str:
        """Return the icon to keep."""
        return self.node.icon

    def initial(self) -> dict[str, Any]:
        """Start with what it is."""
        node, rate = self.node, self.node.commission_rate_bp
        bound = catalog_queries.list_bound_attributes([node.category_id]).get(node.category_id, [])
        return {
            **spread("name", node.name),
            "slug": node.slug,
            "parent_id": str(node.parent_id or ""),
            "position": node.position,
            "commission": None if rate is None else Decimal(rate) / 100,
            "return_days": node.return_days,
            "is_active": node.is_active,
            "required": [one.attribute.code for one in bound if one.is_required],
            "optional": [one.attribute.code for one in bound if not one.is_required],
        }


class MoveCategory(OfCategory):
    """Hang a category elsewhere."""

    text = lazy("Everything below it moves along; old addresses lead to the new ones.")
    submit_label = lazy("Move elsewhere")
    success_message = lazy("The category is moved.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return _("Move {name}").format(name=say(self.node.name))

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer every place but below itself."""
        node = self.node
        initial = {"parent_id": str(node.parent_id or ""), "position": node.position}
        return forms.MoveForm(data, parents=category_choices(node.category_id), initial=initial)

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Move it."""
        catalog.move_category(
            actor=self.actor,
            category_id=self.node.category_id,
            parent_id=UUID(data["parent_id"]) if data["parent_id"] else None,
            position=data["position"],
        )


class DeleteCategory(OfCategory):
    """Delete a category."""

    text = lazy("Its address will lead to where its products go.")
    submit_label = lazy("Delete")
    success_message = lazy("The category is deleted.")

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return _("Delete {name}?").format(name=say(self.node.name))

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Offer the other categories."""
        return forms.DeleteCategoryForm(data, others=category_choices(self.node.category_id))

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Delete it; where its products go is asked for if there are any."""
        target = data["reassign_to"]
        catalog.delete_category(
            actor=self.actor,
            category_id=self.node.category_id,
            reassign_to=UUID(target) if target else None,
        )


def brand_cell(brand: BrandInfo) -> str:
    """Show a brand with its logo."""
    if not brand.logo_url:
        return format_html("{}", say(brand.name))
    picture = '<img class="thumb" src="{}" alt="" width="40" height="40" loading="lazy">'
    return format_html(
        '<span class="with-thumb">' + picture + "{}</span>", brand.logo_url, say(brand.name)
    )


class Brands(OperatorList):
    """All brands by code."""

    title = lazy("Brands")
    permission = PERMISSION
    section = "brands"
    file_name = "brands"
    columns = (
        kit.Column(
            name="name",
            label=lazy("Name"),
            value=lambda brand: say(brand.name),
            render=brand_cell,
        ),
        kit.Column(name="code", label=lazy("Code")),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New brand"), self.url("brand_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[BrandInfo]:
        """Return every brand."""
        return Page(items=catalog_queries.list_brands())

    def row_url(self, item: BrandInfo) -> str:
        """Return the brand's form."""
        return self.url("brand", item.code)


class NewBrand(OperatorForm):
    """Make a brand."""

    title = lazy("New brand")
    permission = PERMISSION
    section = "brands"
    form_class = forms.BrandForm
    aliases = {"name": "name_zh", "logo_file_id": "logo", "image": "logo"}
    logo_file_id: UUID | None = None

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("brands")

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it; a picture is kept first."""
        logo, logo_id = data["logo"], self.logo_file_id
        if logo:
            logo_id = files.store_image(content=logo.read(), name=logo.name)
        draft = BrandDraft(code=data["code"], name=text_map(data, "name"), logo_file_id=logo_id)
        return catalog.save_brand(actor=self.actor, draft=draft)


class EditBrand(NewBrand):
    """Change a brand; its code stays."""

    @cached_property
    def brand(self) -> BrandInfo:
        """The brand of the address. Raises: NotFound."""
        for brand in catalog_queries.list_brands():
            if brand.code == self.kwargs["code"]:
                return brand
        raise NotFound

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.brand.name)

    @property
    def logo_file_id(self) -> UUID | None:  # type: ignore[override]
        """The logo it has."""
        return self.brand.logo_file_id

    def make_form(self, data: Any = None, files: Any = None) -> django_forms.Form:
        """Show the code without letting it change."""
        initial = {**spread("name", self.brand.name), "code": self.brand.code}
        form = forms.BrandForm(data, files, initial=initial)
        form.fields["code"].disabled = True
        return form


class Attributes(OperatorList):
    """All attributes by code."""

    title = lazy("Attributes")
    permission = PERMISSION
    section = "attributes"
    file_name = "attributes"
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(
            name="kind", label=lazy("Kind"), value=lambda one: words.ATTRIBUTE_KINDS[one.kind]
        ),
        kit.Column(name="unit", label=lazy("Unit")),
        kit.Column(
            name="options",
            label=lazy("Choices"),
            value=lambda one: " · ".join(say(option.name) for option in one.options),
        ),
        kit.Column(
            name="is_filterable",
            label=lazy("Filter"),
            value=lambda one: _("Yes") if one.is_filterable else "",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        url = self.url("attribute_new")
        return [Action(_("New attribute"), url, kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[AttributeInfo]:
        """Return every attribute."""
        known = catalog_queries.list_attributes_by_code()
        return Page(items=tuple(known[code] for code in sorted(known)))

    def row_url(self, item: AttributeInfo) -> str:
        """Return the attribute's form."""
        return self.url("attribute", item.code)


class NewAttribute(OperatorForm):
    """Make an attribute."""

    title = lazy("New attribute")
    permission = PERMISSION
    section = "attributes"
    form_class = forms.AttributeForm

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("attributes")

    def act(self, *, data: dict[str, Any], key: str) -> UUID:
        """Save it."""
        draft = AttributeDraft(
            code=data["code"],
            name=text_map(data, "name"),
            kind=AttributeKind(data["kind"]),
            unit=data["unit"],
            options=data["options"],
            is_filterable=data["is_filterable"],
        )
        return catalog.save_attribute(actor=self.actor, draft=draft)


class EditAttribute(NewAttribute):
    """Change an attribute; its code stays."""

    @cached_property
    def attribute(self) -> AttributeInfo:
        """The attribute of the address. Raises: NotFound."""
        code = self.kwargs["code"]
        found = catalog_queries.list_attributes_by_code([code]).get(code)
        if found is None:
            raise NotFound
        return found

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.attribute.name)

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Show the code without letting it change."""
        held = self.attribute
        initial = {
            **spread("name", held.name),
            "code": held.code,
            "kind": held.kind,
            "unit": held.unit,
            "options": forms.spell_options(held.options),
            "is_filterable": held.is_filterable,
        }
        form = forms.AttributeForm(data, initial=initial)
        form.fields["code"].disabled = True
        return form
