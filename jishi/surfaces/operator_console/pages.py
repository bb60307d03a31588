"""What every page of the console shares: who may see it, its frame, and how refusals read."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.text import TextMap, localized
from jishi.foundation.platform import site
from jishi.surfaces.design import kit, requests
from jishi.surfaces.design.types import ConsoleShell, Fact, Link
from jishi.surfaces.operator_console import navigation
from jishi.surfaces.operator_console.explain import explain

SHOP = "shop"
"""The column and the filter that name a merchant."""


def words_now() -> str:
    """Return the language of the page as texts of the database name it."""
    return "en" if (get_language() or "").startswith("en") else "zh-hans"


def say(texts: TextMap | None) -> str:
    """Return a text of the database in the language of the page."""
    return localized(texts, words_now()) if texts else ""


def shop_facts(name: str, url: str = "") -> list[Fact]:
    """Return the line that names the merchant of a record; none in a brand store."""
    return [Fact(_("Shop"), name, url=url)] if site.is_marketplace() else []


class OperatorPage:
    """A page for the platform's staff.

    permission: what the actor must hold over the whole platform; empty for all staff.
    section: the entry of the side navigation that is current.
    for_marketplace: makes sense only where several merchants sell.
    """

    base_template = "operator_console/base.html"
    permission = ""
    section = ""
    for_marketplace = False
    request: HttpRequest
    actor: Actor

    def get_actor(self, request: HttpRequest) -> Actor | None:
        """Return who is signed in, or None."""
        visit = requests.visit_of(request)
        return visit.actor if visit else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse who is not staff, or may not do this everywhere; then answer."""
        visit = requests.visit_of(request)
        if visit is not None:
            if not visit.is_staff:
                raise PermissionDenied
            if self.permission and not visit.actor.may(self.permission):
                raise PermissionDenied
        if self.for_marketplace and not site.is_marketplace():
            raise Http404
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]

    def explain(self, error: JishiError) -> str:
        """Word a refusal."""
        return explain(error)

    def may(self, permission: str) -> bool:
        """Return whether the actor may do something over the whole platform."""
        return self.actor.may(permission)

    def url(self, name: str, *args: object, query: str = "") -> str:
        """Return the address of a page of this console."""
        address = reverse(f"operator:{name}", args=args)
        return f"{address}?{query}" if query else address

    def crumb(self, label: object, name: str, *args: object) -> Link:
        """Return one step of the way back."""
        return Link(str(label), self.url(name, *args))

    def shell(self) -> ConsoleShell:
        """Return the frame with the navigation of what this person may do."""
        return navigation.shell(requests.visit_of(self.request), self.section, self.may)

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Render the page in the console's frame."""
        frame = {"site": navigation.site(), "shell": self.shell()}
        return super().show(code=code, **frame | context)  # type: ignore[misc,no-any-return]


class OperatorList(OperatorPage, kit.ListPage):
    """A list; nothing is done to several rows at once here.

    In a brand store nothing is said of shops: neither a column nor a filter.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Leave the shop out where there is but one; then answer."""
        if not site.is_marketplace():
            self.columns = [column for column in self.columns if column.name != SHOP]
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def filters(self) -> forms.Form | None:
        """The filter form, bound to the URL."""
        form = super().filters
        if form is not None and not site.is_marketplace():
            form.fields.pop(SHOP, None)
        return form

    def row_id(self, _item: Any) -> str:
        """Return nothing: rows are not marked."""
        return ""


class OperatorForm(OperatorPage, kit.FormPage):
    """A form; a refusal that names a part of the service's input lands beside its field here.

    aliases: field of the refusal → field of the form.
    """

    aliases: dict[str, str] = {"name": "name_zh"}

    def act(self, *, data: dict[str, Any], key: str) -> object:
        """Call one service with the cleaned values."""
        raise NotImplementedError

    def save(self, *, data: dict[str, Any], key: str) -> object:
        """Call the service; lead its refusal to the right field."""
        try:
            return self.act(data=data, key=key)
        except JishiError as error:
            error.field = self.aliases.get(error.field or "", error.field)
            raise

    def success_url(self, _result: object) -> str:
        """Return to where one came from."""
        return self.back_url()


class OperatorConfirm(OperatorForm, kit.ConfirmPage):
    """A second click before something happens."""
