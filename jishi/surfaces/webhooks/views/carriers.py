"""Carriers report where parcels are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.fulfillment.shipping import services as shipping


@require_POST
def receive(request: HttpRequest, carrier: str) -> HttpResponse:
    """Take a carrier's push; its signature is checked by the adapter."""
    try:
        answer = shipping.record_carrier_push(
            actor=Actor.system("webhooks"),
            gateway=carrier,
            headers=dict(request.headers),
            body=request.body,
        )
    except NotFound as error:
        raise Http404 from error
    except JishiError as error:
        return HttpResponse(error.code, status=error.status, content_type="text/plain")
    return HttpResponse(answer, content_type="application/json")
