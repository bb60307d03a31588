"""The judge of the crash proofs finds what is planted; the cast outlives its kills."""

import time
from random import Random

import pytest
from django.db.models import F

from jishi.foundation.kernel import ids
from jishi.foundation.platform.models import Job
from jishi.goods.inventory.models import StockLevel
from jishi.goods.promotions.models import Coupon
from jishi.money.ledger import services as ledger
from jishi.money.ledger.types import AccountCode, AccountName, Voucher, VoucherLine
from jishi.money.payments import queries as payments_queries
from jishi.money.payments.models import Payment, PaymentAttempt
from jishi.surfaces.cli.proving import buying, cast, judging, settling, shop
from jishi.surfaces.cli.proving.browsers import Browsers
from jishi.surfaces.cli.proving.cast import Cast
from jishi.surfaces.cli.proving.judging import Books
from jishi.surfaces.cli.supervisor import Role
from jishi.trade.orders.models import Order, OrderLine


@pytest.fixture
def browsers(tmp_path):
    return Browsers(tmp_path / "browsers")


@pytest.fixture
def stage(db, browsers):
    """Return a stage on which one member paid, one canceled and one paid too late."""
    members = shop.build(3)
    stage = shop.set_stage(1)
    for member, mood in zip(members, ("transfer", "cancel", "transfer late"), strict=True):
        visit = buying.visit_of(str(member), member, Random(4), browsers)
        visit.note(outcome=buying.buy(visit, stage, {mood: 1}))
    settling.settle(stage, None)
    return stage


def faults_of(stage, browsers):
    return judging.judge(stage, Books(), browsers.visits()).faults


def test_what_is_right_is_found_right_and_counted(stage, browsers):
    verdict = judging.judge(stage, Books(), browsers.visits())
    assert verdict.faults == []
    (order,) = Order.objects.exclude(confirmed_at=None)
    units = sum(OrderLine.objects.filter(order=order).values_list("quantity", flat=True))
    assert verdict.books == Books(order.total_minor)
    facts = {"sold": units, "coupons used": 1, "placed": 3, "refunded": 1}
    assert verdict.facts == facts


def lose_a_movement(stage, _browsers):
    StockLevel.objects.filter(variant_id=stage.variants[0]).update(on_hand=F("on_hand") - 1)


def sell_twice(_stage, _browsers):
    Order.objects.exclude(confirmed_at=None).get().lines.update(quantity=F("quantity") + 1)


def forget_a_payment(_stage, _browsers):
    Payment.objects.filter(state="paid").update(captured_minor=0)


def lose_money_of_a_late_payer(_stage, _browsers):
    Payment.objects.filter(refunded_minor__gt=0).update(refunded_minor=F("refunded_minor") - 1)


def use_a_coupon_twice(stage, _browsers):
    Coupon.objects.filter(pk=stage.coupon).update(used=F("used") + 1)


def lose_an_order(_stage, browsers):
    browsers.note("somebody", group=str(ids.new_id()))


def take_money_aside(_stage, _browsers):
    lines = (
        VoucherLine(AccountName("clearing:bank_transfer"), -1),
        VoucherLine(AccountName(AccountCode.MERCHANT_DUE, ids.new_id()), 1),
    )
    voucher = Voucher("theft", "theft", ids.new_id(), "CNY", lines)
    ledger.post(actor=shop.HOUSE, voucher=voucher)


def give_up_a_job(_stage, _browsers):
    Job.objects.filter(pk=Job.objects.values("pk")[:1].get()["pk"]).update(
        state="parked", error="Traceback\nKeyError: 1"
    )


@pytest.mark.parametrize(
    ("plant", "found"),
    [
        (lose_a_movement, "stock: Discrepancy"),
        (sell_twice, "sold, "),
        (forget_a_payment, "kept for"),
        (lose_money_of_a_late_payer, "kept for 0 of goods"),
        (use_a_coupon_twice, "miscounted"),
        (lose_an_order, "was placed and is lost"),
        (take_money_aside, "ledger: clearing has"),
        (give_up_a_job, "KeyError: 1"),
    ],
)
def test_a_planted_fault_is_found(stage, browsers, plant, found):
    plant(stage, browsers)
    assert any(found in fault for fault in faults_of(stage, browsers))


def test_the_channels_book_is_compared_trade_by_trade(stage, browsers):
    visits = browsers.visits()
    PaymentAttempt.objects.filter(captured_minor__gt=0, is_stray=False).update(provider="alipay")
    paid = next(visit for visit in visits if visit["outcome"] == "paid by transfer")
    attempt = next(
        one for one in payments_queries.list_attempts(paid["group"]) if one.captured_minor
    )
    trade = {
        "out_trade_no": attempt.number,
        "amount": attempt.captured_minor,
        "paid_at": 1.0,
        "refunds": {},
    }
    assert judging.judge_channel(visits, [trade]) == []
    assert judging.judge_channel(visits, [trade | {"paid_at": None}])
    assert judging.judge_channel(visits, [trade | {"refunds": {"R1": {"done": True}}}])


def test_browsers_remember_what_a_killed_server_was_told(tmp_path):
    Browsers(tmp_path / "one").note("a visit", checkout="c", total=5)
    later = Browsers(tmp_path / "one")
    later.note("a visit", outcome="paid")
    assert Browsers(tmp_path / "one").visits() == [{"checkout": "c", "total": 5, "outcome": "paid"}]


def test_a_visit_goes_on_where_its_server_was_killed(stage, browsers, monkeypatch):
    """The order is placed once and paid once, wherever the first server stopped."""
    member = Order.objects.exclude(confirmed_at=None).get().user_id
    before = Order.objects.values("group").distinct().count()

    def buy(memory):
        visit = buying.visit_of("again", member, Random(9), memory)
        return buying.buy(visit, stage, {"transfer": 1})

    class Killed(BaseException):
        pass

    for service in ("set_address", "place_order"):
        real = getattr(buying.checkout, service)

        def dies(real=real, **given):
            real(**given)
            raise Killed

        monkeypatch.setattr(buying.checkout, service, dies)
        with pytest.raises(Killed):
            buy(browsers)
        monkeypatch.setattr(buying.checkout, service, real)
    assert buy(browsers) == buy(browsers) == "paid by transfer"
    settling.settle(stage, None)
    assert Order.objects.values("group").distinct().count() == before + 1
    assert faults_of(stage, browsers) == []


def test_the_killed_are_replaced_until_the_awaited_have_ended(tmp_path):
    tally = tmp_path / "tally"

    def live():
        with tally.open("a") as file:
            file.write("x")
        time.sleep(0 if tally.stat().st_size > 2 else 60)

    troupe = Cast(awaited=[Role("mortal", call=live)])
    with cast.on_stage(troupe):
        assert troupe.kill_until_over(Random(1)) == []
    # Some may have been killed before they had said anything.
    assert troupe.killed["mortal"] + 1 >= tally.stat().st_size > 2


def test_one_who_breaks_down_alone_is_noticed(tmp_path):
    troupe = Cast(awaited=[Role("broken", call=lambda: 3)])
    with cast.on_stage(troupe):
        assert troupe.kill_until_over(Random(1)) == ["broken ended with 3"]
    with pytest.raises(RuntimeError, match="no answer"):
        cast.ask(lambda: 1 / 0, tmp_path / "log")
    assert cast.ask(lambda: 7, tmp_path / "log") == 7
