"""Bank transfers give a group more time, unless it needs none any more."""

import pytest

from jishi.foundation.platform import timers
from jishi.foundation.platform.models import OutboxDelivery, OutboxEvent
from jishi.money.payments import services as payments
from jishi.money.payments.types import PaymentScene
from jishi.trade.orders import queries, services
from jishi.trade.orders.services.moving import CLOSE_TIMER
from jishi.trade.orders.types import CancelReason
from tests.walks import test_walk as walk
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


@pytest.fixture
def placed(village):
    return walk.place(village)


def choose_transfer(village, group_id):
    payments.authorize(
        actor=village.shopper,
        reference=group_id,
        provider="bank_transfer",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="test",
    )


def test_a_transfer_gives_the_group_more_time(village, placed):
    before = queries.get_group(placed.group_id).pay_until
    choose_transfer(village, placed.group_id)
    villages.settle()
    after = queries.get_group(placed.group_id).pay_until
    assert after > before
    assert timers.find_due(CLOSE_TIMER, placed.group_id) == after


@pytest.mark.parametrize("is_paid", [True, False])
def test_news_of_a_transfer_that_comes_late_changes_nothing(village, placed, is_paid):
    before = queries.get_group(placed.group_id)
    choose_transfer(village, placed.group_id)
    if is_paid:
        payments.confirm_transfer(
            actor=villages.SYSTEM, reference=placed.group_id, received_minor=before.total_minor
        )
        services.confirm(actor=villages.SYSTEM, group_id=placed.group_id)
    else:
        services.close_unpaid(
            actor=villages.SYSTEM, group_id=placed.group_id, reason=CancelReason.BUYER
        )
    villages.settle()
    assert queries.get_group(placed.group_id).pay_until == before.pay_until
    assert timers.find_due(CLOSE_TIMER, placed.group_id) is None
    assert not OutboxEvent.objects.filter(is_pending=True).exists()
    assert not OutboxDelivery.objects.exclude(state="done").exists()
