"""The same village, seen from its warehouses."""

from tests.surfaces.merchant_console.conftest import (  # noqa: F401 - fixtures
    owner,
    stranger,
    support,
    town,
    unpaid,
    village,
)
