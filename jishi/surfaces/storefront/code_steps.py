"""What is proved by a code takes two steps: ask for it, then enter it with the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import CodePurpose, CodeSent
from jishi.surfaces.design.requests import actor_of, guest_id_of
from jishi.surfaces.storefront import answers, context, members
from jishi.surfaces.storefront.explain_account import blame, explain
from jishi.surfaces.storefront.forms.people import CodeForm, ContactForm


@dataclass(frozen=True, slots=True)
class CodeStep:
    """A use case behind a code.

    finish: makes the one service call; raises what it refuses.
    contacts: where a signed-in person may have it sent; empty: wherever they say.
    data: more for the template.
    """

    purpose: CodePurpose
    template: str
    form_class: type[CodeForm]
    finish: Callable[[HttpRequest, dict[str, Any]], HttpResponse]
    contacts: tuple[str, ...] = ()
    data: dict[str, object] = field(default_factory=dict)


def run(request: HttpRequest, step: CodeStep) -> HttpResponse:
    """Show the step one is at, or take it."""
    # Limits of codes count per device, so even a first visitor needs an id.
    guest_id_of(request, create=True)
    if request.method != "POST":
        first = step.contacts[0] if step.contacts else request.GET.get("contact", "")[:254]
        return _show(request, step, ContactForm(initial={"contact": first}))
    if "code" in request.POST:
        return _finish(request, step)
    return _send(request, step)


def _send(request: HttpRequest, step: CodeStep) -> HttpResponse:
    form = ContactForm(request.POST)
    if not form.is_valid():
        return _show(request, step, form, status=422)
    contact = form.cleaned_data["contact"]
    if step.contacts and contact not in step.contacts:
        form.add_error("contact", _("Choose one of your own contacts."))
        return _show(request, step, form, status=422)
    try:
        sent = accounts.request_code(
            actor=actor_of(request),
            contact=contact,
            purpose=step.purpose,
            locale=context.locale(),
        )
    except JishiError as error:
        if "again" in request.POST:
            # Asked too soon for another one: the code that was sent can still be entered.
            second = step.form_class(initial={"contact": contact})
            return _show(request, step, second, problem=explain(error), status=error.status)
        blame(form, error, "contact")
        return _show(request, step, form, status=error.status)
    return _show(request, step, step.form_class(initial={"contact": contact}), sent=sent)


def _finish(request: HttpRequest, step: CodeStep) -> HttpResponse:
    form = step.form_class(request.POST)
    if not form.is_valid():
        return _show(request, step, form, status=422)
    try:
        return step.finish(request, form.cleaned_data)
    except JishiError as error:
        blame(form, error, "code")
        return _show(request, step, form, status=error.status)


def _show(
    request: HttpRequest,
    step: CodeStep,
    form: ContactForm | CodeForm,
    *,
    sent: CodeSent | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    data: dict[str, object] = {
        "form": form,
        "sent": sent,
        "problem": problem,
        "is_second": isinstance(form, CodeForm),
        "contact": form["contact"].value() or "",
        "contacts": step.contacts,
        "next": answers.safe_next(request, ""),
    }
    return members.page(request, step.template, data | step.data, status=status)
