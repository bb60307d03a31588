"""What lies here under a code: stock look-up by scan."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as lazy

from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.inventory.types import LevelInfo
from jishi.surfaces.design import kit
from jishi.surfaces.warehouse_desk.pages import DeskPage, say


class Lookup(DeskPage, kit.ConsolePage):
    """The stock of one article at a place, found by its code or barcode."""

    title = lazy("Stock")
    template_name = "warehouse_desk/lookup.html"
    section = "lookup"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the field, and what the last scan found."""
        if not self.actor.holds("inventory.view"):
            raise PermissionDenied
        code = request.GET.get("code", "").strip()
        found = self._find(code) if code else []
        return self.show(code_asked=code, found=found)

    def _find(self, code: str) -> list[dict[str, object]]:
        levels = [
            level
            for level in inventory_queries.list_levels(location_id=self.place.location_id)
            if self._may_see(level)
        ]
        variants = catalog_queries.list_sellable({level.variant_id for level in levels})
        wanted = code.casefold()
        return [
            {
                "level": level,
                "code": variant.code,
                "barcode": variant.barcode,
                "title": " · ".join(
                    part for part in (say(variant.title), say(variant.option_text)) if part
                ),
            }
            for level in levels
            if (variant := variants.get(level.variant_id))
            and wanted in {variant.code.casefold(), variant.barcode.casefold()}
        ]

    def _may_see(self, level: LevelInfo) -> bool:
        return self.actor.may(
            "inventory.view", merchant_id=level.merchant_id, warehouse_id=level.location_id
        )
