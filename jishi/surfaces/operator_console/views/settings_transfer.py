"""Settings as a file: to another installation, and from one, after a look at the differences."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import transfer
from jishi.foundation.platform.preferences import PREFERENCES
from jishi.foundation.platform.transfer import Difference
from jishi.surfaces.design import kit
from jishi.surfaces.design.types import Action
from jishi.surfaces.operator_console import words
from jishi.surfaces.operator_console.forms.settings import SettingsFileForm
from jishi.surfaces.operator_console.pages import OperatorPage
from jishi.surfaces.operator_console.views.settings import PERMISSION, spell


class Export(OperatorPage, kit.ConsolePage):
    """The settings in force as a file, without secrets."""

    permission = PERMISSION

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Send the file."""
        name = f"jishi-settings-{clock.now():%Y%m%d}.json"
        return HttpResponse(
            transfer.export(actor=self.actor),
            content_type="application/json; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": "private, no-store",
            },
        )


class Transfer(OperatorPage, kit.ConsolePage):
    """Export, choose a file, look at the differences, take them over."""

    title = lazy("Export and import of settings")
    permission = PERMISSION
    section = "settings"
    template_name = "operator_console/settings/transfer.html"

    def page_actions(self) -> list[Action]:
        """Lead back."""
        return [Action(_("All settings"), self.url("settings"), icon="arrow-left")]

    def get(self, _request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Offer the file and ask for one."""
        return self._page(SettingsFileForm())

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Show the differences of a file; with a second click, take them over."""
        form = SettingsFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, code=422)
        text = form.cleaned_data["text"]
        try:
            if "seen" in request.POST:
                return self._take_over(text)
            return self._compare(form, text)
        except JishiError as error:
            return self._refuse(form, text, error)

    def _compare(self, form: django_forms.Form, text: str, code: int = 200) -> HttpResponse:
        differences = transfer.compare(actor=self.actor, text=text)
        return self._page(
            form,
            code=code,
            text=text,
            seen=transfer.fingerprint(differences),
            rows=[_row(one) for one in differences],
            is_compared=True,
            can_change=any(one.obstacle is None for one in differences),
        )

    def _take_over(self, text: str) -> HttpResponse:
        many = transfer.take_over(
            actor=self.actor,
            text=text,
            names=self.request.POST.getlist("names"),
            seen=self.request.POST["seen"],
        )
        said = ngettext("%(count)s setting changed.", "%(count)s settings changed.", many)
        messages.success(self.request, said % {"count": many})
        return HttpResponseRedirect(self.url("settings_transfer"))

    def _refuse(self, form: django_forms.Form, text: str, error: JishiError) -> HttpResponse:
        """Say what is wrong; where the file can still be read, show its differences anew."""
        form.add_error(None, self.explain(error))
        if isinstance(error, transfer.BadSettingsFile):
            return self._page(form, code=error.status)
        return self._compare(form, text, code=error.status)

    def _page(self, form: django_forms.Form, code: int = 200, **more: object) -> HttpResponse:
        return self.show(code=code, form=form, file_url=self.url("settings_transfer_file"), **more)


def _row(one: Difference) -> dict[str, object]:
    if one.name not in PREFERENCES:
        return {"name": one.name, "help": "", "why": words.OBSTACLES[transfer.Obstacle.UNKNOWN]}
    part = PREFERENCES.get(one.name)
    is_readable = one.obstacle is None
    return {
        "name": one.name,
        "help": _(part.help),
        "before": "" if one.obstacle == transfer.Obstacle.SECRET else spell(part, one.before),
        "after": spell(part, one.after) if is_readable else "",
        "why": "" if one.obstacle is None else words.OBSTACLES[one.obstacle],
    }
