"""The content security policy goes with every answer."""

from csp.constants import HEADER
from django.http import HttpResponse

from jishi.surfaces.design.policy import PolicyMiddleware


def test_the_policy_of_the_settings_forbids_inline_scripts(client):
    policy = client.get("/healthz").headers[HEADER]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy


def test_a_view_may_send_its_own():
    own = HttpResponse(headers={HEADER: "default-src 'self'"})
    assert PolicyMiddleware(lambda _request: own)(None).headers[HEADER] == "default-src 'self'"
