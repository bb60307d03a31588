"""How often one client may write: counted per address, told in every answer."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from jishi.surfaces.rest_api import access
from jishi.surfaces.rest_api.keyed import PREFIX
from jishi.surfaces.rest_api.problems import problem

GetResponse = Callable[[HttpRequest], HttpResponse]


class LimitMiddleware:
    """Refuse writes of the API beyond the limit; say how many are left in headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return self.get_response(request)
        try:
            access.limit(request, "api.writes", settings.ENVIRONMENT.api_writes)
        except access.TooManyRequests as error:
            response = problem(
                request,
                status=error.status,
                code=error.code,
                title="Too many requests.",
                retry_after_s=error.params["retry_after_s"],
            )
        else:
            response = self.get_response(request)
        amount, remaining, reset = request.rate_limit  # type: ignore[attr-defined]
        response["X-RateLimit-Limit"] = str(amount)
        response["X-RateLimit-Remaining"] = str(max(0, remaining))
        response["X-RateLimit-Reset"] = str(max(0, int(reset - time.time())))
        return response
