"""Answers: encoded once, with what caches and clients need to know."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified

JSON = "application/json"

_encoder = msgspec.json.Encoder(enc_hook=str)


def reply(data: Any, status: int = 200) -> HttpResponse:
    """Return data as JSON; dataclasses, ids and times are spelled as documented."""
    return HttpResponse(_encoder.encode(data), status=status, content_type=JSON)


def raw(body: bytes, status: int = 200) -> HttpResponse:
    """Return JSON that is encoded already."""
    return HttpResponse(body, status=status, content_type=JSON)


def shared(request: HttpRequest, body: bytes, *, etag: str, fresh_s: int = 5) -> HttpResponse:
    """Return JSON that caches may share for a moment, or 304 if the client has it.

    fresh_s: how long a shared cache answers by itself; it may serve stale for a minute
    while it asks again.
    """
    tag = f'"{etag}"'
    if request.headers.get("If-None-Match") == tag:
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = raw(body)
    response["ETag"] = tag
    response["Cache-Control"] = f"public, s-maxage={fresh_s}, stale-while-revalidate=60"
    response["Vary"] = "Accept-Language, Accept-Encoding"
    return response
