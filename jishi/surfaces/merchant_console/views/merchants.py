"""How the shop presents itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.platform import files as stored
from jishi.parties.merchants import queries as merchants_queries
from jishi.parties.merchants import services as merchants
from jishi.parties.merchants.types import ShopDraft
from jishi.surfaces.design import kit
from jishi.surfaces.merchant_console.forms.catalog import spread, texts_of
from jishi.surfaces.merchant_console.forms.merchants import ProfileForm
from jishi.surfaces.merchant_console.pages import ShopPage


class Profile(ShopPage, kit.FormPage):
    """Name, story and logo."""

    title = lazy("Shop profile")
    permission = "merchants.edit"
    section = "profile"
    template_name = "merchant_console/merchants/profile.html"

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Start with what is shown now."""
        initial = {**spread("name", self.shop.name), **spread("story", self.shop.story)}
        return ProfileForm(data, files, initial=initial)

    def extra(self) -> dict[str, object]:
        """Add the logo."""
        found = stored.list_pictures([self.shop.logo_id])
        return {"logo": found.get(self.shop.logo_id) if self.shop.logo_id else None}

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Change it; what the shop means to sell stays."""
        logo_id = store_logo(data["logo"]) or self.shop.logo_id
        application = merchants_queries.get_application(self.shop.id)
        merchants.update_profile(
            actor=self.actor,
            merchant_id=self.shop.id,
            shop=ShopDraft(
                name=texts_of(data["name_zh"], data["name_en"]),
                story=texts_of(data["story_zh"], data["story_en"]),
                logo_id=logo_id,
                category_ids=application.shop.category_ids,
            ),
        )

    def success_url(self, _result: object) -> str:
        """Stay here."""
        return self.back_url()

    def back_url(self) -> str:
        """Stay here."""
        return self.url("profile")


def store_logo(given: Any) -> Any:
    """Keep an uploaded logo and return its id; None without one.

    Raises: BadFile, at the field of the form.
    """
    if not given:
        return None
    try:
        return stored.store_image(content=given.read(), name=given.name)
    except stored.BadFile as error:
        error.field = "logo"
        raise
