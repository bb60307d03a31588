"""Paying and refunding over real HTTP: services, adapter and the simulated Alipay."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors, queries, services, tasks
from jishi.money.payments.adapters import registry
from jishi.money.payments.models import ProviderEvent
from jishi.money.payments.types import PaymentScene, PaymentState, RefundState
from simulators.alipay.app import Alipay
from simulators.serving import Server
from tests.money.payments import factories as make
from tests.simulators.shop import Shop, http

pytestmark = pytest.mark.django_db

PAID = {"clearing:alipay": 11_500, "customer_funds": -11_500}


@dataclass
class Desk:
    """The simulator, and the shop's ear that it reports to."""

    url: str
    shop: Shop

    def plant(self, kind: str, **params: object) -> None:
        answer = http.post(f"{self.url}/simulator/faults", json={"kind": kind, **params})
        assert answer.status_code == 201, answer.text

    def open(self, reference: UUID) -> str:
        """Follow the buyer's redirect and return the cashier's address."""
        action = services.authorize(
            actor=make.BUYER,
            reference=reference,
            provider="alipay",
            scene=PaymentScene.PAGE,
            return_url="http://127.0.0.1:9/pay/return",
            subject="茶具",
        )
        answer = http.get(action.url, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return str(answer.url)

    def pay(self, reference: UUID) -> str:
        """Let the buyer pay and return where that leads."""
        return str(http.post(f"{self.open(reference)}/pay").headers["location"])

    def hear(self, count: int) -> list[bytes]:
        """Take in what was reported so far, once so many reports have come."""
        bodies = self.shop.wait_for(count)
        return [
            services.record_provider_event(
                actor=make.SYSTEM, provider="alipay", headers={}, body=body
            )
            for body in bodies
        ]


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are slow to make, so the tests of a session share them."""
    folder = tmp_path_factory.mktemp("walk_keys")
    Alipay(folder / "alipay.json")
    return folder


@pytest.fixture
def desk(tmp_path: Path, keys_folder: Path, settings) -> Iterator[Desk]:
    for key in keys_folder.glob("*.pem"):
        shutil.copy(key, tmp_path)
    simulator = Alipay(tmp_path / "alipay.json", time_scale=0.0002)
    with Shop(b"success") as shop, Server(simulator) as server:
        keys = http.get(f"{server.url}/simulator/keys").json()
        settings.ORIGIN = shop.url.removesuffix("/notify")
        settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(
            update={
                "alipay_gateway_url": keys["gateway_url"],
                "alipay_app_id": keys["app_id"],
                "alipay_seller_id": keys["seller_id"],
                "alipay_private_key": keys["app_private_key"],
                "alipay_public_key": keys["alipay_public_key"],
            }
        )
        yield Desk(server.url, shop)


def state_of(reference: UUID) -> PaymentState:
    return queries.get_payment(reference).state


def give_back(reference: UUID, minor: int) -> RefundState:
    make.give_back(reference, minor)
    make.run_jobs()
    return queries.list_refunds(payment_reference=reference)[-1].state


def test_a_provider_is_built_once_and_only_when_set_up(desk: Desk, settings):
    assert registry.get_provider("alipay") is registry.get_provider("alipay")
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"alipay_app_id": ""})
    with pytest.raises(errors.ProviderUnknown):
        registry.get_provider("alipay")


def test_pay_then_return_one_item(desk: Desk):
    reference = make.a_payment()
    location = desk.pay(reference)
    assert location.startswith("http://127.0.0.1:9/pay/return?")
    assert desk.hear(1) == [b"success"]
    assert state_of(reference) is PaymentState.PAID
    assert make.books() == PAID
    assert give_back(reference, 2_556) is RefundState.SUCCEEDED
    desk.hear(2)
    assert make.outcomes() == ["captured", "repeated"]
    assert make.emitted() == ["payment_captured", "refund_requested", "refund_settled"]
    assert make.books() == {
        "clearing:alipay": 8_944,
        "customer_funds": -11_500,
        "refunds_due": 2_556,
    }
    paid, back = sorted(
        queries.list_movements(references=[reference]).items, key=lambda each: each.movement_id
    )
    assert (paid.amount, back.amount) == (Money(11_500, "CNY"), Money(-2_556, "CNY"))
    assert paid.counterparty == "buy***@example.com"


def test_a_repeated_report_acts_once(desk: Desk):
    desk.plant("notify_duplicate", copies=2)
    reference = make.a_payment()
    desk.pay(reference)
    assert desk.hear(3) == [b"success"] * 3
    assert ProviderEvent.objects.count() == 1
    assert make.books() == PAID


def test_a_tampered_report_is_refused_and_the_worker_finds_out(desk: Desk):
    desk.plant("notify_tampered", times=None)
    reference = make.a_payment()
    desk.pay(reference)
    with pytest.raises(errors.SignatureInvalid):
        desk.hear(1)
    assert state_of(reference) is PaymentState.OPEN
    assert not ProviderEvent.objects.exists()
    make.make_due()
    tasks.check_attempts.func()
    assert state_of(reference) is PaymentState.PAID
    assert make.books() == PAID


def test_a_lost_report_is_made_good_on_return(desk: Desk):
    desk.plant("notify_lost")
    reference = make.a_payment()
    desk.pay(reference)
    assert services.check_payment(actor=make.BUYER, reference=reference) is PaymentState.PAID
    assert desk.shop.bodies == []


def test_a_report_overtaken_by_its_refund_is_harmless(desk: Desk):
    desk.plant("notify_reordered")
    reference = make.a_payment()
    desk.pay(reference)
    services.check_payment(actor=make.BUYER, reference=reference)
    assert give_back(reference, 2_556) is RefundState.SUCCEEDED
    desk.hear(2)
    assert make.outcomes() == ["repeated", "repeated"]
    assert make.emitted().count("payment_captured") == 1


def test_a_wrong_amount_is_explained_by_asking(desk: Desk):
    desk.plant("notify_wrong_amount", cents=100)
    reference = make.a_payment()
    desk.pay(reference)
    assert desk.hear(1) == [b"success"]
    assert make.books() == {"clearing:alipay": 11_600, "suspense": -11_600}
    services.resolve_mismatch(actor=make.FINANCE, attempt_id=make.attempt_of(reference).id)
    assert state_of(reference) is PaymentState.PAID
    assert make.books() == PAID


def test_what_is_closed_cannot_be_paid(desk: Desk):
    reference = make.a_payment()
    cashier = desk.open(reference)
    assert services.close_payment(actor=make.SYSTEM, reference=reference)
    assert http.post(f"{cashier}/pay").status_code == 409
    assert make.books() == {}


def test_a_page_opened_after_closing_is_paid_back(desk: Desk):
    reference = make.a_payment()
    action = services.authorize(
        actor=make.BUYER,
        reference=reference,
        provider="alipay",
        scene=PaymentScene.PAGE,
        return_url="",
        subject="茶具",
    )
    # Alipay knows no trade yet, so there is nothing that could be closed.
    assert services.close_payment(actor=make.SYSTEM, reference=reference)
    cashier = str(http.get(action.url, follow_redirects=True).url)
    http.post(f"{cashier}/pay")
    desk.hear(1)
    make.run_jobs()
    desk.hear(2)
    assert state_of(reference) is PaymentState.CLOSED
    assert make.outcomes() == ["stray", "repeated"]
    assert make.books() == {}
    (trade,) = http.get(f"{desk.url}/simulator/trades").json()["trades"]
    assert [refund["amount"] for refund in trade["refunds"].values()] == [11_500]


def test_paying_in_time_beats_closing(desk: Desk):
    desk.plant("notify_lost")
    reference = make.a_payment()
    desk.pay(reference)
    assert not services.close_payment(actor=make.SYSTEM, reference=reference)
    assert make.books() == PAID


def test_a_stuck_refund_is_asked_about_until_it_succeeds(desk: Desk):
    desk.plant("refund_stuck")
    reference = make.a_payment()
    desk.pay(reference)
    desk.hear(1)
    assert give_back(reference, 2_556) is RefundState.PROCESSING
    (refund,) = queries.list_refunds(payment_reference=reference)
    number = make.attempt_of(reference).out_trade_no
    http.post(f"{desk.url}/simulator/trades/{number}/refunds/{refund.number}/finish")
    make.make_due()
    tasks.send_refunds.func()
    (refund,) = queries.list_refunds(payment_reference=reference)
    assert refund.state is RefundState.SUCCEEDED
    assert refund.settled_at is not None
    assert refund.settled_at <= datetime.now(UTC)


def test_an_answer_lost_on_the_way_gives_back_once(desk: Desk):
    reference = make.a_payment()
    desk.pay(reference)
    desk.hear(1)
    desk.plant("response_tampered")
    refund_id = make.give_back(reference, 2_556)
    with pytest.raises(errors.SignatureInvalid):
        services.send_refund(actor=make.SYSTEM, refund_id=refund_id)
    make.make_due()
    tasks.send_refunds.func()
    (trade,) = http.get(f"{desk.url}/simulator/trades").json()["trades"]
    assert [refund["amount"] for refund in trade["refunds"].values()] == [2_556]
    (refund,) = queries.list_refunds(payment_reference=reference)
    assert refund.state is RefundState.SUCCEEDED
