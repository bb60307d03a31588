"""Forms that change something: fill in and send, or confirm what is about to happen."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.kernel.money import Money
from jishi.surfaces.design.kit.base import ConsolePage, Text, new_key


class FormPage(ConsolePage):
    """GET shows the form, POST makes one service call; a refusal loses nothing that was typed.

    Subclasses give `form_class`, `save` and `success_url`.
    """

    template_name = "design/console/form.html"
    form_class: type[forms.Form] = forms.Form
    submit_label: Text = _("Save")
    success_message: Text = _("Saved.")
    text: Text = ""

    def save(self, *, data: dict[str, Any], key: str) -> object:
        """Call one service with the cleaned values; the key makes a replay harmless."""
        raise NotImplementedError

    def success_url(self, result: object) -> str:
        """Return where to go afterwards, given what `save` returned."""
        raise NotImplementedError

    def initial(self) -> dict[str, Any]:
        """Return the values the form starts with."""
        return {}

    def back_url(self) -> str:
        """Return where the way out leads."""
        return ".."

    def make_form(self, data: Any = None, files: Any = None) -> forms.Form:
        """Return the form, bound if data is given; override to pass choices."""
        return self.form_class(data, files, initial=self.initial())

    def extra(self) -> dict[str, object]:
        """Return further template context."""
        return {}

    def get(self, _request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Show the form."""
        return self._show(self.make_form(), new_key())

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Send the form to the service, or show it again with what is wrong."""
        form = self.make_form(request.POST, request.FILES)
        key = request.POST.get("idempotency_key") or new_key()
        if not form.is_valid():
            return self._show(form, key, status=422)
        try:
            result = self.save(data=form.cleaned_data, key=key)
        except JishiError as error:
            form.add_error(error.field if error.field in form.fields else None, self.explain(error))
            return self._show(form, new_key(), status=error.status)
        messages.success(request, str(self.success_message))
        return HttpResponseRedirect(self.success_url(result))

    def _show(self, form: forms.Form, key: str, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "submit_label": self.submit_label,
            "back_url": self.back_url(),
            "text": self.text,
            "key": key,
        }
        return self.show(code=status, **context | self.extra())


class ConfirmPage(FormPage):
    """Says what will happen, with the amount, and asks for a second click.

    A link to it with `data-confirm` opens as a dialog where JavaScript runs.
    """

    template_name = "design/console/confirm.html"
    danger = False

    def amount(self) -> Money | None:
        """Return the money at stake."""
        return None

    def extra(self) -> dict[str, object]:
        """Add the amount, the wording of the button, and whether it destroys something."""
        return {
            "amount": self.amount(),
            "confirm_label": self.submit_label,
            "danger": self.danger,
        }
