"""What every payment provider must do; one suite, run over each adapter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.ports import PaymentProvider
from jishi.money.payments.types import (
    ActionKind,
    PaymentAttempt,
    PaymentScene,
    ProviderPaymentStatus,
    ProviderRefundStatus,
)

AMOUNT = Money(11_500, "CNY")


@dataclass(frozen=True)
class Channel:
    """A provider and its other side.

    pay: lets the buyer pay what an attempt's action asks for; None where people settle it.
    """

    provider: PaymentProvider
    scene: PaymentScene
    pay: Callable[[PaymentAttempt], None] | None = None


class PaymentProviderContract:
    """Subclass it and give the fixture `channel`."""

    @pytest.fixture
    def channel(self) -> Channel:
        raise NotImplementedError

    @pytest.fixture
    def attempt(self, channel: Channel) -> PaymentAttempt:
        return an_attempt(channel.scene)

    @pytest.fixture
    def paid(self, channel: Channel, attempt: PaymentAttempt) -> PaymentAttempt:
        if channel.pay is None:
            pytest.skip("people settle this provider's payments")
        channel.provider.create(attempt)
        channel.pay(attempt)
        return attempt

    def test_offers_its_scene_and_only_what_is_asked(self, channel: Channel):
        (method,) = channel.provider.methods([channel.scene])
        assert (method.provider, method.scene) == (channel.provider.code, channel.scene)
        assert channel.provider.methods([]) == ()

    def test_tells_the_buyer_what_to_do(self, channel: Channel, attempt: PaymentAttempt):
        action = channel.provider.create(attempt)
        shown = {
            ActionKind.REDIRECT: action.url,
            ActionKind.QR: action.qr_content,
            ActionKind.INSTRUCTIONS: action.instructions,
        }
        assert shown[action.kind]

    def test_refuses_a_foreign_currency(self, channel: Channel):
        with pytest.raises(errors.CurrencyNotSupported):
            channel.provider.create(an_attempt(channel.scene, amount=Money(100, "BHD")))

    @pytest.mark.parametrize("minor", [0, -1])
    def test_refuses_an_amount_that_is_not_positive(self, channel: Channel, minor: int):
        with pytest.raises(errors.AmountOutOfRange):
            channel.provider.create(an_attempt(channel.scene, amount=Money(minor, "CNY")))

    def test_refuses_a_scene_of_another_kind(self, channel: Channel):
        other = {PaymentScene.OFFLINE: PaymentScene.PAGE}.get(channel.scene, PaymentScene.OFFLINE)
        with pytest.raises(errors.SceneNotSupported):
            channel.provider.create(an_attempt(other))

    def test_does_not_say_paid_before_the_buyer_pays(
        self, channel: Channel, attempt: PaymentAttempt
    ):
        channel.provider.create(attempt)
        status = channel.provider.query(attempt.out_trade_no).status
        assert status in {ProviderPaymentStatus.PENDING, ProviderPaymentStatus.NOT_FOUND}

    def test_closes_what_nobody_has_opened(self, channel: Channel):
        channel.provider.close("NEVER_SEEN_1")
        assert channel.provider.query("NEVER_SEEN_1").status is not ProviderPaymentStatus.PAID

    def test_says_paid_with_the_exact_amount(self, channel: Channel, paid: PaymentAttempt):
        payment = channel.provider.query(paid.out_trade_no)
        assert payment.status is ProviderPaymentStatus.PAID
        assert payment.amount == paid.amount
        assert payment.paid_at is not None
        assert payment.provider_no

    def test_does_not_close_what_is_paid(self, channel: Channel, paid: PaymentAttempt):
        with pytest.raises(errors.AlreadyPaid):
            channel.provider.close(paid.out_trade_no)
        payment = channel.provider.query(paid.out_trade_no)
        assert payment.status is ProviderPaymentStatus.PAID

    def test_refunds_once_per_number(self, channel: Channel, paid: PaymentAttempt):
        part = Money(2_556, "CNY")
        asked = {"refund_no": "R1", "out_trade_no": paid.out_trade_no, "amount": part}
        first = channel.provider.refund(**asked)
        again = channel.provider.refund(**asked)
        rest = channel.provider.refund(**(asked | {"refund_no": "R2", "amount": AMOUNT - part}))
        assert first.status is again.status is rest.status is ProviderRefundStatus.SUCCEEDED
        assert again.amount == part

    def test_fails_a_refund_of_more_than_was_paid(self, channel: Channel, paid: PaymentAttempt):
        refund = channel.provider.refund(
            refund_no="R1", out_trade_no=paid.out_trade_no, amount=AMOUNT + Money(1, "CNY")
        )
        assert refund.status is ProviderRefundStatus.FAILED
        assert refund.failure

    def test_fails_a_refund_whose_number_comes_with_another_amount(
        self, channel: Channel, paid: PaymentAttempt
    ):
        asked = {"refund_no": "R1", "out_trade_no": paid.out_trade_no}
        channel.provider.refund(**asked, amount=Money(100, "CNY"))
        refund = channel.provider.refund(**asked, amount=Money(200, "CNY"))
        assert refund.status is ProviderRefundStatus.FAILED

    def test_still_says_paid_after_a_full_refund(self, channel: Channel, paid: PaymentAttempt):
        channel.provider.refund(refund_no="R1", out_trade_no=paid.out_trade_no, amount=AMOUNT)
        payment = channel.provider.query(paid.out_trade_no)
        assert payment.status is ProviderPaymentStatus.PAID

    def test_leaves_a_refund_by_hand_to_people(self, channel: Channel, attempt: PaymentAttempt):
        if channel.pay is not None:
            pytest.skip("this provider refunds by itself")
        asked = {"refund_no": "R1", "out_trade_no": attempt.out_trade_no, "amount": AMOUNT}
        assert channel.provider.refund(**asked).status is ProviderRefundStatus.MANUAL
        assert channel.provider.query_refund(**asked).status is ProviderRefundStatus.MANUAL

    def test_believes_no_unsigned_notification(self, channel: Channel):
        refusals = (
            errors.SignatureInvalid,
            errors.NotificationMalformed,
            errors.OperationNotSupported,
        )
        body = b"out_trade_no=A1&trade_status=TRADE_SUCCESS&total_amount=0.01"
        with pytest.raises(refusals):
            channel.provider.parse_notification(headers={}, body=body, at=datetime.now(UTC))


def an_attempt(scene: PaymentScene, *, amount: Money = AMOUNT) -> PaymentAttempt:
    return PaymentAttempt(
        out_trade_no=f"T{uuid4().hex}",
        amount=amount,
        subject="茶具 / tea set & tray",
        scene=scene,
        return_url="http://127.0.0.1:9/pay/return?group=1",
    )
