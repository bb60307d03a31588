"""The shop comes up from nothing in one command, and goes down leaving nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import preferences
from jishi.goods.catalog import queries as catalog_queries
from jishi.goods.catalog.types import ProductFilter
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.accounts.types import Device
from jishi.surfaces.cli import providers
from jishi.surfaces.cli.supervisor import STOPS, Role, Supervisor
from jishi.surfaces.cli.verbs import demo_, operator_, setup_, up_

HOUSE = Actor.system("tests")
SLEEP = "import time; time.sleep(60)"
WITH_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {SLEEP!r}])"


@pytest.fixture
def quick_setup(monkeypatch, settings, tmp_path):
    settings.DATA = tmp_path
    monkeypatch.setattr(setup_, "run", lambda _arguments: 0)


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_setup")
def test_demo_leaves_a_shop_with_people_alone(capsys):
    accounts.create_account(actor=HOUSE, email="first@jishi.example")
    assert demo_.run(["--if-empty"]) == 0
    assert demo_.run([]) == 1
    assert "accounts already" in capsys.readouterr().err
    assert catalog_queries.list_products(ProductFilter()).items == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("quick_setup")
def test_demo_refuses_what_was_interrupted_before(capsys, tmp_path):
    (tmp_path / demo_.UNFINISHED).touch()
    assert demo_.run(["--if-empty"]) == 1
    assert "interrupted" in capsys.readouterr().err


@pytest.mark.django_db
def test_operator_makes_an_administrator_once(capsys):
    assert operator_.run(["create", "boss@jishi.example"]) == 0
    password = capsys.readouterr().out.rsplit(" ", 1)[1].strip()
    accounts.sign_in(
        actor=Actor.guest("tests"),
        contact="boss@jishi.example",
        device=Device(session_key="a session"),
        password=password,
    )
    person = accounts_queries.find_user("boss@jishi.example")
    assert accounts_queries.get_actor(user_id=person.id).may("merchants.review")
    assert operator_.run(["create", "boss@jishi.example"]) == 0
    assert "its password stays" in capsys.readouterr().out
    assert operator_.run(["create", "nobody"]) == 1


SIMULATED = {
    "JISHI_ORIGIN": "http://127.0.0.1:8000",
    "JISHI_KUAIDI100_URL": "http://127.0.0.1:8102",
    "JISHI_KUAIDI100_CUSTOMER": "customer",
    "JISHI_KUAIDI100_KEY": "key",
    "JISHI_KUAIDI100_SECRET": "secret",
}


@pytest.mark.django_db
def test_a_simulated_carrier_account_follows_its_port_and_a_real_one_stays():
    def account(name):
        preferences.forget()
        return preferences.PREFERENCES.get(f"shipping.kuaidi100_{name}").get()

    providers.introduce({})
    assert account("key") == ""
    providers.introduce(SIMULATED)
    salt = account("salt")
    assert account("poll_url") == "http://127.0.0.1:8102"
    assert account("callback_url") == "http://127.0.0.1:8000/webhooks/carriers/kuaidi100"
    providers.introduce(SIMULATED | {"JISHI_KUAIDI100_URL": "http://127.0.0.1:8109"})
    assert (account("poll_url"), account("salt")) == ("http://127.0.0.1:8109", salt)
    preferences.set_value(
        actor=HOUSE, name="shipping.kuaidi100_poll_url", value="https://poll.example"
    )
    preferences.forget()
    providers.introduce(SIMULATED)
    assert account("poll_url") == "https://poll.example"


@pytest.fixture
def usual_signals():
    """Give signals back to whom they belonged; a supervisor takes them."""
    before = {number: signal.getsignal(number) for number in STOPS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def is_running(pid):
    """Return whether a process or anything in its session lives."""
    return any(not state.startswith("Z") for state in ask_ps("-o", "stat=", "-s", str(pid)))


def ask_ps(*arguments):
    found = subprocess.run(["ps", *arguments], check=False, capture_output=True, text=True)
    return found.stdout.split()


def wait_until(condition, seconds=20.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.05)


@pytest.mark.usefixtures("usual_signals")
def test_leaving_the_supervisor_ends_roles_and_their_children():
    with Supervisor() as supervisor:
        roles = [Role("command", ["-c", WITH_CHILD]), Role("call", call=lambda: time.sleep(60))]
        supervisor.start(*roles)
        wait_until(lambda: all(is_running(role.process.pid) for role in roles))
    wait_until(lambda: not any(is_running(role.process.pid) for role in roles))


@pytest.mark.usefixtures("usual_signals")
def test_a_task_returns_its_status_and_an_interrupted_one_is_ended():
    with Supervisor() as supervisor:
        assert supervisor.finish(Role("command", ["-c", "raise SystemExit(3)"])) == 3
        assert supervisor.finish(Role("call", call=lambda: 4)) == 4
        task = Role("slow", ["-c", f"import os; os.kill({os.getpid()}, 15); {SLEEP}"])
        assert supervisor.finish(task) != 0
        assert supervisor.is_stopping
        wait_until(lambda: not is_running(task.process.pid))


@pytest.mark.usefixtures("usual_signals")
def test_a_role_that_dies_is_started_again(tmp_path, capsys):
    tally = tmp_path / "tally"
    # It ends at once; the second time it has the supervisor stop, too.
    program = (
        f"import os; tally = open({str(tally)!r}, 'a'); tally.write('x'); tally.close()\n"
        f"if os.path.getsize({str(tally)!r}) > 1: os.kill({os.getpid()}, 15)"
    )
    with Supervisor() as supervisor:
        supervisor.start(Role("mortal", ["-c", program]))
        supervisor.wait()
    assert tally.read_text() == "xx"
    assert "mortal ended with 0; again in 0.5 s" in capsys.readouterr().out


def test_a_taken_port_is_said_clearly(capsys, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        arguments = ["--port", str(port), "--host", "127.0.0.1", "--data", str(tmp_path)]
        assert up_.run(arguments) == 1
    assert f"port {port} is taken" in capsys.readouterr().err


def test_an_empty_shop_opens_and_stops_without_a_trace(tmp_path):
    port = free_pair()
    arguments = ["up", "--no-demo", "--host", "127.0.0.1", "--port", str(port)]
    environment = {**os.environ, "JISHI_DATA": str(tmp_path / "data"), "DATABASE_URL": ""}
    with subprocess.Popen(
        [sys.executable, "-m", "jishi.surfaces.cli", *arguments],
        cwd=Path(__file__).resolve().parents[3],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as shop:
        said = []
        for line in shop.stdout:
            said.append(line)
            if "Stop with Ctrl-C" in line:
                break
        children = descendants(shop.pid)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
            assert page.status == 200
        shop.send_signal(signal.SIGTERM)
        shop.wait(30)
    assert shop.returncode == 0, said
    assert any("bin/jishi operator create" in line for line in said)
    assert len(children) >= 5
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    assert providers.is_free(port)


def free_pair():
    """Return a port that is free together with the next one."""
    pairs = ((port, port + 1) for port in range(8190, 8390, 2))
    return next(pair[0] for pair in pairs if all(map(providers.is_free, pair)))


def descendants(pid):
    """Return the processes below one."""
    found = [int(number) for number in ask_ps("-eo", "pid=,ppid=")]
    below = {}
    for child, parent in zip(found[::2], found[1::2], strict=True):
        below.setdefault(parent, []).append(child)
    todo, seen = [pid], []
    while todo:
        todo += (children := below.get(todo.pop(), []))
        seen += children
    return seen
