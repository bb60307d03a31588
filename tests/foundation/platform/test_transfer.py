"""Settings from one installation to another: nothing secret, nothing unseen, nothing half."""

import json

import pytest

from jishi.foundation.kernel.actors import Actor, ActorKind, grants_over_all
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import preferences, transfer
from jishi.foundation.platform.transfer import Obstacle

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("tests")
BOSS = Actor(kind=ActorKind.STAFF, id="b", grants=grants_over_all(["preferences.edit"]))


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(preferences.PREFERENCES, "_parts", {})
    declare = preferences.declare
    declare("tests.hours", 48, "Hours.", check=preferences.between(1, 99))
    declare("tests.names", ["a"], "Names.")
    declare("tests.title", "集市", "Title.")
    declare("tests.key", "", "Key.", is_secret=True)


def settings(**given) -> str:
    named = {f"tests.{name}": value for name, value in given.items()}
    return json.dumps({"format": transfer.FORMAT, "settings": named})


def set_to(name: str, value) -> None:
    preferences.set_value(actor=SYSTEM, name=f"tests.{name}", value=value)
    preferences.forget()


def take_over(text: str, *names: str) -> int:
    seen = transfer.fingerprint(transfer.compare(actor=BOSS, text=text))
    changed = transfer.take_over(
        actor=BOSS, text=text, names=[f"tests.{name}" for name in names], seen=seen
    )
    preferences.forget()
    return changed


def value_of(name: str):
    return preferences.PREFERENCES.get(f"tests.{name}").get()


def test_what_was_exported_makes_another_installation_alike():
    set_to("hours", 24)
    set_to("names", ["一", "二"])
    text = transfer.export(actor=BOSS)
    set_to("hours", 12)
    set_to("names", ["a"])
    set_to("title", "别处")
    found = {one.name: (one.before, one.after) for one in transfer.compare(actor=BOSS, text=text)}
    assert found == {
        "tests.hours": (12, 24),
        "tests.names": (["a"], ["一", "二"]),
        "tests.title": ("别处", "集市"),
    }
    assert take_over(text, "hours", "names", "title") == 3
    assert (value_of("hours"), value_of("names"), value_of("title")) == (24, ["一", "二"], "集市")
    assert transfer.compare(actor=BOSS, text=text) == ()


def test_a_secret_never_leaves_and_is_never_taken_in():
    set_to("key", "s3cr3t-value")
    text = transfer.export(actor=BOSS)
    assert "s3cr3t-value" not in text
    assert json.loads(text)["secrets_to_set"] == ["tests.key"]
    (one,) = transfer.compare(actor=BOSS, text=settings(key="planted"))
    assert (one.obstacle, one.before, one.after) == (Obstacle.SECRET, None, None)
    assert take_over(settings(key="planted"), "key") == 0
    assert value_of("key") == "s3cr3t-value"


@pytest.mark.parametrize(
    ("given", "obstacle"),
    [
        ({"hours": 100}, Obstacle.BAD_VALUE),
        ({"hours": "24"}, Obstacle.BAD_VALUE),
        ({"hours": True}, Obstacle.BAD_VALUE),
        ({"names": [1]}, Obstacle.BAD_VALUE),
        ({"nothing": 1}, Obstacle.UNKNOWN),
    ],
)
def test_what_does_not_fit_here_is_said_and_left_out(given, obstacle):
    (one,) = transfer.compare(actor=BOSS, text=settings(**given))
    assert one.obstacle == obstacle
    assert take_over(settings(**given), *given) == 0


def test_only_what_was_chosen_changes():
    text = settings(hours=24, title="新")
    assert take_over(text, "title") == 1
    assert (value_of("hours"), value_of("title")) == (48, "新")


def test_what_changed_since_it_was_shown_is_shown_again():
    text = settings(hours=24)
    seen = transfer.fingerprint(transfer.compare(actor=BOSS, text=text))
    set_to("hours", 36)
    with pytest.raises(transfer.SettingsMovedOn):
        transfer.take_over(actor=BOSS, text=text, names=["tests.hours"], seen=seen)
    preferences.forget()
    assert value_of("hours") == 36


def test_a_refusal_of_one_takes_nothing_over(monkeypatch):
    def refuse(_value):
        raise preferences.BadPreference(field="tests.title")

    monkeypatch.setitem(preferences.GUARDS, "tests.title", refuse)
    with pytest.raises(preferences.BadPreference):
        take_over(settings(hours=24, title="新"), "hours", "title")
    preferences.forget()
    assert (value_of("hours"), value_of("title")) == (48, "集市")


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "not json", '{"format": "x", "settings": {}}', "[" * 100_000]
)
def test_other_files_are_refused(text):
    with pytest.raises(transfer.BadSettingsFile):
        transfer.compare(actor=BOSS, text=text)


def test_a_file_that_is_too_large_is_refused():
    with pytest.raises(transfer.BadSettingsFile):
        transfer.compare(actor=BOSS, text=" " * (transfer.LARGEST_BYTES + 1))


def test_it_needs_the_permission():
    clerk = Actor(kind=ActorKind.STAFF, id="c", grants=grants_over_all(["orders.view"]))
    for call in (
        lambda: transfer.export(actor=clerk),
        lambda: transfer.compare(actor=clerk, text=settings()),
        lambda: transfer.take_over(actor=clerk, text=settings(), names=[], seen=""),
    ):
        with pytest.raises(Forbidden):
            call()
