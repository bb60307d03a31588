"""From the application to the refund: what each side may do, and what it does to the books."""

from datetime import timedelta

import pytest

from jishi.care.aftersales import errors, queries, services
from jishi.care.aftersales.models import Case
from jishi.care.aftersales.services import settling
from jishi.care.aftersales.types import (
    Amendment,
    Blocked,
    CaseKind,
    CaseRequest,
    CaseState,
    LineRequest,
    Reason,
    Rejection,
    Stage,
)
from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import Forbidden, IllegalMove, NotFound
from jishi.foundation.platform import timers
from jishi.foundation.platform.models import Timer
from jishi.fulfillment.shipping.types import Direction, FreightBearer
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import Grade, ReturnedLine
from jishi.goods.inventory import queries as inventory_queries
from jishi.goods.promotions import queries as promotions_queries
from jishi.money.ledger import queries as ledger_queries
from jishi.money.payments import queries as payments_queries
from jishi.money.payments import services as payments
from jishi.money.payments.models import Refund
from jishi.money.payments.types import PaymentScene
from jishi.trade.orders import services as orders
from jishi.trade.orders.errors import AftersaleOpen, OrderNotFound
from jishi.trade.orders.models import Order
from jishi.trade.orders.types import BuyerLabel, OrderStatus, PaymentStatus
from tests.care import factories as care
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


@pytest.fixture
def village():
    return villages.build()


def request_for(
    village, order, units, *, kind=CaseKind.REFUND_ONLY, reason=Reason.CHANGED_MIND, **given
):
    lines = tuple(
        LineRequest(care.line_of(village, order, code).line_id, count)
        for code, count in units.items()
    )
    return CaseRequest(order.order_id, kind, reason, lines, **given)


def ask(village, order, units, **given):
    """Apply as the shopper; return the case's id."""
    return services.apply(
        actor=village.shopper, request=request_for(village, order, units, **given)
    )


def ask_return(village, order, units, reason=Reason.NO_REASON, **given):
    return ask(village, order, units, kind=CaseKind.RETURN_REFUND, reason=reason, **given)


def let_time_pass(case_id):
    """Bring the deadline of a case to now, and let the clock act."""
    past = clock.now() - timedelta(seconds=1)
    Case.objects.filter(pk=case_id).update(deadline=past)
    Timer.objects.filter(subject_id=case_id, kind="aftersales.deadline", state="armed").update(
        due_at=past
    )
    timers.fire_due(holder="tests")
    care.settle()


def send_back(village, case_id, grade=Grade.A, units=None):
    """Ship the goods of an agreed return and have the warehouse take them in."""
    services.buyer_ship(
        actor=village.shopper, case_id=case_id, carrier_code="sf", tracking_no="SF99887766"
    )
    case = queries.get_case(case_id)
    warehouse.receive_return(
        actor=village.owners["M1"],
        shipment_id=case.return_shipment_id,
        lines=[
            ReturnedLine(line.order_line_id, grade, units or line.quantity) for line in case.lines
        ],
    )
    care.settle()


def test_returning_b_of_the_walk_ends_in_the_books_of_the_walk(village):
    group_id = care.buy(village, {"A": 1, "B": 1, "C": 1}, expected_minor=11500, with_coupon=True)
    for merchant in ("M1", "M2"):
        care.ship(village, care.order_of(village, group_id, merchant), merchant)
    order = care.order_of(village, group_id)
    case_id = ask_return(village, order, {"B": 1})
    assert care.order_of(village, group_id).label == BuyerLabel.IN_AFTERSALE
    services.approve(actor=village.owners["M1"], case_id=case_id)
    case = queries.get_case(case_id)
    assert case.state == CaseState.WAITING_BUYER_SHIP
    assert case.freight_bearer == FreightBearer.SHOPPER
    (parcel,) = care.parcels(order, Direction.RETURN)
    assert parcel.location_id == village.locations["W2"]
    before = inventory_queries.available([village.variants["B"]])[village.variants["B"]]

    send_back(village, case_id)

    case = queries.get_case(case_id)
    assert (case.state, case.agreed_minor) == (CaseState.REFUNDING, 2556)
    assert care.books(village) == {
        "clearing": 11500,
        "customer_funds": 0,
        "M1": -4600,
        "M2": -3450,
        "commission": -894,
        "refunds_due": -2556,
    }
    care.refund_by_hand(2556)
    assert queries.get_case(case_id).state == CaseState.REFUNDED
    assert care.books(village) == {
        "clearing": 8944,
        "customer_funds": 0,
        "M1": -4600,
        "M2": -3450,
        "commission": -894,
        "refunds_due": 0,
    }
    order = care.order_of(village, group_id)
    assert order.payment_status == PaymentStatus.PARTIALLY_REFUNDED
    assert not order.has_open_aftersale
    assert inventory_queries.available([village.variants["B"]])[village.variants["B"]] == before + 1
    assert inventory_queries.prove() == ()
    assert ledger_queries.prove() == ()
    assert care.emitted("aftersales.return_refunded.v1") == 1


