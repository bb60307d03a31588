"""The village, and the platform's people at their desks."""

import pytest

from tests.parties.accounts import factories as people
from tests.surfaces.operator_console.desks import Desks, signed_in
from tests.walks import village as villages


@pytest.fixture
def village(db):
    return villages.build()


@pytest.fixture
def desks(village):
    """The village with something of every kind to look at."""
    return Desks(village)


@pytest.fixture
def admin(village):
    return signed_in(people.with_role("platform.administrator"))


@pytest.fixture
def customer(village):
    return signed_in(village.shopper.user_id)


@pytest.fixture
def owner(village):
    return signed_in(village.owners["M1"].user_id)
