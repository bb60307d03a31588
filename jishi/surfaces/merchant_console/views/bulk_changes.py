"""Changes of state of many products: those marked in the list, or all that match its filters."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.actors import Actor
from jishi.goods.bulk import queries as bulk_queries
from jishi.goods.bulk import services as bulk
from jishi.goods.bulk.types import Selection
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductAction, ProductFilter
from jishi.surfaces.design import kit
from jishi.surfaces.design.kit.base import new_key
from jishi.surfaces.merchant_console.forms import filters
from jishi.surfaces.merchant_console.forms.catalog import category_choices
from jishi.surfaces.merchant_console.forms.transfers import ChangeForm
from jishi.surfaces.merchant_console.ids import read_many
from jishi.surfaces.merchant_console.pages import ShopPage

Run = Callable[..., str]


def of_marked(merchant_id: UUID, url: Callable[..., str], action: ProductAction) -> Run:
    """Return the work of a bulk action; a refusal leads to the page that tells which and why."""

    def run(*, actor: Actor, ids: list[str], key: str = "", **_given: object) -> str:
        job_id = bulk.change(
            actor=actor,
            merchant_id=merchant_id,
            action=action,
            selection=Selection(product_ids=tuple(read_many("prd", ids))),
            key=key or new_key(),
        )
        job = bulk_queries.get_job(actor=actor, job_id=job_id)
        if job.is_working or job.refused:
            return url("job", job_id)
        return _("{count} products changed.").format(count=job.changed)

    return run


def matching(form: Any, merchant_id: UUID) -> ProductFilter:
    """Return the products that the filters of the list ask for."""
    asked: Mapping[str, Any] = form.cleaned_data if form.is_valid() else {}
    return filters.products_wanted(asked, merchant_id)


class ChangeMatching(ShopPage, kit.FormPage):
    """Change all products that match the filters of the list, however many pages they fill."""

    title = lazy("Change all that match")
    permission = "catalog.edit"
    section = "products"
    form_class = ChangeForm
    submit_label = lazy("Change them all")
    success_message = lazy("Every product tells below what became of it.")

    @cached_property
    def wanted(self) -> ProductFilter:
        """What the address asks for, as the list does."""
        form = filters.products_filter(
            self.request.GET, category_choices(catalog_queries.get_category_tree())
        )
        return matching(form, self.shop.id)

    @cached_property
    def count(self) -> int:
        """How many match."""
        return bulk_queries.count_products(self.wanted)

    @property
    def text(self) -> str:  # type: ignore[override]
        """Say how many are meant."""
        told = _("Products that match the filters of the list: {count}")
        return told.format(count=f"{self.count:,}")

    def save(self, *, data: dict[str, Any], key: str) -> UUID:
        """Begin to change them."""
        return bulk.change(
            actor=self.actor,
            merchant_id=self.shop.id,
            action=ProductAction(data["change"]),
            selection=Selection(condition=self.wanted),
            key=key,
        )

    def success_url(self, result: object) -> str:
        """Show how it goes on."""
        return self.url("job", result)

    def back_url(self) -> str:
        """Go back to the list as it was."""
        return self.url("products", query=self.request.GET.urlencode())
