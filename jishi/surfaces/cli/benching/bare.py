"""The least a web application can do: the yardstick of what a server and a client can."""

import sys
from collections.abc import Callable, Iterable

Start = Callable[[str, list[tuple[str, str]]], object]

BODY = b"ok"


def application(_environ: dict[str, object], start: Start) -> Iterable[bytes]:
    """Answer anything with two letters."""
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(BODY)))])
    return [BODY]


def main() -> int:
    """Serve as the web role does: `python -m … PORT`."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        f"{__spec__.name}:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=1,
        websockets=False,
        backlog=1024,
        log_level=LogLevels.warning,
    ).serve()
    return 0


if __name__ == "__main__":
    sys.exit(main())
