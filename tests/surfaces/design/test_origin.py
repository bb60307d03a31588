"""Cross-site requests change nothing."""

import pytest
from django.test import RequestFactory

from jishi.surfaces.design.origin import is_trusted


def post(cookies: bool = True, **headers):
    request = RequestFactory().post("/cart/add", HTTP_HOST="shop.example", **headers)
    if cookies:
        request.COOKIES["sessionid"] = "x"
    return request


@pytest.mark.parametrize(
    ("headers", "trusted"),
    [
        ({"HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_SEC_FETCH_SITE": "none"}, True),
        ({"HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "http://shop.example"}, True),
        ({"HTTP_ORIGIN": "http://evil.example"}, False),
        ({"HTTP_ORIGIN": "null"}, False),
        ({"HTTP_REFERER": "http://shop.example/cart"}, True),
        ({"HTTP_REFERER": "http://shop.example.evil.example/"}, False),
        ({}, False),
    ],
)
def test_a_browser_is_believed_only_from_our_own_pages(settings, headers, trusted):
    settings.ALLOWED_HOSTS = ["*"]
    assert is_trusted(post(**headers)) is trusted


def test_a_program_without_cookies_needs_no_origin(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert is_trusted(post(cookies=False))
