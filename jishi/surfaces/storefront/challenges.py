"""Captchas on forms: shown when the house asks for one, answered with the form itself."""

import base64

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jishi.foundation.kernel import ids
from jishi.foundation.kernel.errors import JishiError
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.errors import ChallengeNeeded, WrongAnswer
from jishi.parties.accounts.types import Answer, Challenge, ChallengeKind
from jishi.surfaces.design.requests import actor_of
from jishi.surfaces.storefront import context
from jishi.surfaces.storefront.explain_account import explain
from jishi.surfaces.storefront.visitors import find_id

PREFIX = "cha"


class ChallengeForm(forms.Form):
    """What answers a challenge. It stands inside the form that the house was wary of."""

    answer = forms.CharField(
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


def answer_of(request: HttpRequest) -> Answer | None:
    """Return what was answered to a challenge, None if none was posed."""
    challenge_id = find_id(PREFIX, request.POST.get("challenge", ""))
    return Answer(challenge_id, request.POST.get("answer", "")[:20]) if challenge_id else None


def wants_other(request: HttpRequest) -> bool:
    """Return whether the reader would rather have another challenge than send the form."""
    return request.POST.get("other_challenge", "") in set(ChallengeKind)


def again(request: HttpRequest, error: JishiError | None = None) -> dict[str, object]:
    """Return what a template needs to pose a challenge, if one is or was asked for.

    error: why the form was refused; it then stands beside the answer.
    """
    is_asked = isinstance(error, ChallengeNeeded | WrongAnswer)
    if not (is_asked or "challenge" in request.POST):
        return {}
    wanted = request.POST.get("other_challenge") or request.POST.get("challenge_kind", "")
    kind = ChallengeKind(wanted) if wanted in set(ChallengeKind) else ChallengeKind.PICTURE
    try:
        posed = accounts.pose_challenge(actor=actor_of(request), kind=kind, locale=context.locale())
    except JishiError as refusal:
        return {"challenge_problem": explain(refusal)}
    return _shown(posed, explain(error) if is_asked and error else "")


def _shown(posed: Challenge, problem: str) -> dict[str, object]:
    form = ChallengeForm({"answer": ""} if problem else None)
    is_picture = posed.kind == ChallengeKind.PICTURE
    form.fields["answer"].label = _("Letters in the picture") if is_picture else posed.question
    if problem:
        form.errors.clear()
        form.add_error("answer", problem)
    picture = base64.b64encode(posed.picture).decode()
    return {
        "challenge": {
            "key": ids.encode(PREFIX, posed.id),
            "kind": posed.kind,
            "form": form,
            "picture": f"data:image/png;base64,{picture}" if is_picture else "",
        }
    }
