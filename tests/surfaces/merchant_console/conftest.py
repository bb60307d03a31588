"""People of the village at their consoles."""

import pytest

from tests.parties.accounts import factories as people
from tests.surfaces.merchant_console.town import Town, signed_in
from tests.walks import village as villages
from tests.walks.test_walk import pay_by_transfer, place


@pytest.fixture
def village(db):
    return villages.build()


@pytest.fixture
def unpaid(village):
    """Articles A and B of M1 and C of M2 were ordered."""
    return Town(village, place(village).group_id)


@pytest.fixture
def town(unpaid):
    """They were paid, too."""
    pay_by_transfer(unpaid.village, unpaid.group_id)
    return unpaid


@pytest.fixture
def owner(village):
    """The owner of M1."""
    return signed_in(village.owners["M1"].user_id)


@pytest.fixture
def stranger(village):
    """The owner of M2."""
    return signed_in(village.owners["M2"].user_id)


@pytest.fixture
def support(village):
    """Somebody of M1's support."""
    return signed_in(people.with_role("merchant.support", merchant_id=village.merchants["M1"]))
