"""Hundreds claim at once: exactly as many coupons are issued as there are."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from jishi.goods.promotions import queries, services
from jishi.goods.promotions.errors import ClaimLimitReached, SoldOut
from jishi.goods.promotions.models import ClaimedCoupon, Coupon
from tests.goods.promotions.factories import make_coupon, make_shopper

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

THREADS = 16


@pytest.fixture(autouse=True)
def shared_database():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("threads cannot share an in-memory database")


def race(calls):
    """Run calls in several threads at once; return how many ended in which way."""
    barrier = threading.Barrier(min(THREADS, len(calls)))
    outcomes = []

    def work(part):
        barrier.wait()
        for call in part:
            try:
                call()
                outcomes.append("done")
            except (SoldOut, ClaimLimitReached) as error:
                outcomes.append(error.code)
        connections.close_all()

    parts = [calls[start::THREADS] for start in range(min(THREADS, len(calls)))]
    with ThreadPoolExecutor(len(parts)) as pool:
        for future in [pool.submit(work, part) for part in parts]:
            future.result()
    return {name: outcomes.count(name) for name in set(outcomes)}


def claiming(actor, coupon_id):
    return lambda: services.claim(actor=actor, coupon_id=coupon_id)


def test_500_people_claim_100_coupons():
    coupon_id = make_coupon(total=100)
    people = [make_shopper() for _ in range(500)]
    outcomes = race([claiming(person, coupon_id) for person in people])
    assert outcomes == {"done": 100, "promotions.sold_out": 400}
    assert Coupon.objects.get(pk=coupon_id).issued == 100
    assert ClaimedCoupon.objects.filter(coupon_id=coupon_id).count() == 100
    assert queries.prove() == []


def test_one_person_in_many_tabs_gets_as_many_as_one_may():
    coupon_id = make_coupon(total=100, per_user=3)
    person = make_shopper()
    outcomes = race([claiming(person, coupon_id) for _ in range(32)])
    assert outcomes == {"done": 3, "promotions.claim_limit_reached": 29}
    assert Coupon.objects.get(pk=coupon_id).issued == 3
