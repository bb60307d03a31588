"""Requests with an `Idempotency-Key`: done once, replayed byte for byte."""

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jishi.foundation.kernel.errors import JishiError
from jishi.foundation.platform import idempotency
from jishi.surfaces.design.requests import client_ip
from jishi.surfaces.rest_api.problems import problem

PREFIX = "/api/v1/"
_OUTSIDE = ("/pay", "/cancel", "/account/")
"""Doors whose service calls a provider or counts attempts by itself and so opens its own
transactions; they are idempotent by what they do."""

GetResponse = Callable[[HttpRequest], HttpResponse]


class _NotKept(Exception):
    """An answer that is not to be replayed: the request was refused."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.response = response


class KeyedMiddleware:
    """Answer a repeated keyed write of the API with its first answer."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method == "GET" or not request.path.startswith(PREFIX):
            return self.get_response(request)
        if any(part in request.path for part in _OUTSIDE):
            return self.get_response(request)
        return self._once(request, key)

    def _once(self, request: HttpRequest, key: str) -> HttpResponse:
        who = request.headers.get("Authorization") or client_ip(request)
        body = b"%s %s\n%s" % (
            str(request.method).encode(),
            request.get_full_path().encode(),
            request.body,
        )

        def produce() -> tuple[int, bytes]:
            response = self.get_response(request)
            if response.status_code >= 400:
                raise _NotKept(response)
            return response.status_code, response.content

        try:
            answer = idempotency.once(
                scope=f"api:{hash_of(who)}", key=key, request=body, produce=produce
            )
        except _NotKept as refusal:
            return refusal.response
        except JishiError as error:
            return problem(request, status=error.status, code=error.code, title=error.code)
        response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
        if answer.is_replay:
            response["Idempotent-Replayed"] = "true"
        return response


def hash_of(text: str) -> str:
    """Return a short digest, so that keys of one client never meet those of another."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]
