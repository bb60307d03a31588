"""Payment providers report: verify, keep, act once, acknowledge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import JishiError, NotFound
from jishi.money.payments import services as payments


@require_POST
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """Take a provider's notification; what cannot be proven genuine is refused unread."""
    try:
        answer = payments.record_provider_event(
            actor=Actor.system("webhooks"),
            provider=provider,
            headers=dict(request.headers),
            body=request.body,
        )
    except NotFound as error:
        raise Http404 from error
    except JishiError as error:
        return HttpResponse(error.code, status=error.status, content_type="text/plain")
    return HttpResponse(answer, content_type="text/plain")
