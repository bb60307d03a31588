from datetime import date

import pytest

from jishi.foundation.kernel.money import Money
from jishi.money.payments import errors
from jishi.money.payments.adapters.bank_transfer import BankTransferConfig, BankTransferProvider
from jishi.money.payments.adapters.cash_on_delivery import (
    CashOnDeliveryConfig,
    CashOnDeliveryProvider,
)
from jishi.money.payments.types import ActionKind, PaymentScene
from tests.contracts.payment_provider import Channel, PaymentProviderContract, an_attempt

ACCOUNT = BankTransferConfig(
    account_name="示例商贸有限公司", account_number="6222000000000000", bank_name="示例银行"
)


class TestCashOnDelivery(PaymentProviderContract):
    @pytest.fixture
    def channel(self) -> Channel:
        provider = CashOnDeliveryProvider(CashOnDeliveryConfig(limit_minor=50_000))
        return Channel(provider, PaymentScene.OFFLINE)

    def test_refuses_more_than_a_courier_may_collect(self, channel: Channel):
        channel.provider.create(an_attempt(PaymentScene.OFFLINE, amount=Money(50_000, "CNY")))
        with pytest.raises(errors.AmountOutOfRange):
            channel.provider.create(an_attempt(PaymentScene.OFFLINE, amount=Money(50_001, "CNY")))

    def test_has_no_bill(self, channel: Channel):
        with pytest.raises(errors.OperationNotSupported):
            channel.provider.download_bill(date(2026, 11, 1))


class TestBankTransfer(PaymentProviderContract):
    @pytest.fixture
    def channel(self) -> Channel:
        return Channel(BankTransferProvider(ACCOUNT), PaymentScene.OFFLINE)

    def test_shows_the_account_and_the_reference(self, channel: Channel):
        attempt = an_attempt(PaymentScene.OFFLINE)
        action = channel.provider.create(attempt)
        assert action.kind is ActionKind.INSTRUCTIONS
        assert action.details == (
            ("account_name", "示例商贸有限公司"),
            ("account_number", "6222000000000000"),
            ("bank_name", "示例银行"),
            ("reference", attempt.out_trade_no),
        )
