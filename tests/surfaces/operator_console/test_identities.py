"""The list of merchants that is handed in every half year."""

import csv
import io
from datetime import timedelta

import pytest

from jishi.foundation.kernel import clock
from jishi.parties.merchants.models import Merchant
from tests.surfaces.operator_console.desks import address

pytestmark = pytest.mark.django_db


def test_every_merchant_in_business_is_listed_and_exported(village, admin):
    soon = clock.local_date(clock.now() + timedelta(days=10))
    m1 = village.merchants["M1"]
    Merchant.objects.filter(pk=m1).update(
        legal_name="龙井茶业有限公司", license_no="91350100M000100Y43", license_expires_on=soon
    )
    assert address("identities") in admin.get(address("merchants")).text
    listed = admin.get(address("identities")).text
    assert "龙井茶业有限公司" in listed
    assert "M2 铺" in listed
    response = admin.get(address("identities", query="export=csv"))
    content = b"".join(response) if response.streaming else response.content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 3
    assert any("91350100M000100Y43" in row for row in rows)
    expiring = admin.get(address("identities", query="expiring=on")).text
    assert "龙井茶业有限公司" in expiring
    assert "M2 铺" not in expiring