def test_a_refund_before_shipping_frees_the_goods_and_ends_the_order(village):
    group_id = care.buy(village, {"A": 1, "B": 1, "C": 1}, expected_minor=11500, with_coupon=True)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"A": 1, "B": 1})
    assert queries.get_case(case_id).requested_minor == 7667
    services.approve(actor=village.owners["M1"], case_id=case_id)
    care.settle()
    assert {parcel.state for parcel in care.parcels(order)} == {"canceled"}
    assert inventory_queries.available([village.variants["A"]]) == {village.variants["A"]: 10}
    care.refund_by_hand(7667)
    order = care.order_of(village, group_id)
    assert order.status == OrderStatus.CANCELED
    assert order.payment_status == PaymentStatus.REFUNDED
    assert inventory_queries.prove() == ()
    coupons = promotions_queries.list_claimed(user_id=village.shopper.user_id).items
    assert [coupon.state for coupon in coupons] == ["used"]


def test_the_coupon_comes_back_when_everything_it_was_used_for_did(village):
    group_id = care.buy(village, {"A": 1, "C": 1}, expected_minor=8500, with_coupon=True)
    for merchant, code, amount in (("M1", "A", 4857), ("M2", "C", 3643)):
        order = care.order_of(village, group_id, merchant)
        case_id = ask(village, order, {code: 1})
        services.approve(actor=village.owners[merchant], case_id=case_id)
        care.refund_by_hand(amount)
    coupons = promotions_queries.list_claimed(user_id=village.shopper.user_id).items
    assert [coupon.state for coupon in coupons] == ["unused"]
    assert set(care.books(village).values()) == {0}


def test_part_of_a_line_leaves_the_rest_to_be_shipped(village):
    group_id = care.buy(village, {"B": 3}, expected_minor=9000)
    order = care.order_of(village, group_id)
    services.approve(actor=village.owners["M1"], case_id=ask(village, order, {"B": 1}))
    care.settle()
    (parcel,) = care.parcels(order)
    assert [line.quantity for line in parcel.lines] == [2]
    care.ship(village, order)
    line = care.line_of(village, care.order_of(village, group_id), "B")
    assert (line.shipped_quantity, line.returned_quantity) == (2, 1)
    care.refund_by_hand(3000)
    assert inventory_queries.prove() == ()


def test_units_are_refunded_case_by_case_until_nothing_is_left(village):
    group_id = care.buy(village, {"B": 3}, expected_minor=7000, with_coupon=True)
    order = care.order_of(village, group_id)
    amounts = []
    for _ in range(3):
        case_id = ask(village, order, {"B": 1})
        services.approve(actor=village.owners["M1"], case_id=case_id)
        amounts.append(queries.get_case(case_id).agreed_minor)
    assert amounts == [2333, 2333, 2334]
    with pytest.raises(errors.NotEligible) as refused:
        ask(village, order, {"B": 1})
    assert refused.value.params["blocked"] == Blocked.NOTHING_LEFT


def test_units_in_an_open_case_cannot_be_asked_for_again(village):
    group_id = care.buy(village, {"B": 2}, expected_minor=6000)
    order = care.order_of(village, group_id)
    ask(village, order, {"B": 1})
    ask(village, order, {"B": 1})
    with pytest.raises(errors.NotEligible) as refused:
        ask(village, order, {"B": 1})
    assert refused.value.params["blocked"] == Blocked.IN_CASE
    assert Case.objects.count() == 2


