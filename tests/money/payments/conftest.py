from collections.abc import Iterator

import pytest

from tests.money.payments import factories

pytest.register_assert_rewrite("tests.contracts.payment_provider")


@pytest.fixture
def fakepay() -> Iterator[factories.FakePay]:
    """A provider that obeys, offered while the test runs."""
    factories.FAKEPAY.reset()
    factories.FAKEPAY.is_on = True
    yield factories.FAKEPAY
    factories.FAKEPAY.is_on = False
