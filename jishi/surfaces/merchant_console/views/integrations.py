"""API keys of the shop: list, making one, a new secret, the end."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import pgettext_lazy

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.paging import Page
from jishi.parties.integrations import queries as integrations_queries
from jishi.parties.integrations import services as integrations
from jishi.parties.integrations.types import AppCard, AppDraft, NewKey
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action, Fact, Link
from jishi.surfaces.merchant_console import words
from jishi.surfaces.merchant_console.forms.accounts import AppForm
from jishi.surfaces.merchant_console.pages import ShopPage
from jishi.surfaces.merchant_console.views.accounts import grantable


def state_of(app: AppCard) -> str:
    """Return whether a key still opens anything."""
    return "active" if app.is_active else "revoked"


class Apps(ShopPage, kit.ListPage):
    """The keys of programs that work for the shop."""

    title = lazy("API keys")
    permission = "integrations.manage"
    section = "apps"
    file_name = "api-keys"
    empty_text = lazy("A key lets a program of yours do what you allow it.")
    columns = (
        kit.Column(name="name", label=lazy("Name")),
        kit.Column(name="key_prefix", label=lazy("Key begins with")),
        kit.Column(name="state", label=lazy("State"), axis="app", value=state_of),
        kit.Column(name="last_used_at", label=lazy("Last used")),
        kit.Column(name="expires_at", label=lazy("Ends")),
    )

    def page_actions(self) -> list[Action]:
        """Offer to make one."""
        return [Action(_("New key"), self.url("app_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[AppCard]:
        """Return all of them."""
        return Page(integrations_queries.list_apps(self.shop.id))

    def row_id(self, item: AppCard) -> str:
        """Return the id."""
        return str(item.id)

    def row_url(self, item: AppCard) -> str:
        """Return the key's page."""
        return self.url("app", item.id)


class OfApp(ShopPage):
    """What every page of one key shares."""

    permission = "integrations.manage"
    section = "apps"

    @cached_property
    def app(self) -> AppCard:
        """The app, if it is this shop's. Raises: NotFound."""
        app = integrations_queries.get_app(self.kwargs["app_id"])  # type: ignore[attr-defined]
        self.mine(app.merchant_id)
        return app


class App(OfApp, kit.RecordPage):
    """One key: what it may do, and when it was used."""

    def load(self, **_kwargs: Any) -> AppCard:
        """Return the app."""
        return self.app

    def heading(self) -> str:
        """Return its name."""
        return self.app.name

    def status(self) -> tuple[str, str]:
        """Return whether it opens anything."""
        return "app", state_of(self.app)

    def crumbs(self) -> Sequence[Link]:
        """Return the way back."""
        return [self.crumb(_("API keys"), "apps"), Link(self.app.name, "")]

    def facts(self) -> Sequence[Fact]:
        """Return when it was made and used."""
        app = self.app
        facts = [
            Fact(_("Key begins with"), app.key_prefix),
            Fact(_("Made"), app.created_at, "time"),
        ]
        if app.last_used_at:
            facts.append(Fact(_("Last used"), app.last_used_at, "time"))
        if app.expires_at:
            facts.append(Fact(_("Ends"), app.expires_at, "time"))
        return facts

    def sections(self) -> Sequence[kit.Section]:
        """Return the permissions in words."""
        template = "merchant_console/accounts/_permissions.html"
        context: dict[str, object] = {
            "permissions": [words.PERMISSIONS.get(name, name) for name in self.app.scopes]
        }
        return [kit.Section(pgettext_lazy("role", "May"), template=template, context=context)]

    def next_actions(self) -> list[Action]:
        """Offer a new secret, and the end."""
        if not self.app.is_active:
            return []
        app_id = self.app.id
        return [
            Action(_("New secret"), self.url("app_rotate", app_id), icon="refresh"),
            Action(_("Revoke"), self.url("app_revoke", app_id), kind="danger", confirm=True),
        ]


class SecretPage(ShopPage, kit.FormPage):
    """A form whose answer shows a secret once, and so is not a redirect."""

    permission = "integrations.manage"
    section = "apps"

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Make the key and show it."""
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self._show(form, "", status=422)
        try:
            made: NewKey = self.save(data=form.cleaned_data, key="")
        except JishiError as error:
            name = error.field if error.field in form.fields else None
            form.add_error(name, self.explain(error))
            return self._show(form, "", status=error.status)
        self.template_name = "merchant_console/integrations/secret.html"
        return self.show(secret=made.key, back_url=self.url("apps"))

    def save(self, *, data: dict[str, Any], key: str) -> NewKey:
        """Make the key."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("apps")


class NewApp(SecretPage):
    """Make a key for a program."""

    title = lazy("New key")
    submit_label = lazy("Make the key")

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Offer the permissions that the actor holds here."""
        return AppForm(data, permissions=grantable(self))

    def save(self, *, data: dict[str, Any], key: str) -> NewKey:
        """Make it."""
        draft = AppDraft(data["name"], tuple(data["scopes"]), self.shop.id, data["expires_at"])
        return integrations.create_app(actor=self.actor, draft=draft)


class RotateApp(OfApp, SecretPage, kit.ConfirmPage):
    """Replace the secret of a key."""

    title = lazy("Make a new secret?")
    text = lazy("The old key ends at once; the program must be given the new one.")
    submit_label = lazy("New secret")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask, if the key is this shop's. Raises: NotFound."""
        self.mine(self.app.merchant_id)
        return super().get(request, *args, **kwargs)

    def save(self, *, data: dict[str, Any], key: str) -> NewKey:
        """Replace it."""
        return integrations.rotate(actor=self.actor, app_id=self.app.id)


class RevokeApp(OfApp, kit.ConfirmPage):
    """End a key for good."""

    title = lazy("Revoke this key?")
    text = lazy("The program can do nothing with it from now on.")
    submit_label = lazy("Revoke")
    success_message = lazy("Revoked.")
    danger = True

    def save(self, *, data: dict[str, Any], key: str) -> None:
        """Revoke it."""
        integrations.revoke(actor=self.actor, app_id=self.app.id)

    def success_url(self, _result: object) -> str:
        """Return to the list."""
        return self.url("apps")

    def back_url(self) -> str:
        """Return to the key."""
        return self.url("app", self.app.id)