def test_a_line_is_applied_for_three_times_at_most(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    for _ in range(3):
        services.cancel(actor=village.shopper, case_id=ask(village, order, {"B": 1}))
    with pytest.raises(errors.TooManyCases):
        ask(village, order, {"B": 1})
    assert not care.order_of(village, group_id).has_open_aftersale


def test_nobody_else_may_apply_cancel_or_decide(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    wanted = request_for(village, order, {"B": 1})
    with pytest.raises(OrderNotFound):
        services.apply(actor=care.stranger(), request=wanted)
    case_id = services.apply(actor=village.shopper, request=wanted)
    with pytest.raises(errors.CaseNotFound):
        services.cancel(actor=care.stranger(), case_id=case_id)
    with pytest.raises(NotFound):
        services.approve(actor=village.owners["M2"], case_id=case_id)
    with pytest.raises(Forbidden):
        services.reject(actor=village.shopper, case_id=case_id, note="no")
    with pytest.raises(errors.CaseNotFound):
        queries.get_case_for(care.stranger(), case_id)
    assert queries.get_case_for(village.owners["M1"], case_id).state == CaseState.APPLIED


def test_an_unpaid_order_has_no_case(village):
    group_id = care.order_goods(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    with pytest.raises(errors.NotEligible) as refused:
        ask(village, order, {"B": 1})
    assert refused.value.params["blocked"] == Blocked.NOT_CONFIRMED
    assert not Order.objects.get(pk=order.order_id).has_open_aftersale


@pytest.mark.parametrize(
    ("units", "given", "refusal"),
    [
        ({"B": 3}, {}, errors.BadLines),
        ({"B": 0}, {}, errors.BadLines),
        ({}, {}, errors.BadLines),
        ({"B": 1}, {"reason": Reason.NO_REASON}, errors.BadReason),
        ({"B": 1}, {"requested_minor": 0}, errors.BadAmount),
        ({"B": 1}, {"requested_minor": 3001}, errors.BadAmount),
        ({"B": 1}, {"kind": CaseKind.RETURN_REFUND}, errors.MixedStages),
    ],
)
def test_a_bad_application_is_refused_and_changes_nothing(village, units, given, refusal):
    group_id = care.buy(village, {"B": 2}, expected_minor=6000)
    order = care.order_of(village, group_id)
    with pytest.raises(refusal):
        ask(village, order, units, **given)
    assert not Case.objects.exists()
    assert not care.order_of(village, group_id).has_open_aftersale
    assert care.emitted("aftersales.return_requested.v1") == 0


def test_faults_need_pictures_that_exist(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.ship(village, care.order_of(village, group_id))
    order = care.order_of(village, group_id)
    with pytest.raises(errors.EvidenceNeeded):
        ask_return(village, order, {"B": 1}, Reason.QUALITY)
    with pytest.raises(errors.BadEvidence):
        ask_return(village, order, {"B": 1}, Reason.QUALITY, evidence=(village.products["B"],))
    too_many = tuple(care.picture(number) for number in range(10))
    with pytest.raises(errors.BadEvidence):
        ask_return(village, order, {"B": 1}, Reason.QUALITY, evidence=too_many)
    case_id = ask_return(village, order, {"B": 1}, Reason.QUALITY, evidence=too_many[:9])
    case = queries.get_case(case_id)
    assert case.evidence == too_many[:9]
    assert case.freight_bearer == FreightBearer.MERCHANT


def test_staff_may_give_less_with_a_word_but_never_more(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"B": 1})
    owner = village.owners["M1"]
    with pytest.raises(errors.BadAmount):
        services.approve(actor=owner, case_id=case_id, amount_minor=3001, note="more")
    with pytest.raises(errors.NoteNeeded):
        services.approve(actor=owner, case_id=case_id, amount_minor=2500)
    services.approve(actor=owner, case_id=case_id, amount_minor=2500, note="已使用过")
    case = queries.get_case(case_id)
    assert (case.agreed_minor, case.requested_minor, case.note) == (2500, 3000, "已使用过")
    assert care.books(village)["refunds_due"] == -2500
    care.refund_by_hand(2500)
    assert care.books(village)["refunds_due"] == 0


def test_a_rejected_case_can_be_amended_and_counts_again(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"B": 1})
    with pytest.raises(errors.NoteNeeded):
        services.reject(actor=village.owners["M1"], case_id=case_id, note="  ")
    services.reject(actor=village.owners["M1"], case_id=case_id, note="已在打包")
    case = queries.get_case(case_id)
    assert (case.rejection, case.note) == (Rejection.MERCHANT, "已在打包")
    amendment = Amendment("请帮忙取消", requested_minor=2900)
    services.amend(actor=village.shopper, case_id=case_id, amendment=amendment)
    case = queries.get_case(case_id)
    assert (case.state, case.requested_minor, case.submissions) == (CaseState.APPLIED, 2900, 2)
    assert case.rejection == Rejection.NONE
    (line,) = queries.list_eligible_lines(order.order_id)
    assert line.cases_left == 1


def test_silence_of_the_merchant_is_consent(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"B": 1})
    case = queries.get_case(case_id)
    assert case.deadline - case.applied_at == timedelta(hours=48)
    let_time_pass(case_id)
    assert queries.get_case(case_id).state == CaseState.REFUNDING


def test_a_timer_that_fires_early_does_nothing(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    case_id = ask(village, care.order_of(village, group_id), {"B": 1})
    services.keep_deadline(actor=care.SYSTEM, case_id=case_id)
    assert queries.get_case(case_id).state == CaseState.APPLIED


def test_silence_of_the_buyer_closes_an_agreed_return(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.ship(village, care.order_of(village, group_id))
    order = care.order_of(village, group_id)
    case_id = ask_return(village, order, {"B": 1})
    case = queries.get_case(case_id)
    assert case.deadline - case.applied_at == timedelta(days=5)
    let_time_pass(case_id)
    assert queries.get_case(case_id).state == CaseState.WAITING_BUYER_SHIP
    let_time_pass(case_id)
    case = queries.get_case(case_id)
    assert case.state == CaseState.CLOSED
    assert {parcel.state for parcel in care.parcels(order, Direction.RETURN)} == {"canceled"}
    assert care.emitted("aftersales.return_closed.v1") == 1
    assert not Refund.objects.exists()
    assert not care.order_of(village, group_id).has_open_aftersale


def test_goods_sent_back_are_refunded_if_the_merchant_says_nothing(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.ship(village, care.order_of(village, group_id))
    case_id = ask_return(village, care.order_of(village, group_id), {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    services.buyer_ship(
        actor=village.shopper, case_id=case_id, carrier_code="sf", tracking_no="SF99887766"
    )
    case = queries.get_case(case_id)
    assert case.deadline - case.sent_at == timedelta(days=10)
    services.note_signed(
        actor=care.SYSTEM, shipment_id=case.return_shipment_id, signed_at=case.sent_at
    )
    assert queries.get_case(case_id).deadline - case.sent_at == timedelta(days=3)
    let_time_pass(case_id)
    assert queries.get_case(case_id).state == CaseState.REFUNDING


def test_disputed_goods_wait_for_the_merchant_who_may_give_less(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    care.ship(village, care.order_of(village, group_id))
    case_id = ask_return(village, care.order_of(village, group_id), {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    send_back(village, case_id, grade=Grade.D)
    case = queries.get_case(case_id)
    assert case.state == CaseState.MERCHANT_RECEIVED
    services.reject(actor=village.owners["M1"], case_id=case_id, note="配件缺失")
    services.amend(actor=village.shopper, case_id=case_id, amendment=Amendment("配件在盒底"))
    assert queries.get_case(case_id).state == CaseState.BUYER_SHIPPED
    services.settle_return(
        actor=village.owners["M1"], case_id=case_id, amount_minor=2800, note="磨损"
    )
    assert queries.get_case(case_id).agreed_minor == 2800


def test_an_agreed_return_cannot_be_agreed_to_again(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    case_id = ask(village, care.order_of(village, group_id), {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    with pytest.raises(IllegalMove):
        services.approve(actor=village.owners["M1"], case_id=case_id)
    assert Refund.objects.count() == 1


def test_goods_that_leave_meanwhile_turn_the_refund_down(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"B": 1})
    care.ship(village, order)
    case = queries.get_case(case_id)
    assert (case.state, case.rejection) == (CaseState.REJECTED, Rejection.GOODS_LEFT)
    with pytest.raises(errors.AlreadyShipped):
        services.amend(actor=village.shopper, case_id=case_id, amendment=Amendment("再看看"))
    with pytest.raises(errors.AlreadyShipped):
        services.approve(actor=village.owners["M1"], case_id=case_id)
    services.cancel(actor=village.shopper, case_id=case_id)
    (line,) = queries.list_eligible_lines(order.order_id)
    assert (line.unshipped_quantity, line.shipped_quantity, line.cases_left) == (0, 1, 2)
    assert not Refund.objects.exists()


def test_goods_that_leave_in_the_moment_of_the_refund_are_not_refunded(village, monkeypatch):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    case_id = ask(village, order, {"B": 1})
    (parcel,) = care.parcels(order)

    def leave(*_):
        """Let the parcel go after it was seen to be here, as another process might."""
        warehouse.ship(
            actor=village.owners["M1"],
            shipment_id=parcel.shipment_id,
            carrier_code="sf",
            tracking_no="SF11223344",
        )

    monkeypatch.setattr(settling, "_require_here", leave)
    with pytest.raises(errors.AlreadyShipped):
        services.approve(actor=village.owners["M1"], case_id=case_id)
    assert queries.get_case(case_id).state == CaseState.APPLIED
    assert not Refund.objects.exists()


def test_goods_that_left_during_a_case_can_be_returned_afterwards(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    refused = ask(village, order, {"B": 1})
    care.ship(village, order)
    case = queries.get_case(ask_return(village, order, {"B": 1}))
    assert queries.get_case(refused).state == CaseState.REJECTED
    assert (case.state, case.stage) == (CaseState.APPLIED, Stage.SHIPPED)
    assert case.requested_minor == 3000


def test_receipt_waits_for_an_open_case(village):
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    care.ship(village, care.order_of(village, group_id))
    order = care.order_of(village, group_id)
    case_id = ask_return(village, order, {"B": 1})
    with pytest.raises(AftersaleOpen):
        orders.receive(actor=village.shopper, order_id=order.order_id)
    services.cancel(actor=village.shopper, case_id=case_id)
    care.receive(village, order)
    assert care.order_of(village, group_id).received_at is not None


def test_the_order_stays_in_after_sale_until_its_last_case_ends(village):
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    order = care.order_of(village, group_id)
    first, second = ask(village, order, {"A": 1}), ask(village, order, {"B": 1})
    services.cancel(actor=village.shopper, case_id=first)
    assert care.order_of(village, group_id).has_open_aftersale
    services.cancel(actor=village.shopper, case_id=second)
    assert not care.order_of(village, group_id).has_open_aftersale


def test_small_refunds_are_made_at_once_where_the_merchant_says_so(village):
    care.prefer("aftersales.instant_refund_minor", 3000)
    group_id = care.buy(village, {"A": 1, "B": 1}, expected_minor=9000)
    order = care.order_of(village, group_id)
    small, large = ask(village, order, {"B": 1}), ask(village, order, {"A": 1})
    assert queries.get_case(small).state == CaseState.REFUNDING
    assert queries.get_case(large).state == CaseState.APPLIED


def test_a_held_order_is_refunded_although_it_has_no_parcel(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    orders.hold(actor=village.owners["M1"], order_id=order.order_id, reason="核对地址")
    care.settle()
    services.approve(actor=village.owners["M1"], case_id=ask(village, order, {"B": 1}))
    care.refund_by_hand(3000)
    assert care.order_of(village, group_id).status == OrderStatus.CANCELED
    assert inventory_queries.available([village.variants["B"]]) == {village.variants["B"]: 10}
    assert inventory_queries.prove() == ()


def test_freight_goes_back_before_shipping_and_stays_after_a_change_of_mind():
    village = villages.build(freight_minor=600)
    group_id = care.buy(village, {"A": 1}, expected_minor=6600)
    order = care.order_of(village, group_id)
    before = queries.quote_refund(request_for(village, order, {"A": 1}))
    assert before.total_minor == 6600
    care.ship(village, order)
    given = {"kind": CaseKind.RETURN_REFUND, "reason": Reason.NO_REASON}
    after = queries.quote_refund(request_for(village, order, {"A": 1}, **given))
    assert (after.total_minor, after.freight_bearer) == (6000, FreightBearer.SHOPPER)
    given["reason"] = Reason.QUALITY
    fault = queries.quote_refund(request_for(village, order, {"A": 1}, **given))
    assert (fault.total_minor, fault.freight_bearer) == (6600, FreightBearer.MERCHANT)


def buy_on_delivery(village, units, expected_minor):
    """Place an order that is paid to the courier; return the group's id."""
    group_id = care.order_goods(village, units, expected_minor=expected_minor)
    care.prefer("payments.cash_on_delivery_regions", ["44"])
    payments.authorize(
        actor=village.shopper,
        reference=group_id,
        provider="cash_on_delivery",
        region_code="440305",
        scene=PaymentScene.OFFLINE,
        return_url="",
        subject="集市",
    )
    care.settle()
    return group_id


def test_goods_paid_on_delivery_move_no_money_when_they_are_given_back(village):
    group_id = buy_on_delivery(village, {"B": 1}, 3000)
    order = care.order_of(village, group_id)
    assert order.is_cash_on_delivery
    case_id = ask(village, order, {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    care.settle()
    case = queries.get_case(case_id)
    assert (case.state, case.is_unpaid, case.refund_id) == (CaseState.CLOSED, True, None)
    assert care.order_of(village, group_id).status == OrderStatus.CANCELED
    assert set(care.books(village).values()) == {0}
    assert not Refund.objects.exists()
    assert inventory_queries.available([village.variants["B"]]) == {village.variants["B"]: 10}


def test_the_courier_collects_less_when_a_part_was_given_back(village):
    group_id = buy_on_delivery(village, {"A": 1, "B": 1}, 9000)
    case_id = ask(village, care.order_of(village, group_id), {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    care.settle()
    assert payments_queries.get_payment(group_id).amount.minor == 6000
    payments.confirm_cash(actor=care.SYSTEM, reference=group_id)
    care.settle()
    assert care.books(village) == {
        "clearing": 0,
        "customer_funds": 0,
        "M1": -5400,
        "M2": 0,
        "commission": -600,
        "refunds_due": 0,
    }
    assert care.order_of(village, group_id).payment_status == PaymentStatus.PAID


def test_a_guest_applies_with_the_contact_of_the_order(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    order = care.order_of(village, group_id)
    Order.objects.filter(pk=order.order_id).update(user=None)
    Order.objects.get(pk=order.order_id).group.__class__.objects.filter(pk=group_id).update(
        user=None, email="guest@example.com"
    )
    visitor = care.people.guest()
    with pytest.raises(OrderNotFound):
        services.apply(
            actor=visitor, request=request_for(village, order, {"B": 1}, contact="x@example.com")
        )
    case_id = services.apply(
        actor=visitor, request=request_for(village, order, {"B": 1}, contact="Guest@Example.com")
    )
    assert queries.get_case_for(visitor, case_id, contact="guest@example.com").user_id is None
    with pytest.raises(errors.CaseNotFound):
        queries.get_case_for(visitor, case_id)


def test_every_move_is_on_record(village):
    group_id = care.buy(village, {"B": 1}, expected_minor=3000)
    case_id = ask(village, care.order_of(village, group_id), {"B": 1})
    services.approve(actor=village.owners["M1"], case_id=case_id)
    care.refund_by_hand(3000)
    moves = [(move.from_state, move.action, move.to_state) for move in queries.list_moves(case_id)]
    assert moves == [
        ("", "apply", "applied"),
        ("applied", "agree_refund", "refunding"),
        ("refunding", "finish", "refunded"),
    ]


def test_a_unit_refunded_before_shipping_is_not_returnable_after_it(village):
    group_id = care.buy(village, {"B": 3}, expected_minor=9000)
    order = care.order_of(village, group_id)
    services.approve(actor=village.owners["M1"], case_id=ask(village, order, {"B": 1}))
    care.settle()
    care.ship(village, order)
    (line,) = queries.list_eligible_lines(order.order_id)
    assert (line.unshipped_quantity, line.shipped_quantity) == (0, 2)
    kinds = {(kind, stage) for kind, stage, _ in line.reasons}
    assert kinds == {(CaseKind.REFUND_ONLY, Stage.SHIPPED), (CaseKind.RETURN_REFUND, Stage.SHIPPED)}
