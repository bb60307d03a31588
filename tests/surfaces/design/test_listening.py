"""The policy lets a page listen to its own host at the realtime role's port, and to no other."""

from django.http import HttpResponse
from django.test import RequestFactory

from jishi.surfaces.design.listening import ListeningMiddleware


def policy_of(settings, host: str) -> list[str]:
    settings.REALTIME = ":8001"
    request = RequestFactory(headers={"Host": host}).get("/")
    answer = ListeningMiddleware(lambda _: HttpResponse())(request)
    return answer["Content-Security-Policy"].split("; ")


def test_the_port_of_this_host_is_allowed_and_the_rest_stays_strict(settings):
    directives = policy_of(settings, "shop.example:8000")
    assert "connect-src 'self' http://shop.example:8001" in directives
    assert "script-src 'self'" in directives
    assert "default-src 'none'" in directives


def test_every_host_gets_its_own(settings):
    assert "connect-src 'self' http://127.0.0.1:8001" in policy_of(settings, "127.0.0.1:8000")
