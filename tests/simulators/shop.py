"""A shop that only listens: it keeps what providers post and answers as it is told."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

http = httpx.Client(verify=False, trust_env=False)
"""Speaks with simulators; reading certificates for every call would be most of the time."""


class Shop:
    """Listens on a loopback port; `bodies` are what arrived, oldest first.

    answers: given one by one, the last one for ever.
    """

    def __init__(self, *answers: bytes) -> None:
        self.bodies: list[bytes] = []
        self._answers = list(answers)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_for(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/notify"

    def __enter__(self) -> "Shop":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self) -> bytes:
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]

    def wait_for(self, count: int, timeout_s: float = 5) -> list[bytes]:
        """Return the bodies once so many have arrived."""
        until = time.monotonic() + timeout_s
        while len(self.bodies) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.bodies) >= count, f"{len(self.bodies)} of {count} arrived"
        return list(self.bodies)


def _handler_for(shop: Shop) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            shop.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            body = shop.answer()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
