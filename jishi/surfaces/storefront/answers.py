"""Answers to forms: a message and the next page, or a toast where htmx asks."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from jishi.foundation.kernel.errors import JishiError
from jishi.surfaces.storefront.explain import explain

_LEVELS = {"success": messages.SUCCESS, "info": messages.INFO, "error": messages.ERROR}


def done(request: HttpRequest, url: str, text: str = "", tone: str = "success") -> HttpResponse:
    """Go to the next page, with a few words for the reader."""
    if text:
        messages.add_message(request, _LEVELS[tone], text)
    return redirect(request, url)


def refused(request: HttpRequest, url: str, error: JishiError) -> HttpResponse:
    """Go to a page and say there why nothing was done."""
    return done(request, url, explain(error), "error")


def redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to another page, whether it asked itself or htmx did."""
    if request.htmx:  # type: ignore[attr-defined]
        response = HttpResponse()
        response["HX-Redirect"] = url
        return response
    return HttpResponseRedirect(url)


def toast(response: HttpResponse, text: str, tone: str = "success", *events: str) -> HttpResponse:
    """Have the page show a short message, and tell it what happened."""
    told: dict[str, object] = dict.fromkeys(events, "now")
    if text:
        told["toast"] = {"message": text, "tone": tone}
    response["HX-Trigger"] = json.dumps(told)
    return response


def safe_next(request: HttpRequest, default: str) -> str:
    """Return where a reader wants to go next, if that is within the shop."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    hosts = {request.get_host()}
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts) else default
