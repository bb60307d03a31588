"""A carrier gateway under the tests' control."""

import pytest

from jishi.fulfillment.shipping.services import GATEWAYS
from tests.fulfillment.shipping.factories import FakeGateway

_current: dict[str, FakeGateway | None] = {"gateway": None}


def _build():
    return _current["gateway"]


GATEWAYS.add("fake", _build)


@pytest.fixture
def gateway():
    """A gateway named `fake` that is set up for this test only."""
    _current["gateway"] = FakeGateway()
    yield _current["gateway"]
    _current["gateway"] = None
