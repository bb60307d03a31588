"""What is proved by a code takes two steps: ask for it, then enter it with the rest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.errors import ChallengeNeeded, WrongAnswer
from jishi.parties.accounts.types import CodePurpose, CodeSent
from jishi.surfaces.design.requests import actor_of, guest_id_of
from jishi.surfaces.storefront import answers, challenges, context, members
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
    if challenges.wants_other(request):
        return _show(request, step, ContactForm(initial={"contact": _given(request)}))
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
            answer=challenges.answer_of(request),
        )
    except (ChallengeNeeded, WrongAnswer) as error:
        unbound = ContactForm(initial={"contact": contact})
        return _show(request, step, unbound, refusal=error, status=error.status)
    except JishiError as error:
        if "again" in request.POST:
            # Asked too soon for another one: the code that was sent can still be entered.
            second = step.form_class(initial={"contact": contact})
            return _show(request, step, second, problem=explain(error), status=error.status)
        blame(form, error, "contact")
        return _show(request, step, form, refusal=error, status=error.status)
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
    refusal: JishiError | None = None,
    status: int = 200,
) -> HttpResponse:
    posed = {} if isinstance(form, CodeForm) else challenges.again(request, refusal)
    data: dict[str, object] = {
        "form": form,
        "sent": sent,
        "problem": problem,
        "is_second": isinstance(form, CodeForm),
        "contact": form["contact"].value() or "",
        "contacts": step.contacts,
        "next": answers.safe_next(request, ""),
    }
    return members.page(request, step.template, data | posed | step.data, status=status)


def _given(request: HttpRequest) -> str:
    return request.POST.get("contact", "")[:254]
