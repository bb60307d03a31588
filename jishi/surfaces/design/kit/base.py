"""What every console page shares: who acts, what they may do, and how refusals read."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import (
    Conflict,
    Forbidden,
    InvalidInput,
    JishiError,
    LimitExceeded,
    NotFound,
    Unavailable,
)
from jishi.surfaces.design.types import Action

Text = str | Promise


class ConsolePage(View):
    """A page of a console; a surface sets `get_actor`, `explain` and `base_template` in a mixin.

    permission: what the actor must hold, wherever it reaches; services check the reach.
    base_template: the console's own frame, which extends `design/console_base.html`.
    """

    title: Text = ""
    permission = ""
    base_template = "design/console_base.html"
    template_name = ""
    actor: Actor

    def get_actor(self, request: HttpRequest) -> Actor | None:
        """Return who asks, or None to send them to sign in. Set by the surface."""
        raise NotImplementedError

    def explain(self, error: JishiError) -> str:
        """Word a refusal; surfaces put their catalogue of error codes here."""
        return explain(error)

    def page_actions(self) -> list[Action]:
        """Return the buttons beside the title."""
        return []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check who asks, then answer; refusals to look become 403 and 404 pages."""
        actor = self.get_actor(request)
        if actor is None:
            return HttpResponseRedirect(_sign_in(request))
        if self.permission and not actor.holds(self.permission):
            raise PermissionDenied
        self.actor = actor
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotFound as error:
            raise Http404 from error
        except Forbidden as error:
            raise PermissionDenied from error

    def show(self, code: int = 200, **context: object) -> HttpResponse:
        """Render the page's template with the title, its actions and a fresh idempotency key."""
        common = {
            "base_template": self.base_template,
            "title": self.title,
            "actions": self.page_actions(),
            "key": new_key(),
        }
        return render(self.request, self.template_name, common | context, status=code)


def new_key() -> str:
    """Return a key that makes a form count once, however often it is sent."""
    return uuid4().hex


def explain(error: JishiError) -> str:
    """Word a refusal by its kind."""
    return next(text for kind, text in _plain_words() if isinstance(error, kind))


def _sign_in(request: HttpRequest) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"


def _plain_words() -> tuple[tuple[type[JishiError], str], ...]:
    return (
        (InvalidInput, _("This value is not accepted.")),
        (NotFound, _("This no longer exists.")),
        (Forbidden, _("You may not do this.")),
        (Conflict, _("Someone changed this in the meantime. Look at it again and retry.")),
        (LimitExceeded, _("Too much at once. Wait a moment and try again.")),
        (Unavailable, _("A service we rely on does not answer. Try again in a moment.")),
        (JishiError, _("This could not be done.")),
    )
