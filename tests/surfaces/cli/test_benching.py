"""Measurements: judged beside their yardstick, refused when wrong, compared with a baseline."""

import http.server
import json
import threading

import pytest

from jishi.surfaces.cli.benching import bars, clients, peers, running, serving
from jishi.surfaces.cli.benching.figures import Measured, Path
from jishi.surfaces.cli.verbs import bench_

HTTP = Path("requests/s", "something", lambda _stage: Measured(1))


@pytest.fixture
def server():
    """A small web server that knows one address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self._answer({"path": self.path})

        def do_POST(self):
            self._answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

        def _answer(self, body):
            content = json.dumps(body).encode()
            self.send_response(404 if "none" in self.path else 200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_):
            """Say nothing."""

    made = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


def test_bars_are_multiples_of_the_best_peer():
    known = {name: bar.value for name, bar in bars.BARS.items()}
    assert (known["list"], known["list_html"]) == (2192, 1096)
    assert (known["product"], known["product_html"]) == (1640, 820)
    assert (known["search"], known["search_rare"]) == (1197, 120)
    assert (known["cart"], known["checkout"], known["flash"]) == (450, 88, 1500)
    assert set(known) <= set(running.PATHS)


def test_a_figure_is_judged_at_the_speed_of_the_machine():
    half = bars.REFERENCE["wsgi"] / 2
    figure = running.judge("list", HTTP, Measured(1100), half)
    assert (figure.speed, figure.bar, figure.bar_here) == (0.5, 2192, 1096)
    assert (figure.is_reached, figure.times_peer) == (True, 8.03)
    assert running.judge("list", HTTP, Measured(1095), half).is_reached is False
    assert running.judge("list", HTTP, Measured(1100), half * 2).is_reached is False


def test_a_figure_with_a_failed_request_reaches_nothing():
    assert running.judge("list", HTTP, Measured(99_999, errors=1), None).is_reached is False


def test_memory_is_to_stay_below_its_bar_on_any_machine():
    path = Path("MB", "memory", lambda _stage: Measured(1), yardstick="")
    assert running.judge("memory", path, Measured(399.9), None).is_reached is True
    assert running.judge("memory", path, Measured(400), None).is_reached is False


def test_what_has_no_bar_is_told_without_a_verdict():
    figure = running.judge("order", HTTP, Measured(50), None)
    assert (figure.bar, figure.is_reached, figure.value) == (None, None, 50)


def test_our_own_client_counts_answers_and_failures(server):
    asked = iter(["/a", "/none", "/b", "/c"])

    async def flow(client):
        await client.get(next(asked))

    found = clients.run_flows(server, flow, times=4, clients=2)
    assert (found.count, found.errors, found.client) == (4, 1, clients.OWN)


def test_our_own_client_sends_json_and_keeps_its_connection(server):
    heard = []

    async def flow(client):
        heard.append(await client.post("/echo", {"name": "林小满"}))
        heard.append(json.loads(await client.get("/after")))

    clients.run_flows(server, flow, times=1, clients=1)
    assert heard == [{"name": "林小满"}, {"path": "/after"}]


def test_a_load_in_which_everything_fails_is_no_measurement(server):
    with pytest.raises(clients.Failed, match="404"):
        clients.run_flows(server, lambda one: one.get("/none"), times=2)


def test_without_wrk_our_own_client_does_it(server, monkeypatch):
    monkeypatch.setattr(clients.shutil, "which", lambda _name: None)
    found = clients.load(server, ["/a", "/b"], seconds=0.2, accept="*/*")
    assert (found.client, found.errors) == (clients.OWN, 0)
    assert found.value > 0


def test_memory_counts_a_process_and_what_it_started():
    program = serving.Program(["-c", "import time; time.sleep(30)"])
    try:
        assert 1 < serving.memory_mb(program.pid) < 100
    finally:
        program.stop()
    assert serving.memory_mb(program.pid) == 0


def test_a_program_that_ends_early_is_not_waited_for():
    program = serving.Program(["-c", "raise SystemExit(3)"])
    with pytest.raises(ChildProcessError, match="3"):
        program.wait_for(f"http://127.0.0.1:{serving.free_port()}/")
    program.stop()


def _report(value, speed, *, is_reached=True):
    figure = running.judge("list", HTTP, Measured(value), bars.REFERENCE["wsgi"] * speed)
    shown = {name: getattr(figure, name) for name in running.Figure.__slots__}
    return {
        "commit": "abc",
        "database": "postgresql",
        "machine": {"processor": "a good one"},
        "yardsticks": {"wsgi": 56_000.0 * speed},
        "figures": [shown],
        "all_reached": is_reached,
    }


def test_a_change_is_told_at_the_speed_of_each_machine():
    report = _report(3000, 0.5)
    bench_.add_changes(report, _report(4000, 1.0))
    assert (report["figures"][0]["baseline"], report["figures"][0]["change"]) == (4000, 1.5)
    assert "1.50 × baseline" in bench_.text_of(report)


def test_the_table_says_what_was_reached_and_what_was_not():
    assert "NOT reached" in bench_.text_of(_report(10, 1.0))
    assert "bar 2192; reached; 10.95 × peer" in bench_.text_of(_report(3000, 1.0))


@pytest.fixture
def measured(monkeypatch, tmp_path):
    """Reports instead of measurements, and a baseline file of our own."""
    reports = []
    monkeypatch.setattr(bench_, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(bench_, "_measured_apart", lambda _options: reports.pop(0))
    return reports


def test_the_exit_status_says_whether_all_bars_are_reached(measured, capsys):
    measured += [_report(3000, 1.0), _report(10, 1.0, is_reached=False)]
    assert bench_.run(["list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][0]["value"] == 3000
    assert bench_.run(["list"]) == 1


def test_a_baseline_is_kept_by_database_and_compared_with(measured, capsys):
    options = ["list", "--database", "postgresql"]
    assert bench_.run([*options, "--compare"]) == 2
    assert "no baseline of postgresql" in capsys.readouterr().err
    measured += [_report(3000, 1.0), _report(6000, 1.0)]
    assert bench_.run([*options, "--record"]) == 0
    assert list(json.loads(bench_.BASELINE.read_text())) == ["postgresql"]
    capsys.readouterr()
    assert bench_.run([*options, "--compare", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][0]["change"] == 2


@pytest.mark.django_db
def test_the_peers_goods_are_the_peers_load(monkeypatch):
    monkeypatch.setattr(peers, "CATEGORIES", 4)
    monkeypatch.setattr(peers, "SHOPS", 2)
    from jishi.insight.search import queries
    from jishi.insight.search.types import SearchQuery

    goods = peers.build(products=8)
    assert goods.slugs == tuple(f"p-{number}" for number in range(1, 9))
    assert (len(goods.skus), goods.skus[0][:4]) == (24, "var_")
    assert queries.find_detail(slug="p-8", market_code="cn", locale="zh-hans") is not None
    everywhere = queries.search(
        SearchQuery(market=queries.EVERYWHERE, text="nordic"), locale="en"
    ).result
    assert everywhere.total == 4


def test_a_name_that_is_not_measured_is_told():
    assert list(running.unknown(["list", "speed"])) == ["speed"]
