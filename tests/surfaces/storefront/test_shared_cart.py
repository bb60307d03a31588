"""Sharing a cart by its pages, without JavaScript."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.surfaces.storefront import shopping_town as towns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_own_index")]


def test_a_member_shares_and_a_stranger_takes_over():
    street = towns.build()
    street.add(street.member, "A", 2)
    assert reverse("storefront:share_cart") in street.member.get("/cart/").text
    made = street.member.post(reverse("storefront:share_cart"))
    assert made.status_code == 302
    page = made["Location"]
    assert "/cart/shared/" in page
    assert f"http://testserver{page.partition('?')[0]}" in street.member.get(page).text
    stranger = Client(**towns.SAME_ORIGIN)
    shown = stranger.get(page.partition("?")[0])
    assert shown.status_code == 200
    assert "120<small>.00</small>" in shown.text
    assert "noindex" in shown.text
    taken = stranger.post(page.partition("?")[0] + "take/", follow=True)
    assert "1 种商品已加入购物车" in taken.text
    english = stranger.get("/en" + page.partition("?")[0])
    assert "A shared cart" in english.text


def test_an_empty_cart_and_an_unknown_link_are_refused():
    street = towns.build()
    assert street.guest.post(reverse("storefront:share_cart"))["Location"].endswith("/cart/")
    assert street.guest.get("/cart/shared/nothing/").status_code == 404
    assert street.guest.post("/cart/shared/nothing/take/").status_code == 404
