"""The text message gateway against the simulated provider, over real HTTP."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jishi.foundation.kernel import clock
from jishi.foundation.platform.messaging import sms
from jishi.foundation.platform.messaging.sms import AliyunSmsConfig, AliyunSmsGateway
from simulators.serving import Server
from simulators.sms.app import Sms
from tests.simulators.shop import http

PHONE = "+8613800000001"


@dataclass
class Desk:
    url: str
    gateway: AliyunSmsGateway
    config: AliyunSmsConfig

    def plant(self, kind: str, **params: object) -> None:
        http.post(f"{self.url}/simulator/faults", json={"kind": kind, **params})

    def send(self, phone: str = PHONE, **params: str) -> sms.SmsReceipt:
        values = params or {"code": "135790"}
        return self.gateway.send(phone=phone, template="code", params=values, reference="ref-1")

    def messages(self, phone: str = "13800000001") -> list[dict]:
        answer = http.get(f"{self.url}/simulator/messages", params={"phone": phone})
        return answer.json()["messages"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Server(Sms(tmp_path / "sms.json")) as server:
        keys = http.get(f"{server.url}/simulator/keys").json()
        config = AliyunSmsConfig(
            access_key_id=keys["access_key_id"],
            access_key_secret=keys["access_key_secret"],
            sign_name=keys["sign_name"],
            templates={"code": "SMS_100000001", "gone": "SMS_1"},
            endpoint=server.url,
            timeout_s=2,
        )
        yield Desk(server.url, AliyunSmsGateway(config), config)


def test_a_code_arrives_and_can_be_read(desk: Desk):
    receipt = desk.send()
    (message,) = desk.messages()
    assert message["text"] == "【集市】您的验证码为135790，5分钟内有效，请勿泄露给他人。"
    assert (message["out_id"], message["biz_id"]) == ("ref-1", receipt.number)
    assert "135790" in http.get(desk.url).text


def test_values_survive_the_journey(desk: Desk):
    desk.send(code="a b+c/é&=~*'中")
    assert desk.messages()[0]["params"] == {"code": "a b+c/é&=~*'中"}


def test_a_wrong_secret_is_refused(desk: Desk):
    stranger = AliyunSmsGateway(replace(desk.config, access_key_secret="wrong"))
    with pytest.raises(sms.SmsRefused) as refusal:
        stranger.send(phone=PHONE, template="code", params={"code": "1"})
    assert refusal.value.params["provider_code"] == "SignatureDoesNotMatch"
    assert desk.messages() == []


def test_an_unsigned_call_is_refused(desk: Desk):
    answer = http.post(f"{desk.url}/?PhoneNumbers=13800000001")
    assert (answer.status_code, answer.json()["Code"]) == (400, "IncompleteSignature")


def test_a_replayed_or_stale_call_is_refused(desk: Desk):
    now = datetime.now(UTC)
    fresh, stale = signed(desk, "n1", now), signed(desk, "n2", now - timedelta(hours=1))
    assert fresh().json()["Code"] == "OK"
    assert fresh().json()["Code"] == "SignatureNonceUsed"
    assert stale().json()["Code"] == "InvalidTimeStamp.Expired"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({"kind": "rate_limit"}, sms.SmsLimited),
        ({"kind": "send_failed"}, sms.SmsUnavailable),
        ({"kind": "send_failed", "code": "isv.AMOUNT_NOT_ENOUGH"}, sms.SmsRefused),
        ({"kind": "send_failed", "code": "isv.MOBILE_NUMBER_ILLEGAL"}, sms.SmsPhoneInvalid),
        ({"kind": "http_500"}, sms.SmsUnavailable),
        ({"kind": "http_timeout", "seconds": 0.1}, sms.SmsUnavailable),
    ],
)
def test_trouble_is_told_apart_and_passes(desk: Desk, fault: dict, error: type[Exception]):
    desk.plant(**fault)
    with pytest.raises(error):
        desk.send()
    assert desk.messages() == []
    desk.send()
    assert len(desk.messages()) == 1


def test_a_slow_provider_still_sends(desk: Desk):
    desk.plant("send_delay", seconds=0.2)
    desk.send()
    assert len(desk.messages()) == 1


def test_texts_must_be_known_on_both_sides(desk: Desk):
    with pytest.raises(sms.SmsTemplateUnknown):
        desk.gateway.send(phone=PHONE, template="poem", params={})
    with pytest.raises(sms.SmsRefused):
        desk.gateway.send(phone=PHONE, template="gone", params={})


@pytest.mark.parametrize(
    ("phone", "local"), [("+8613800000001", "13800000001"), ("+85260000000", "85260000000")]
)
def test_numbers_are_written_as_the_provider_wants(phone: str, local: str):
    assert sms.local_number(phone) == local


def test_the_signature_is_the_documented_one():
    # Source: Alibaba Cloud, "request body and signature mechanism V3", fixed parameter example.
    query = {
        "ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
        "RegionId": "cn-shanghai",
    }
    headers = {
        "host": "ecs.cn-shanghai.aliyuncs.com",
        "x-acs-action": "RunInstances",
        "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z",
        "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    }
    signed_headers = sms.sign_headers(headers, query, "YourAccessKeyId", "YourAccessKeySecret")
    assert signed_headers["authorization"].endswith(
        "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_secrets_are_not_shown(desk: Desk):
    assert desk.config.access_key_secret not in repr(desk.config)
    assert clock.now().tzinfo is not None


def signed(desk: Desk, nonce: str, at: datetime):
    query = {
        "PhoneNumbers": "13800000001",
        "SignName": "集市",
        "TemplateCode": "SMS_100000001",
        "TemplateParam": '{"code":"1"}',
    }
    headers = {
        "host": desk.url.removeprefix("http://"),
        "x-acs-action": "SendSms",
        "x-acs-version": "2017-05-25",
        "x-acs-date": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": nonce,
    }
    config = desk.config
    headers = sms.sign_headers(headers, query, config.access_key_id, config.access_key_secret)
    return lambda: http.post(f"{desk.url}/?{sms.canonical_query(query)}", headers=headers)
