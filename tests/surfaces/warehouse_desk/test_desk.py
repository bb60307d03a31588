"""A parcel over the desk: scanned, packed, handed over; and goods that come back."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from jishi.care.aftersales import queries as aftersales_queries
from jishi.care.aftersales import services as aftersales
from jishi.care.aftersales.types import CaseKind, CaseRequest, LineRequest, Reason
from jishi.fulfillment.shipping.types import ShipmentState
from jishi.fulfillment.warehouse import queries as warehouse_queries
from jishi.fulfillment.warehouse import services as warehouse
from jishi.fulfillment.warehouse.types import PickState, TaskFilter
from jishi.goods.inventory import queries as inventory_queries
from jishi.parties.accounts import services as accounts
from tests.parties.accounts import factories as people
from tests.surfaces.merchant_console.town import signed_in
from tests.walks import village as villages

pytestmark = pytest.mark.django_db


def address(name, *args, language="zh-hans"):
    with override(language):
        return reverse(f"warehouse:{name}", args=args)


def task_of(town, code="A"):
    """Return the work on the parcel in which M1 sends an article."""
    actor = town.village.owners["M1"]
    found = warehouse_queries.list_tasks(actor=actor, wanted=TaskFilter())
    return next(one for one in found.items if one.lines[0].code == f"{code}-1")


def state_of(town, task):
    actor = town.village.owners["M1"]
    return warehouse_queries.get_task(actor=actor, task_id=task.task_id).state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_opens(town, owner, language):
    place = town.village.locations["W1"]
    task = task_of(town)
    pages = [
        address("places", language=language),
        *(address(name, place, language=language) for name in ("queues", "handing", "returns")),
        address("tasks", place, "waiting", language=language),
        address("task", task.task_id, language=language),
        address("lookup", place, language=language) + "?code=a-1",
    ]
    for page in pages:
        assert owner.get(page).status_code == 200, page


def test_a_keeper_of_one_warehouse_is_led_there_and_to_no_other(town):
    keeper, mine = people.person(), town.village.locations["W2"]
    accounts.assign_role(
        actor=villages.SYSTEM,
        user_id=keeper,
        role_id=people.role_id("platform.warehouse"),
        warehouse_id=mine,
    )
    window = signed_in(keeper)
    assert window.get(address("places")).headers["Location"] == address("queues", mine)
    assert window.get(address("queues", mine)).status_code == 200
    assert window.get(address("queues", town.village.locations["W1"])).status_code == 404


def test_goods_are_named_in_the_language_of_the_page(town, owner):
    task = task_of(town)
    names = {"zh-hans": "好物 A", "en": "Article A"}
    for language, other in (("zh-hans", "en"), ("en", "zh-hans")):
        for page in (
            address("task", task.task_id, language=language),
            address("tasks", task.location_id, "waiting", language=language),
        ):
            text = owner.get(page).content.decode()
            assert names[language] in text
            assert names[other] not in text


def test_the_work_of_others_is_not_found(town, stranger, support):
    task = task_of(town)
    assert stranger.get(address("task", task.task_id)).status_code == 404
    assert stranger.post(address("step", task.task_id, "start")).status_code == 404
    assert state_of(town, task) == PickState.WAITING
    assert support.get(address("places")).status_code == 403
    assert support.get(address("queues", town.village.locations["W1"])).status_code == 403


def test_a_parcel_is_picked_packed_and_handed_over(town, owner):
    task = task_of(town)
    opened = owner.post(address("queues", task.location_id), {"number": task.number})
    assert opened.url == address("task", task.task_id)
    owner.post(address("step", task.task_id, "start"))
    shown = owner.get(address("task", task.task_id)).content.decode()
    assert "autofocus" in shown
    assert "data-scan-field" in shown
    wrong = owner.post(address("scan", task.task_id), {"code": "C-1"})
    assert wrong.status_code == 422
    assert 'data-scan="wrong"' in wrong.content.decode()
    right = owner.post(address("scan", task.task_id), {"code": "a-1", "quantity": "1"})
    assert right.url.endswith("?scan=right")
    owner.post(address("step", task.task_id, "finish"))
    heavy = owner.post(address("pack", task.task_id), {"weight_g": "9000"})
    assert heavy.status_code == 409
    assert "confirms_weight" in heavy.content.decode()
    assert state_of(town, task) == PickState.PICKED
    owner.post(address("pack", task.task_id), {"weight_g": "560"})
    assert state_of(town, task) == PickState.PACKED
    page = address("hand_over", task.task_id)
    refused = owner.post(page, {"carrier": "sf", "tracking_no": "!"})
    assert refused.status_code == 422
    assert 'id="id_tracking_no_error"' in refused.content.decode()
    owner.post(page, {"carrier": "sf", "tracking_no": "SF55500001"})
    assert state_of(town, task) == PickState.HANDED_OVER
    assert ShipmentState.HANDED_OVER in {one.state for one in town.parcels("M1")}


def test_a_scanner_that_stays_on_the_page_gets_the_page(town, owner):
    task = task_of(town)
    owner.post(address("step", task.task_id, "start"))
    headers = {"HX-Request": "true"}
    right = owner.post(address("scan", task.task_id), {"code": "A-1"}, headers=headers)
    assert right.status_code == 200
    assert 'data-scan="right"' in right.content.decode()
    more = owner.post(address("scan", task.task_id), {"code": "A-1"}, headers=headers)
    assert more.status_code == 200
    assert 'data-scan="wrong"' in more.content.decode()


def test_what_is_missing_is_noted_line_by_line(town, owner):
    task = task_of(town)
    owner.post(address("step", task.task_id, "start"))
    line = task.lines[0].order_line_id.hex
    owner.post(address("step", task.task_id, "missing"), {"line": line})
    actor = town.village.owners["M1"]
    found = warehouse_queries.get_task(actor=actor, task_id=task.task_id)
    assert found.lines[0].short == 1


def test_many_parcels_are_handed_over_together(town, owner):
    task = task_of(town)
    actor = town.village.owners["M1"]
    warehouse.start_pick(actor=actor, task_id=task.task_id)
    warehouse.scan(actor=actor, task_id=task.task_id, code="A-1")
    warehouse.finish_pick(actor=actor, task_id=task.task_id)
    warehouse.pack(actor=actor, task_id=task.task_id)
    page = address("handing", task.location_id)
    number = f"number_{task.task_id.hex}"
    refused = owner.post(page, {"carrier": "sf", number: "?"})
    assert refused.status_code == 422
    assert "why_" in refused.content.decode()
    owner.post(page, {"carrier": "sf", number: "SF77700001"})
    assert state_of(town, task) == PickState.HANDED_OVER


def test_returned_goods_are_taken_in_by_condition(town, owner, stranger):
    village, task = town.village, task_of(town)
    warehouse.ship(
        actor=village.owners["M1"],
        shipment_id=task.shipment_id,
        carrier_code="sf",
        tracking_no="SF88800001",
    )
    villages.settle()
    order = town.order("M1")
    line = next(one for one in order.lines if one.code == "A-1")
    case_id = aftersales.apply(
        actor=village.shopper,
        request=CaseRequest(
            order_id=order.order_id,
            kind=CaseKind.RETURN_REFUND,
            reason=Reason.NO_REASON,
            lines=(LineRequest(line.line_id, 1),),
        ),
    )
    aftersales.approve(actor=village.owners["M1"], case_id=case_id)
    back = aftersales_queries.get_case(case_id).return_shipment_id
    page = address("return", back)
    assert stranger.get(page).status_code == 404
    assert owner.get(page).status_code == 200
    name = line.line_id.hex
    refused = owner.post(page, {f"{name}_A": 1, f"{name}_B": 1, f"{name}_C": 0, f"{name}_D": 0})
    assert refused.status_code == 422
    before = inventory_queries.available([village.variants["A"]])[village.variants["A"]]
    good = {f"{name}_A": 1, f"{name}_B": 0, f"{name}_C": 0, f"{name}_D": 0}
    assert owner.post(page, good).status_code == 302
    after = inventory_queries.available([village.variants["A"]])[village.variants["A"]]
    assert after == before + 1
