"""What every simulator does beside its protocol, and the gateway's refusals in its own words."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from simulators.alipay import notify, protocol
from simulators.alipay.app import Alipay
from simulators.kuaidi100.app import Kuaidi100
from simulators.openid.app import OpenId
from simulators.serving import Server, Simulator
from simulators.sms.app import Sms
from simulators.wechat.app import WeChat
from tests.simulators.shop import Shop, http

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=[Alipay, Kuaidi100, OpenId, Sms, WeChat])
def simulator(request: pytest.FixtureRequest, tmp_path: Path) -> Simulator:
    return request.param(tmp_path / "state.json")


def test_says_that_it_is_healthy(simulator: Simulator):
    with Server(simulator) as server:
        assert http.get(f"{server.url}/healthz").json() == {"status": "ok"}
        assert http.get(f"{server.url}/nothing").status_code == 404


def test_listens_on_loopback_only(simulator: Simulator):
    with Server(simulator) as server:
        assert server.url.startswith("http://127.0.0.1:")


def test_plants_lists_and_clears_faults(simulator: Simulator):
    with Server(simulator) as server:
        faults = f"{server.url}/simulator/faults"
        assert http.post(faults, json={"kind": "http_500"}).status_code == 201
        assert http.post(faults, json={"kind": "miracle"}).status_code == 422
        (planted,) = http.get(faults).json()["planted"]
        assert planted == {"kind": "http_500", "subject": "*", "times": 1}
        assert http.get(f"{server.url}/healthz").status_code == 200
        assert http.get(f"{server.url}/anything").status_code == 500
        assert http.get(f"{server.url}/anything").status_code == 404
        http.post(faults, json={"kind": "http_500", "times": None})
        http.delete(faults)
        assert http.get(faults).json()["planted"] == []


@pytest.mark.parametrize("name", ["alipay", "kuaidi100", "openid", "sms", "wechat"])
def test_runs_as_a_program_and_stops_when_told(name: str, tmp_path: Path):
    state = tmp_path / "deep" / "state.json"
    command = [sys.executable, "-m", f"simulators.{name}", "--port", "0", "--state", str(state)]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        line = process.stderr.readline()
        url = line.split()[-1]
        assert http.get(f"{url}/healthz").status_code == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert json.loads(state.read_text(encoding="utf-8"))["faults"] == []


def test_imports_nothing_of_the_house():
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "simulators").rglob("*.py")]
    assert not [source for source in sources if "import jishi" in source or "from jishi" in source]


class TestAlipay:
    def call(self, server: Server, method: str, content: dict, **extra: str) -> httpx.Response:
        keys = http.get(f"{server.url}/simulator/keys").json()
        params = {
            "app_id": keys["app_id"],
            "method": method,
            "charset": "utf-8",
            "sign_type": "RSA2",
            "timestamp": protocol.stamp(time.time()),
            "version": "1.0",
            "biz_content": json.dumps(content),
            **extra,
        }
        text = protocol.content_of(params, without=frozenset({"sign"}))
        key = protocol.load_or_make_key(self.folder / "alipay_app.pem")
        params.setdefault("sign", protocol.sign(text, key))
        return http.get(f"{server.url}/gateway.do", params=params)

    def pay(self, server: Server, number: str = "A1", **extra: str) -> httpx.Response:
        content = {"out_trade_no": number, "total_amount": "1.00", "subject": "tea"}
        placed = self.call(server, "alipay.trade.page.pay", content, **extra)
        assert placed.status_code == 302, placed.text
        return http.post(f"{server.url}/simulator/trades/{number}/pay")

    @pytest.fixture(autouse=True)
    def place(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def simulator(self, **options: float) -> Alipay:
        return Alipay(self.folder / "state.json", **options)

    @pytest.mark.parametrize(
        ("extra", "sub_code"),
        [
            ({"sign": "AAAA"}, "isv.invalid-signature"),
            ({"sign": ""}, "isv.missing-signature"),
            ({"app_id": "1"}, "isv.invalid-app-id"),
            ({"sign_type": "RSA"}, "isv.invalid-signature-type"),
            ({"biz_content": "{"}, "isv.invalid-biz-content"),
        ],
    )
    def test_refuses_in_the_providers_words(self, extra: dict, sub_code: str):
        with Server(self.simulator()) as server:
            answer = self.call(server, "alipay.trade.query", {"out_trade_no": "A1"}, **extra)
        assert answer.json()["alipay_trade_query_response"]["sub_code"] == sub_code

    def test_refuses_a_method_it_does_not_have(self):
        with Server(self.simulator()) as server:
            answer = self.call(server, "alipay.trade.dance", {})
        assert answer.json()["error_response"]["sub_code"] == "isv.invalid-method"

    def test_trades_and_keys_survive_a_restart(self):
        with Server(self.simulator()) as server:
            self.pay(server)
            keys = http.get(f"{server.url}/simulator/keys").json()
        with Server(self.simulator()) as server:
            again = http.get(f"{server.url}/simulator/keys").json()
            answer = self.call(server, "alipay.trade.query", {"out_trade_no": "A1"})
        assert answer.json()["alipay_trade_query_response"]["trade_status"] == "TRADE_SUCCESS"
        assert {k: v for k, v in again.items() if k != "gateway_url"} == {
            k: v for k, v in keys.items() if k != "gateway_url"
        }

    def test_a_notification_is_repeated_until_it_is_taken(self):
        with Shop(b"fail", b"fail", b"success") as shop:
            with Server(self.simulator(time_scale=0.0001)) as server:
                self.pay(server, notify_url=shop.url)
                shop.wait_for(3)
                time.sleep(0.2)
                address = f"{server.url}/simulator/notifications"
                (call,) = http.get(address).json()["notifications"]
            assert len(shop.bodies) == 3
        assert (call["state"], call["attempt"]) == ("sent", 3)

    def test_a_notification_waits_out_a_restart(self):
        with Shop(b"success") as shop:
            with Server(self.simulator()) as server:
                fault = {"kind": "notify_delay", "seconds": 0.5}
                http.post(f"{server.url}/simulator/faults", json=fault)
                self.pay(server, notify_url=shop.url)
            assert shop.bodies == []
            with Server(self.simulator()):
                shop.wait_for(1)

    def test_a_lost_notification_never_comes(self):
        with Shop(b"success") as shop, Server(self.simulator()) as server:
            http.post(f"{server.url}/simulator/faults", json={"kind": "notify_lost"})
            self.pay(server, notify_url=shop.url)
            time.sleep(0.2)
            assert shop.bodies == []

    def test_the_cadence_is_the_providers(self):
        assert [seconds / 60 for seconds in notify.CADENCE_S] == [4, 10, 10, 60, 120, 360, 900]

    def test_the_operators_own_key_may_be_set(self):
        with Server(self.simulator()) as server:
            other = protocol.load_or_make_key(self.folder / "other.pem")
            pem = protocol.public_pem(other.public_key())
            http.post(f"{server.url}/simulator/keys", json={"app_public_key": pem})
            keys = http.get(f"{server.url}/simulator/keys").json()
            refused = self.call(server, "alipay.trade.query", {"out_trade_no": "A1"}).json()
        assert (keys["app_public_key"], keys["app_private_key"]) == (pem, "")
        reason = refused["alipay_trade_query_response"]["sub_code"]
        assert reason == "isv.invalid-signature"

    def test_private_keys_are_for_their_owner_only(self):
        self.simulator()
        assert os.stat(self.folder / "alipay_platform.pem").st_mode & 0o077 == 0

    def test_the_cashier_speaks_both_languages_and_escapes(self):
        with Server(self.simulator()) as server:
            content = {"out_trade_no": "A1", "total_amount": "1.00", "subject": "<b>tea"}
            placed = self.call(server, "alipay.trade.page.pay", content)
            page = http.get(f"{server.url}{placed.headers['location']}").text
            canceled = http.post(f"{server.url}{placed.headers['location']}/cancel").text
        assert "确认付款" in page
        assert "Pay now" in page
        assert "¥ 1.00" in page
        assert "<b>" not in page
        assert "已取消付款" in canceled


def test_parcels_move_by_themselves_when_time_runs(tmp_path: Path):
    taken = b'{"result":true}'
    simulator = Kuaidi100(tmp_path / "state.json", time_scale=0.000001)
    with Shop(taken) as shop, Server(simulator) as server:
        key = http.get(f"{server.url}/simulator/keys").json()["key"]
        param = {
            "company": "yunda",
            "number": "4300000001",
            "key": key,
            "parameters": {"callbackurl": shop.url},
        }
        http.post(f"{server.url}/poll", data={"schema": "json", "param": json.dumps(param)})
        shop.wait_for(5)
        (parcel,) = http.get(f"{server.url}/simulator/parcels").json()["parcels"]
    assert parcel["events"][-1]["state"] == "3"
