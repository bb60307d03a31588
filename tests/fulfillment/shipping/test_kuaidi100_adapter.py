"""The Kuaidi100 adapter against the simulated hub, over real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode

import pytest

from jishi.foundation.kernel.addresses import Address
from jishi.fulfillment.shipping import errors
from jishi.fulfillment.shipping.adapters import kuaidi100
from jishi.fulfillment.shipping.adapters.kuaidi100 import Kuaidi100Config, Kuaidi100Gateway
from jishi.fulfillment.shipping.ports import LabelRequest, Trace
from jishi.fulfillment.shipping.types import TrackingState
from simulators.kuaidi100.app import Kuaidi100
from simulators.serving import Server
from tests.simulators.shop import Shop, http

TAKEN = '{"result":true,"returnCode":"200","message":"成功"}'.encode()
NUMBER = "YT0000000001"


@dataclass
class Desk:
    url: str
    shop: Shop
    gateway: Kuaidi100Gateway
    config: Kuaidi100Config

    def control(self, path: str, **wish: object) -> dict:
        answer = http.post(f"{self.url}/simulator/{path}", json=wish)
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    def subscribe(self, journey: str = "delivered", number: str = NUMBER) -> None:
        self.control("parcels", number=number, journey=journey)
        self.gateway.subscribe(carrier="yto", number=number)

    def advance(self, steps: int = 1, number: str = NUMBER) -> None:
        self.control("advance", number=number, steps=steps)

    def pushes(self, count: int) -> list[Trace]:
        bodies = self.shop.wait_for(count)
        return [self.gateway.parse_push(headers={}, body=body) for body in bodies]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    simulator = Kuaidi100(tmp_path / "hub.json", time_scale=0)
    with Shop(TAKEN) as shop, Server(simulator) as server:
        keys = http.get(f"{server.url}/simulator/keys").json()
        config = Kuaidi100Config(
            key=keys["key"],
            customer=keys["customer"],
            secret=keys["secret"],
            salt="s4lt",
            callback_url=shop.url,
            poll_url=server.url,
            label_url=server.url,
            timeout_s=3,
        )
        yield Desk(server.url, shop, Kuaidi100Gateway(config), config)


def a_request(reference: str = "SH-1") -> LabelRequest:
    sender = Address("集市仓", "13800000001", "CN", "浙江省", "杭州市", "西湖区", "文一路1号")
    recipient = Address("收件人", "13800000002", "CN", "北京市", "北京市", "海淀区", "中关村1号")
    return LabelRequest(reference, "sf", sender, recipient, "茶具", 1_250)


JOURNEYS = {
    "delivered": ["picked", "transit", "transit", "delivering", "signed"],
    "locker": ["picked", "transit", "transit", "delivering", "at_point", "signed"],
    "exception": [
        "picked",
        "transit",
        "transit",
        "delivering",
        "exception",
        "delivering",
        "signed",
    ],
    "refused": ["picked", "transit", "transit", "delivering", "refused", "returning", "returned"],
    "returned": ["picked", "transit", "transit", "exception", "returning", "returned"],
    "forwarded": ["picked", "transit", "forwarded"],
    "customs_exception": ["picked", "transit", "customs_pending", "customs", "customs_exception"],
    "customs": [
        "picked",
        "transit",
        "customs_pending",
        "customs",
        "cleared",
        "transit",
        "delivering",
        "signed",
    ],
}


class TestTracking:
    @pytest.mark.parametrize("journey", JOURNEYS)
    def test_a_journey_is_told_in_our_words(self, desk: Desk, journey: str):
        desk.subscribe(journey)
        desk.advance(len(JOURNEYS[journey]))
        trace = desk.gateway.track(carrier="yto", number=NUMBER)
        assert [event.state.value for event in trace.events] == JOURNEYS[journey]
        assert trace.state.value == JOURNEYS[journey][-1]
        assert (trace.carrier, trace.number) == ("yto", NUMBER)
        assert all(event.at.utcoffset() is not None for event in trace.events)

    def test_a_push_tells_the_same_as_a_query(self, desk: Desk):
        desk.subscribe()
        desk.advance(3)
        assert desk.pushes(3)[-1] == desk.gateway.track(carrier="yto", number=NUMBER)

    def test_nothing_is_known_before_the_first_scan(self, desk: Desk):
        desk.subscribe()
        assert desk.gateway.track(carrier="yto", number=NUMBER) is None

    @pytest.mark.parametrize(
        ("journey", "steps", "words"),
        [("silent", 1, "3天查询无记录"), ("stalled", 3, "60天无变化时")],
    )
    def test_giving_up_is_told_and_may_be_taken_back(
        self, desk: Desk, journey: str, steps: int, words: str
    ):
        desk.subscribe(journey)
        desk.advance(steps)
        last = desk.pushes(steps)[-1]
        assert (last.state, last.abort_reason) == (TrackingState.ABORTED, words)
        desk.gateway.subscribe(carrier="yto", number=NUMBER)

    def test_subscribing_twice_is_no_error(self, desk: Desk):
        desk.subscribe()
        desk.gateway.subscribe(carrier="yto", number=NUMBER)

    def test_duplicates_read_the_same(self, desk: Desk):
        desk.subscribe()
        desk.control("faults", kind="push_duplicate", copies=2)
        desk.advance()
        assert len(set(desk.pushes(3))) == 1

    def test_out_of_order_pushes_show_their_age(self, desk: Desk):
        desk.subscribe()
        desk.control("faults", kind="push_reordered")
        desk.advance(2)
        later, earlier = desk.pushes(2)
        assert later.events[: len(earlier.events)] == earlier.events
        assert len(later.events) == 2

    def test_a_lost_push_is_made_up_by_a_query(self, desk: Desk):
        desk.subscribe()
        desk.control("faults", kind="push_lost")
        desk.advance()
        assert desk.gateway.track(carrier="yto", number=NUMBER).state is TrackingState.PICKED
        assert desk.shop.bodies == []

    def test_a_tampered_push_is_refused(self, desk: Desk):
        desk.subscribe()
        desk.control("faults", kind="push_tampered")
        desk.advance()
        (body,) = desk.shop.wait_for(1)
        with pytest.raises(errors.PushSignatureInvalid):
            desk.gateway.parse_push(headers={}, body=body)

    @pytest.mark.parametrize("body", [b"", b"\xff", b"param=%7B%7D", b"param=&sign="])
    def test_nonsense_is_refused(self, desk: Desk, body: bytes):
        with pytest.raises((errors.PushMalformed, errors.PushSignatureInvalid)):
            desk.gateway.parse_push(headers={}, body=body)

    def test_a_signed_push_of_another_form_is_malformed(self, desk: Desk):
        param = json.dumps({"status": "polling"})
        form = {"param": param, "sign": kuaidi100.md5_sign(param, "s4lt")}
        with pytest.raises(errors.PushMalformed):
            desk.gateway.parse_push(headers={}, body=urlencode(form).encode())

    def test_the_shop_refusing_is_asked_again(self, tmp_path: Path):
        simulator = Kuaidi100(tmp_path / "hub.json", time_scale=0)
        with Shop(b"no", TAKEN) as shop, Server(simulator) as server:
            keys = http.get(f"{server.url}/simulator/keys").json()
            config = Kuaidi100Config(
                **{name: keys[name] for name in ("key", "customer", "secret")},
                salt="",
                callback_url=shop.url,
                poll_url=server.url,
            )
            Kuaidi100Gateway(config).subscribe(carrier="yto", number=NUMBER)
            http.post(f"{server.url}/simulator/advance", json={"number": NUMBER})
            first, second = shop.wait_for(2)
        assert parse_qs(first.decode()) == parse_qs(second.decode())


class TestRefusals:
    def test_a_wrong_key_is_refused(self, desk: Desk):
        stranger = Kuaidi100Gateway(replace(desk.config, key="wrong"))
        with pytest.raises(errors.CarrierRefused) as subscription:
            stranger.subscribe(carrier="yto", number=NUMBER)
        assert subscription.value.params["provider_code"] == "600"
        with pytest.raises(errors.CarrierRefused) as query:
            stranger.track(carrier="yto", number=NUMBER)
        assert query.value.params["provider_code"] == "503"
        with pytest.raises(errors.CarrierRefused):
            stranger.order_label(a_request())

    def test_an_unknown_carrier_is_refused_here(self, desk: Desk):
        with pytest.raises(errors.CarrierNotSupported):
            desk.gateway.subscribe(carrier="pigeon", number=NUMBER)

    @pytest.mark.parametrize(
        "fault", [{"kind": "http_500"}, {"kind": "http_timeout", "seconds": 0.1}]
    )
    def test_trouble_is_unavailable(self, desk: Desk, fault: dict):
        desk.control("faults", **fault)
        with pytest.raises(errors.CarrierUnavailable):
            desk.gateway.track(carrier="yto", number=NUMBER)

    def test_some_carriers_want_a_phone(self, desk: Desk):
        label = desk.gateway.order_label(a_request())
        desk.advance(number=label.number)
        with pytest.raises(errors.CarrierRefused):
            desk.gateway.track(carrier="sf", number=label.number)
        assert desk.gateway.track(carrier="sf", number=label.number, phone="13800000002")


class TestLabels:
    def test_a_reference_gets_one_label(self, desk: Desk):
        first = desk.gateway.order_label(a_request())
        again = desk.gateway.order_label(a_request())
        other = desk.gateway.order_label(a_request("SH-2"))
        assert first == again
        assert first.number != other.number
        assert first.number.startswith("SF")
        assert "北京市海淀区中关村1号" in http.get(first.url).text

    def test_a_label_is_given_back_before_pick_up_only(self, desk: Desk):
        label = desk.gateway.order_label(a_request())
        desk.gateway.cancel_label(label)
        desk.advance(number=label.number)
        assert desk.gateway.track(carrier="sf", number=label.number, phone="1") is None
        picked = desk.gateway.order_label(a_request("SH-2"))
        desk.advance(number=picked.number)
        with pytest.raises(errors.CarrierRefused):
            desk.gateway.cancel_label(picked)


class TestCodes:
    @pytest.mark.parametrize(
        ("code", "state"),
        [
            ("0", "transit"),
            ("1", "picked"),
            ("2", "exception"),
            ("3", "signed"),
            ("4", "returned"),
            ("5", "delivering"),
            ("6", "returning"),
            ("7", "forwarded"),
            ("8", "customs"),
            ("10", "customs_pending"),
            ("11", "customs"),
            ("12", "cleared"),
            ("13", "customs_exception"),
            ("14", "refused"),
            ("101", "created"),
            ("103", "picked"),
            ("1001", "transit"),
            ("203", "refused"),
            ("206", "exception"),
            ("304", "signed"),
            ("501", "at_point"),
            ("999", "transit"),
            ("", "transit"),
        ],
    )
    def test_every_code_has_a_state(self, code: str, state: str):
        assert kuaidi100.normalize(code).value == state

    def test_the_signature_is_upper_case_md5_of_the_parts(self):
        assert kuaidi100.md5_sign("a", "b", "c") == "900150983CD24FB0D6963F7D28E17F72"

    def test_secrets_are_not_shown(self, desk: Desk):
        shown = repr(desk.config)
        assert desk.config.secret not in shown
        assert desk.config.salt not in shown
