"""Providers of sign-ins: who may vouch for shoppers, and with which keys."""

from typing import Any

from django import forms as django_forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import Page
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import ProviderCard, ProviderDraft, ProviderKind
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms import providers as forms
from jishi.surfaces.operator_console.forms.parts import spread, text_map
from jishi.surfaces.operator_console.pages import OperatorForm, OperatorList, say

PERMISSION = "accounts.manage_providers"


class Providers(OperatorList):
    """Everybody who may vouch for shoppers."""

    title = lazy("Sign-in providers")
    permission = PERMISSION
    section = "providers"
    file_name = "sign-in-providers"
    empty_text = lazy("Let shoppers sign in with WeChat, or with any OpenID Connect provider.")
    columns = (
        kit.Column(name="name", label=lazy("Name"), value=lambda one: say(one.name)),
        kit.Column(name="code", label=lazy("Code")),
        kit.Column(
            name="kind",
            label=lazy("Protocol"),
            value=lambda one: words.PROVIDER_KINDS[one.kind],
        ),
        kit.Column(name="client_id", label=lazy("Client id, or AppID")),
        kit.Column(
            name="state",
            label=lazy("State"),
            axis="switch",
            value=lambda one: "on" if one.is_on else "off",
        ),
    )

    def page_actions(self) -> list[Action]:
        """Offer a new one."""
        return [Action(_("New provider"), self.url("provider_new"), kind="primary", icon="plus")]

    def fetch(self, wanted: kit.Wanted) -> Page[ProviderCard]:
        """Return every provider."""
        return Page(items=accounts_queries.list_providers())

    def row_url(self, item: ProviderCard) -> str:
        """Return the provider's form."""
        return self.url("provider", item.code)


class NewProvider(OperatorForm):
    """Add a provider."""

    title = lazy("New provider")
    permission = PERMISSION
    section = "providers"
    form_class = forms.ProviderForm
    aliases = {"name": "name_zh"}

    def back_url(self) -> str:
        """Return to the list."""
        return self.url("providers")

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        accounts.save_provider(actor=self.actor, draft=_draft(data))


class EditProvider(NewProvider):
    """Change a provider; its code stays, because the provider knows the address by it."""

    @cached_property
    def held(self) -> ProviderCard:
        """The provider of the address. Raises: NotFound."""
        for one in accounts_queries.list_providers():
            if one.code == self.kwargs["code"]:
                return one
        raise NotFound

    @property
    def title(self) -> str:  # type: ignore[override]
        """Name it."""
        return say(self.held.name)

    def make_form(self, data: Any = None, _files: Any = None) -> django_forms.Form:
        """Show what is on record, but never the secret."""
        held = self.held
        initial = {
            **spread("name", held.name),
            "code": held.code,
            "kind": held.kind,
            "address": held.address,
            "client_id": held.client_id,
            "is_on": held.is_on,
        }
        form = forms.ProviderForm(data, initial=initial)
        form.fields["code"].disabled = True
        return form

    def act(self, *, data: dict[str, Any], key: str) -> None:
        """Save it."""
        accounts.save_provider(actor=self.actor, draft=_draft(data), provider_id=self.held.id)


def _draft(data: dict[str, Any]) -> ProviderDraft:
    return ProviderDraft(
        code=data["code"],
        kind=ProviderKind(data["kind"]),
        name=text_map(data, "name"),
        address=data["address"],
        client_id=data["client_id"],
        secret=data["secret"],
        is_on=data["is_on"],
    )
