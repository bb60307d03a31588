"""What measurements share: the goods, the running shop, the yardstick; made when needed."""

from functools import cached_property

from jishi.surfaces.cli.benching import peers, serving
from jishi.surfaces.cli.benching.yardsticks import Wsgi

PROCESSES = 2
"""Processes of the web role, as with the peers."""


class Stage:
    """A shop for measurements, in the database of this process. Used as a context."""

    def __init__(self) -> None:
        self._programs: list[serving.Program] = []

    def __enter__(self) -> "Stage":
        return self

    def __exit__(self, *_: object) -> None:
        for program in reversed(self._programs):
            program.stop()
        if "wsgi" in self.__dict__:
            self.wsgi.stop()

    @cached_property
    def goods(self) -> peers.Goods:
        """The peers' goods, in the database and in the index."""
        return peers.build()

    @cached_property
    def base(self) -> str:
        """The address of the shop: two processes of the web role, and the worker."""
        assert self.goods, "there before anybody asks"
        port = serving.free_port()
        base = f"http://127.0.0.1:{port}"
        where = ["--host", "127.0.0.1", "--port", str(port), "--processes", str(PROCESSES)]
        web = self.start(["-m", "jishi.surfaces.cli", "serve", "web", *where])
        self.start(["-m", "jishi.surfaces.cli", "serve", "scheduler"])
        web.wait_for(f"{base}/healthz")
        return base

    @cached_property
    def wsgi(self) -> Wsgi:
        """The yardstick of the web."""
        return Wsgi()

    def start(self, arguments: list[str], **environment: str) -> serving.Program:
        """Start a program that ends with the stage."""
        program = serving.Program(arguments, **environment)
        self._programs.append(program)
        return program
