"""The Alipay adapter against the simulated gateway, over real HTTP."""

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit
from zoneinfo import ZoneInfo

import pytest

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.adapters import alipay_bill
from jishi.money.payments.adapters import alipay_signing as signing
from jishi.money.payments.adapters.alipay import AlipayConfig, AlipayProvider, is_fresh
from jishi.money.payments.types import (
    ActionKind,
    BillRowKind,
    NotificationKind,
    PaymentAttempt,
    PaymentScene,
    ProviderNotification,
    ProviderPaymentStatus,
    ProviderRefundStatus,
)
from simulators.alipay.app import Alipay
from simulators.serving import Server
from tests.contracts.payment_provider import AMOUNT, Channel, PaymentProviderContract, an_attempt
from tests.simulators.shop import Shop, http


@dataclass
class Desk:
    """A simulator, a shop that listens and an adapter between them."""

    url: str
    shop: Shop
    provider: AlipayProvider
    config: AlipayConfig

    def plant(self, kind: str, **params: object) -> None:
        answer = http.post(f"{self.url}/simulator/faults", json={"kind": kind, **params})
        assert answer.status_code == 201, answer.text

    def open(self, attempt: PaymentAttempt) -> str:
        """Follow the redirect as the buyer's browser does and return the cashier's address."""
        action = self.provider.create(attempt)
        answer = http.get(action.url, follow_redirects=True)
        assert answer.status_code == 200, answer.text
        return str(answer.url)

    def pay(self, attempt: PaymentAttempt) -> str:
        """Click on pay and return where the buyer is sent."""
        return str(http.post(f"{self.open(attempt)}/pay").headers["location"])

    def refund(self, attempt: PaymentAttempt, number: str, minor: int):
        return self.provider.refund(
            refund_no=number, out_trade_no=attempt.out_trade_no, amount=Money(minor, "CNY")
        )

    def parse(self, body: bytes, at: datetime | None = None) -> ProviderNotification:
        return self.provider.parse_notification(headers={}, body=body, at=at or datetime.now(UTC))


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys are slow to make, so the tests of a session share them."""
    folder = tmp_path_factory.mktemp("keys")
    Alipay(folder / "alipay.json")
    return folder


@pytest.fixture
def desk(tmp_path: Path, keys_folder: Path) -> Iterator[Desk]:
    for key in keys_folder.glob("*.pem"):
        shutil.copy(key, tmp_path)
    simulator = Alipay(tmp_path / "alipay.json", time_scale=0.0002)
    with Shop(b"success") as shop, Server(simulator) as server:
        keys = http.get(f"{server.url}/simulator/keys").json()
        config = AlipayConfig(
            app_id=keys["app_id"],
            seller_id=keys["seller_id"],
            app_private_key=keys["app_private_key"],
            alipay_public_key=keys["alipay_public_key"],
            notify_url=shop.url,
            gateway_url=keys["gateway_url"],
            timeout_s=3,
        )
        yield Desk(server.url, shop, AlipayProvider(config), config)


@pytest.fixture
def attempt() -> PaymentAttempt:
    return an_attempt(PaymentScene.PAGE)


class TestPage(PaymentProviderContract):
    @pytest.fixture
    def channel(self, desk: Desk) -> Channel:
        return Channel(desk.provider, PaymentScene.PAGE, pay=desk.pay)


class TestWap(PaymentProviderContract):
    @pytest.fixture
    def channel(self, desk: Desk) -> Channel:
        return Channel(desk.provider, PaymentScene.WAP, pay=desk.pay)


class TestQr(PaymentProviderContract):
    @pytest.fixture
    def channel(self, desk: Desk) -> Channel:
        def scan_and_pay(attempt: PaymentAttempt) -> None:
            code = desk.provider.create(attempt).qr_content
            http.get(code)
            http.post(code.replace("/qr/", "/cashier/") + "/pay")

        return Channel(desk.provider, PaymentScene.QR, pay=scan_and_pay)


class TestAsking:
    def test_the_redirect_is_signed_for_the_page(self, desk: Desk, attempt: PaymentAttempt):
        action = desk.provider.create(attempt)
        assert action.kind is ActionKind.REDIRECT
        params = {name: values[0] for name, values in parse_qs(urlsplit(action.url).query).items()}
        assert params["method"] == "alipay.trade.page.pay"
        assert params["sign_type"] == "RSA2"
        assert params["notify_url"] == desk.shop.url
        assert '"total_amount":"115.00"' in params["biz_content"]
        assert '"subject":"茶具 tea set tray"' in params["biz_content"]

    def test_a_changed_redirect_is_refused(self, desk: Desk, attempt: PaymentAttempt):
        url = desk.provider.create(attempt).url.replace("115.00", "1.00")
        answer = http.get(url)
        assert answer.status_code == 400
        assert "isv.invalid-signature" in answer.text

    def test_a_wrong_app_key_is_refused(self, desk: Desk):
        other = signing.load_private_key(desk.config.app_private_key)
        assert other.key_size == 2048
        stranger = replace(desk.config, app_id="2021000000000009")
        with pytest.raises(errors.ProviderRefused) as refusal:
            AlipayProvider(stranger).query("A1")
        assert refusal.value.params["provider_code"] == "isv.invalid-app-id"

    def test_an_attempt_is_unknown_until_the_buyer_opens_it(
        self, desk: Desk, attempt: PaymentAttempt
    ):
        desk.provider.create(attempt)
        unknown = desk.provider.query(attempt.out_trade_no)
        assert unknown.status is ProviderPaymentStatus.NOT_FOUND
        desk.open(attempt)
        waiting = desk.provider.query(attempt.out_trade_no)
        assert waiting.status is ProviderPaymentStatus.PENDING
        assert waiting.amount == AMOUNT

    def test_a_closed_trade_cannot_be_paid(self, desk: Desk, attempt: PaymentAttempt):
        cashier = desk.open(attempt)
        desk.provider.close(attempt.out_trade_no)
        desk.provider.close(attempt.out_trade_no)
        assert http.post(f"{cashier}/pay").status_code == 409
        closed = desk.provider.query(attempt.out_trade_no)
        assert closed.status is ProviderPaymentStatus.CLOSED
        assert desk.shop.bodies == []

    def test_an_expired_attempt_cannot_be_paid(self, desk: Desk, attempt: PaymentAttempt):
        # Alipay knows whole seconds only, so the shortest sure span is two.
        late = replace(attempt, expires_at=datetime.now(UTC) + timedelta(seconds=2))
        cashier = desk.open(late)
        time.sleep(2)
        assert http.post(f"{cashier}/pay").status_code == 409

    @pytest.mark.parametrize("number", ["", "A-1", "甲1", "A" * 65])
    def test_an_attempt_number_has_alipays_form(self, desk: Desk, number: str):
        with pytest.raises(errors.AttemptNumberInvalid):
            desk.provider.create(replace(an_attempt(PaymentScene.PAGE), out_trade_no=number))

    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"kind": "http_500"}, errors.ProviderUnavailable),
            ({"kind": "http_timeout", "seconds": 0.1}, errors.ProviderUnavailable),
            ({"kind": "system_error"}, errors.ProviderUnavailable),
            ({"kind": "response_tampered"}, errors.SignatureInvalid),
        ],
    )
    def test_trouble_is_told_apart_and_passes(
        self, desk: Desk, attempt: PaymentAttempt, fault: dict, error: type[Exception]
    ):
        desk.open(attempt)
        desk.plant(**fault)
        with pytest.raises(error):
            desk.provider.query(attempt.out_trade_no)
        payment = desk.provider.query(attempt.out_trade_no)
        assert payment.status is ProviderPaymentStatus.PENDING

    def test_an_unreachable_gateway_is_unavailable(self, desk: Desk):
        nowhere = replace(desk.config, gateway_url="http://127.0.0.1:9/gateway.do")
        with pytest.raises(errors.ProviderUnavailable):
            AlipayProvider(nowhere).query("A1")

    def test_the_return_address_keeps_its_own_parameters(self, desk: Desk, attempt: PaymentAttempt):
        params = dict(parse_qsl(urlsplit(desk.pay(attempt)).query))
        assert params["group"] == "1"
        assert params["out_trade_no"] == attempt.out_trade_no


class TestNotifications:
    def test_a_payment_is_read(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        news = desk.parse(body)
        assert (news.kind, news.status) == (NotificationKind.PAYMENT, ProviderPaymentStatus.PAID)
        assert news.out_trade_no == attempt.out_trade_no
        assert news.amount == AMOUNT
        assert news.notify_id
        assert abs(news.sent_at - datetime.now(UTC)) < timedelta(minutes=1)
        assert desk.provider.acknowledge() == b"success"

    def test_a_duplicate_reads_the_same_and_shows_its_id(self, desk: Desk, attempt: PaymentAttempt):
        desk.plant("notify_duplicate", copies=2)
        desk.pay(attempt)
        read = {replace(desk.parse(body), sent_at=None) for body in desk.shop.wait_for(3)}
        assert len(read) == 1

    def test_a_tampered_one_is_refused(self, desk: Desk, attempt: PaymentAttempt):
        desk.plant("notify_tampered", subject=attempt.out_trade_no)
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.SignatureInvalid):
            desk.parse(body)

    def test_a_wrong_amount_can_be_seen(self, desk: Desk, attempt: PaymentAttempt):
        desk.plant("notify_wrong_amount", cents=7)
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        assert desk.parse(body).amount == AMOUNT + Money(7, "CNY")

    def test_one_for_another_seller_is_refused(self, desk: Desk, attempt: PaymentAttempt):
        desk.plant("notify_wrong_seller")
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.NotificationNotOurs):
            desk.parse(body)

    @pytest.mark.parametrize("seconds", [3600, -27 * 3600])
    def test_a_skewed_clock_is_refused(self, desk: Desk, attempt: PaymentAttempt, seconds: int):
        desk.plant("notify_clock_skew", seconds=seconds)
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.NotificationStale):
            desk.parse(body)

    def test_a_replay_days_later_is_stale(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.NotificationStale):
            desk.parse(body, at=datetime.now(UTC) + timedelta(days=2))

    def test_a_name_given_twice_is_refused(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.NotificationMalformed):
            desk.parse(body + b"&total_amount=1.00")

    def test_a_partial_refund_is_told_apart_from_a_payment(
        self, desk: Desk, attempt: PaymentAttempt
    ):
        desk.pay(attempt)
        desk.refund(attempt, "R1", 2556)
        news = desk.parse(desk.shop.wait_for(2)[1])
        assert (news.kind, news.refund_no) == (NotificationKind.REFUND, "R1")
        assert news.refunded_total == Money(2556, "CNY")
        assert news.status is ProviderPaymentStatus.PAID

    def test_a_full_refund_is_not_read_as_closed(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        desk.refund(attempt, "R1", AMOUNT.minor)
        body = desk.shop.wait_for(2)[1]
        assert b"trade_status=TRADE_CLOSED" in body
        news = desk.parse(body)
        assert (news.kind, news.status) == (NotificationKind.REFUND, ProviderPaymentStatus.PAID)

    def test_reordered_ones_can_be_told_apart(self, desk: Desk, attempt: PaymentAttempt):
        desk.plant("notify_reordered")
        desk.pay(attempt)
        desk.refund(attempt, "R1", 100)
        kinds = [desk.parse(body).kind for body in desk.shop.wait_for(2)]
        assert kinds == [NotificationKind.REFUND, NotificationKind.PAYMENT]


class TestRefunds:
    def test_a_stuck_one_is_in_progress_until_it_is_done(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        desk.plant("refund_stuck", subject=attempt.out_trade_no)
        asked = {
            "refund_no": "R1",
            "out_trade_no": attempt.out_trade_no,
            "amount": Money(500, "CNY"),
        }
        assert desk.refund(attempt, "R1", 500).status is ProviderRefundStatus.PROCESSING
        assert desk.refund(attempt, "R1", 500).status is ProviderRefundStatus.PROCESSING
        assert desk.provider.query_refund(**asked).status is ProviderRefundStatus.PROCESSING
        address = f"{desk.url}/simulator/trades/{attempt.out_trade_no}/refunds/R1/finish"
        assert http.post(address).status_code == 200
        done = desk.provider.query_refund(**asked)
        assert done.status is ProviderRefundStatus.SUCCEEDED
        assert done.amount == Money(500, "CNY")
        assert done.refunded_at is not None

    def test_an_unpaid_trade_is_not_refunded(self, desk: Desk, attempt: PaymentAttempt):
        desk.open(attempt)
        refund = desk.refund(attempt, "R1", 100)
        assert refund.status is ProviderRefundStatus.FAILED
        assert refund.failure == "ACQ.TRADE_STATUS_ERROR"


class TestBills:
    def today(self):
        return datetime.now(ZoneInfo("Asia/Shanghai")).date()

    def test_a_day_without_trade_has_no_bill(self, desk: Desk):
        with pytest.raises(errors.BillNotReady):
            desk.provider.download_bill(self.today())

    def test_payments_and_refunds_are_rows(self, desk: Desk, attempt: PaymentAttempt):
        desk.pay(attempt)
        desk.refund(attempt, "R1", 2556)
        bill = desk.provider.download_bill(self.today())
        paid, returned = bill.rows
        assert (paid.kind, returned.kind) == (BillRowKind.PAYMENT, BillRowKind.REFUND)
        assert paid.out_trade_no == returned.out_trade_no == attempt.out_trade_no
        assert (paid.amount.minor, returned.amount.minor) == (11_500, 2_556)
        # 0.6 %: 69 cents of 115.00, and 15 of 25.56 come back.
        assert (paid.fee.minor, returned.fee.minor) == (69, -15)
        assert (paid.refund_no, returned.refund_no) == ("", "R1")
        assert len(bill.sha256) == 64

    def test_planted_errors_are_in_the_file(self, desk: Desk):
        names = ("bill_missing", "bill_amount", "bill_fee", "bill_duplicate", "bill_next_day")
        numbers = {}
        for name in names:
            attempt = an_attempt(PaymentScene.PAGE)
            desk.pay(attempt)
            numbers[name] = attempt.out_trade_no
            desk.plant(name, subject=attempt.out_trade_no, times=None)
        desk.plant("bill_extra", subject=self.today().isoformat(), times=None)
        rows = desk.provider.download_bill(self.today()).rows
        found = [row.out_trade_no for row in rows]
        assert numbers["bill_missing"] not in found
        assert numbers["bill_next_day"] not in found
        assert found.count(numbers["bill_duplicate"]) == 2
        by_number = {row.out_trade_no: row for row in rows}
        assert by_number[numbers["bill_amount"]].amount.minor == 11_501
        assert by_number[numbers["bill_fee"]].fee.minor == 74
        assert len(rows) == 5
        tomorrow = desk.provider.download_bill(self.today() + timedelta(days=1)).rows
        assert [row.out_trade_no for row in tomorrow] == [numbers["bill_next_day"]]

    def test_a_file_of_another_form_is_unreadable(self):
        with pytest.raises(errors.BillUnreadable):
            alipay_bill.read_zip(b"no archive")


class TestSigning:
    def test_empty_values_are_not_signed(self):
        params = {"b": "2", "a": "1", "c": "", "sign": "x"}
        assert signing.sign_content(params, without=frozenset({"sign"})) == "a=1&b=2"

    def test_the_signed_node_is_cut_character_for_character(self):
        answer = '{"a_response": {"u":"http:\\/\\/x", "n":{"k":"}"}} ,"sign":"s"}'
        assert signing.cut_node(answer, "a_response") == '{"u":"http:\\/\\/x", "n":{"k":"}"}}'

    @pytest.mark.parametrize(
        ("text", "minor"), [("0.01", 1), ("88", 8800), ("88.8", 8880), ("-1.10", -110)]
    )
    def test_yuan_are_read_exactly(self, text: str, minor: int):
        assert signing.from_yuan(text) == Money(minor, "CNY")

    @pytest.mark.parametrize("text", ["", "1,000.00", "1e3", "NaN", "0.001", "１.00"])
    def test_other_texts_are_no_amount(self, text: str):
        with pytest.raises(ValueError, match=r"amount|digits"):
            signing.from_yuan(text)

    def test_keys_are_read_without_their_frame(self, desk: Desk):
        bare = "".join(desk.config.app_private_key.strip().splitlines()[1:-1])
        assert signing.load_private_key(bare) is not None
        public = "".join(desk.config.alipay_public_key.strip().splitlines()[1:-1])
        key = signing.load_public_key(public)
        content = urlencode({"a": "1"})
        assert not signing.is_signed(content, "not base64", key)

    def test_secrets_are_not_shown(self, desk: Desk):
        assert "PRIVATE" not in repr(desk.config)

    def test_freshness_has_two_sides(self):
        at = datetime(2026, 11, 1, tzinfo=UTC)
        assert is_fresh(at - timedelta(hours=25), at)
        assert is_fresh(at + timedelta(minutes=9), at)
        assert not is_fresh(at - timedelta(hours=27), at)
        assert not is_fresh(at + timedelta(minutes=11), at)
