"""Refusals as problem details (RFC 9457): one place decides status and shape."""

import logging
from typing import Any, cast

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from jishi.foundation.kernel.errors import JishiError

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


def install(api: NinjaAPI) -> None:
    """Make an API answer every refusal as a problem."""
    api.add_exception_handler(JishiError, cast(Any, _refused))
    api.add_exception_handler(ValidationError, cast(Any, _malformed))
    api.add_exception_handler(AuthenticationError, cast(Any, _unauthenticated))
    api.add_exception_handler(Http404, cast(Any, _absent))
    api.add_exception_handler(HttpError, cast(Any, _http))


def problem(
    request: HttpRequest, *, status: int, code: str, title: str, **members: Any
) -> HttpResponse:
    """Return a problem document. code: stable; title: for developers, in English."""
    body = {
        "type": f"/api/docs/errors#{code}",
        "title": title,
        "status": status,
        "code": code,
        "instance": request.path,
        "request_id": getattr(request, "request_id", ""),
    } | members
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA_TYPE)
    if "retry_after_s" in members:
        response["Retry-After"] = str(members["retry_after_s"])
    return response


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, JishiError), "registered for refusals only"
    members: dict[str, Any] = {"params": {k: _plain(v) for k, v in error.params.items()}}
    if error.field:
        members["errors"] = [{"field": error.field, "code": error.code}]
    if "retry_after_s" in error.params:
        members["retry_after_s"] = error.params["retry_after_s"]
    title = (type(error).__doc__ or error.code).strip().splitlines()[0]
    return problem(request, status=error.status, code=error.code, title=title, **members)


def _malformed(request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, ValidationError), "registered for malformed input only"
    errors = [
        {
            "field": ".".join(str(part) for part in item["loc"][1:]),
            "code": item["type"],
            "message": item["msg"],
        }
        for item in error.errors
    ]
    return problem(
        request,
        status=422,
        code="jishi.invalid_input",
        title="The request does not have the documented form.",
        errors=errors,
    )


def _unauthenticated(request: HttpRequest, _error: Exception) -> HttpResponse:
    response = problem(
        request, status=401, code="jishi.unauthenticated", title="A valid token is needed."
    )
    response["WWW-Authenticate"] = "Bearer"
    return response


def _absent(request: HttpRequest, _error: Exception) -> HttpResponse:
    return problem(request, status=404, code="jishi.not_found", title="There is nothing here.")


def _http(request: HttpRequest, error: Exception) -> HttpResponse:
    assert isinstance(error, HttpError), "registered for HTTP errors only"
    return problem(request, status=error.status_code, code="jishi.bad_request", title=str(error))


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | bool | float | type(None)):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return str(value)
