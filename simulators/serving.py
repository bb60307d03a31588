"""The small web server every simulator runs on: routes, faults, health, a graceful stop."""

import argparse
import json
import logging
import re
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from simulators.faults import FaultPlan, UnknownFaultError
from simulators.store import Store

LOOPBACK = "127.0.0.1"
MAX_BODY_BYTES = 1_000_000

log = logging.getLogger("simulators")


@dataclass(frozen=True, slots=True)
class Request:
    """What a caller sent. Header names are lower case."""

    method: str
    path: str
    raw_query: str
    headers: Mapping[str, str]
    body: bytes

    def query(self) -> dict[str, str]:
        """Return the parameters of the address, blanks included."""
        return dict(parse_qsl(self.raw_query, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """Return the fields of a form body, blanks included."""
        return dict(parse_qsl(self.body.decode("utf-8"), keep_blank_values=True))

    def json(self) -> dict[str, Any]:
        """Return a JSON object body, empty if there is no body."""
        return dict(json.loads(self.body)) if self.body else {}


@dataclass(frozen=True, slots=True)
class Response:
    """What the caller gets."""

    body: bytes
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


class DropConnection(Exception):
    """Close the connection without an answer."""


Handler = Callable[[Request, "re.Match[str]"], Response]


def as_json(value: object, status: int = 200) -> Response:
    """Answer with JSON."""
    body = json.dumps(value, ensure_ascii=False).encode()
    return Response(body, status, "application/json; charset=utf-8")


def as_page(html: str, status: int = 200) -> Response:
    """Answer with a page."""
    return Response(html.encode(), status, "text/html; charset=utf-8")


def redirect(url: str) -> Response:
    """Send the browser elsewhere."""
    return Response(b"", 302, headers={"Location": url})


class Simulator:
    """A provider: its store, its faults and its routes. Subclasses add their own routes.

    base_url: where it is reached; set when the server has its port.
    """

    def __init__(self, store: Store, faults: dict[str, str]) -> None:
        self.store = store
        self.faults = FaultPlan(store, faults)
        self.base_url = ""
        self.stopping = threading.Event()
        self._routes: list[tuple[str, re.Pattern[str], Handler]] = []
        self.route("GET", "/healthz", lambda *_: as_json({"status": "ok"}))
        self.route("GET", "/simulator/faults", self._list_faults)
        self.route("POST", "/simulator/faults", self._plant_fault)
        self.route("DELETE", "/simulator/faults", self._clear_faults)

    def route(self, method: str, pattern: str, handler: Handler) -> None:
        """Send requests of that method and path to a handler. Groups of the pattern are passed."""
        self._routes.append((method, re.compile(pattern), handler))

    def start(self) -> None:
        """Start what runs beside the requests; nothing by default."""

    def stop(self) -> None:
        """Stop what runs beside the requests."""
        self.stopping.set()

    def answer(self, request: Request) -> Response:
        """Find the handler and let it answer, unless a planted fault strikes first."""
        if not request.path.startswith(("/simulator", "/healthz")):
            self._strike(request)
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(request.path)
            if match and method == request.method:
                return handler(request, match)
        return as_json({"error": "no such address"}, 404)

    def _strike(self, request: Request) -> None:
        slow = self.faults.take("http_timeout", request.path)
        if slow:
            self.stopping.wait(float(slow.get("seconds", 30)))
            raise DropConnection
        if self.faults.take("http_500", request.path):
            raise RuntimeError("planted fault")

    def _list_faults(self, _request: Request, _match: "re.Match[str]") -> Response:
        return as_json({"planted": self.faults.planted(), "known": self.faults.kinds})

    def _plant_fault(self, request: Request, _match: "re.Match[str]") -> Response:
        try:
            return as_json(self.faults.plant(request.json()), 201)
        except UnknownFaultError as error:
            return as_json({"error": str(error)}, 422)

    def _clear_faults(self, _request: Request, _match: "re.Match[str]") -> Response:
        self.faults.clear()
        return as_json({"planted": []})


class Server:
    """A simulator listening on a loopback port, in a thread of its own.

    port: 0 takes any free one; `url` says which.
    """

    def __init__(self, simulator: Simulator, port: int = 0) -> None:
        self.simulator = simulator
        self._http = ThreadingHTTPServer((LOOPBACK, port), _handler_for(simulator))
        self.url = f"http://{LOOPBACK}:{self._http.server_address[1]}"
        simulator.base_url = self.url
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> "Server":
        self.simulator.start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.simulator.stop()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


def run(build: Callable[[argparse.Namespace], Simulator], parser: argparse.ArgumentParser) -> None:
    """Serve until SIGTERM or SIGINT, then stop gracefully. The body of every `main`."""
    parser.add_argument("--port", type=int, required=True, help="loopback port to listen on")
    parser.add_argument("--state", type=Path, required=True, help="JSON file that keeps the state")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    done = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: done.set())
    with Server(build(options), options.port) as server:
        log.info("%s listens on %s", parser.prog, server.url)
        done.wait()
    log.info("%s stopped", parser.prog)


def _handler_for(simulator: Simulator) -> type[BaseHTTPRequestHandler]:
    class Connection(BaseHTTPRequestHandler):
        """One request of one caller."""

        def do_GET(self) -> None:
            """Answer a GET."""
            self._serve()

        def do_POST(self) -> None:
            """Answer a POST."""
            self._serve()

        def do_DELETE(self) -> None:
            """Answer a DELETE."""
            self._serve()

        def log_message(self, format: str, *args: object) -> None:
            """Keep quiet about requests; failures are logged where they happen."""

        def _serve(self) -> None:
            try:
                response = simulator.answer(self._read())
            except DropConnection:
                self.close_connection = True
                return
            except Exception:
                log.exception("%s %s", self.command, self.path)
                response = as_json({"error": "internal error"}, 500)
            self._write(response)

        def _read(self) -> Request:
            address = urlsplit(self.path)
            length = min(int(self.headers.get("Content-Length") or 0), MAX_BODY_BYTES)
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = self.rfile.read(length)
            return Request(self.command, address.path, address.query, headers, body)

        def _write(self, response: Response) -> None:
            try:
                self.send_response(response.status)
                self.send_header("Content-Type", response.content_type)
                self.send_header("Content-Length", str(len(response.body)))
                for name, value in response.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(response.body)
            except ConnectionError:
                # A caller who has hung up, a client timeout mostly, needs no answer.
                self.close_connection = True

    return Connection
