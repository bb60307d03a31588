"""Hostile files, archives and addresses are refused before they do harm."""

import gzip
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from jishi.goods.bulk.adapters import archives, fetching, reading
from jishi.goods.bulk.errors import (
    BadArchive,
    BadTable,
    PictureBad,
    PictureForbidden,
    PictureMissing,
    PictureUnreachable,
)
from jishi.goods.bulk.types import FileFormat
from tests.goods.bulk import factories


def test_the_kind_is_told_by_the_bytes(tmp_path):
    sheet = factories.table(tmp_path, [factories.tea(1)], name="a.xlsx")
    sheet.rename(tmp_path / "a.csv")
    assert reading.format_of(tmp_path / "a.csv") == FileFormat.XLSX
    assert reading.format_of(factories.table(tmp_path, [])) == FileFormat.CSV
    assert reading.format_of(factories.lines(tmp_path, [{"code": "A"}])) == FileFormat.JSONL


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"%PDF-1.4", b"\x7fELF\x00\x00", b"PK\x03\x04broken", b"\x1f\x8b\x08"]
)
def test_what_is_no_table_is_refused(tmp_path, content):
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadTable):
        reading.format_of(path)


def test_an_archive_is_no_workbook(tmp_path):
    path = factories.archive(tmp_path, {"a.png": b"x"})
    with pytest.raises(BadTable):
        reading.format_of(path)


def test_a_workbook_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 1000)
    path = factories.archive(
        tmp_path, {"[Content_Types].xml": b"", "xl/workbook.xml": b" " * 2000}, name="a.xlsx"
    )
    with pytest.raises(BadTable):
        reading.format_of(path)


def test_tables_saved_in_china_and_with_semicolons_are_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("商品编码;标题;标题\nA;龙井;绿茶\n\n".encode("gb18030"))
    assert list(reading.read(path)) == [
        (2, {"商品编码": "A", "标题": "龙井", "标题 #3": "绿茶"}, "")
    ]


def test_a_row_longer_than_its_header_is_told(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("code,title\nA,b,c\nB\n", encoding="utf-8")
    assert list(reading.read(path)) == [
        (2, None, "more cells than columns"),
        (3, {"code": "B", "title": ""}, ""),
    ]


def test_an_archive_is_read_by_path_or_bare_name_whatever_the_case(tmp_path):
    path = factories.archive(tmp_path, {"tea/Green.PNG": b"1", "../../etc/passwd": b"2"})
    assert archives.check(path) == 2
    known = archives.names(path)
    assert archives.read(path, "tea\\green.png", known) == b"1"
    assert archives.read(path, "GREEN.png", known) == b"1"
    # A name that climbs is a key like any other: nothing is unpacked to the disk.
    assert archives.read(path, "passwd", known) == b"2"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["pictures.zip"]
    with pytest.raises(PictureMissing):
        archives.read(path, "red.png", known)


def test_a_bomb_is_refused_by_what_it_says_and_by_what_it_holds(tmp_path, monkeypatch):
    path = factories.archive(tmp_path, {"a.png": b"\0" * 5000})
    monkeypatch.setattr(archives, "MAX_PICTURE_BYTES", 1000)
    with pytest.raises(PictureBad):
        archives.read(path, "a.png", archives.names(path))
    monkeypatch.setattr(archives, "MAX_UNPACKED_BYTES", 1000)
    with pytest.raises(BadArchive):
        archives.check(path)


def test_locked_damaged_and_crowded_archives_are_refused(tmp_path, monkeypatch):
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK\x03\x04 nothing more")
    with pytest.raises(BadArchive):
        archives.check(damaged)
    locked = factories.archive(tmp_path, {"a.png": b"x"}, name="locked.zip")
    content = bytearray(locked.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    locked.write_bytes(content)
    with pytest.raises(BadArchive):
        archives.check(locked)
    monkeypatch.setattr(archives, "MAX_FILES", 1)
    with pytest.raises(BadArchive):
        archives.check(factories.archive(tmp_path, {"a": b"", "b": b""}))


def test_a_damaged_part_is_told(tmp_path):
    path = factories.archive(tmp_path, {"a.png": factories.picture() * 50})
    known = archives.names(path)
    with zipfile.ZipFile(path) as made:
        start = made.infolist()[0].header_offset + 40
    content = bytearray(path.read_bytes())
    content[start : start + 20] = b"\xff" * 20
    path.write_bytes(content)
    with pytest.raises(PictureBad):
        archives.read(path, "a.png", known)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",
        "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "fe80::1%eth0", "fc00::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "not-an-address",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address):
    assert not fetching.is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8"])
def test_addresses_outside_are_public(address):
    assert fetching.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://a.example/a.png", "gopher://a.example", "//a.example/a.png",
        "https://", "https://user:word@a.example/a.png", "http://a.example:22/", "http://[::1",
        "http://a.example:99999/",
    ],
)  # fmt: skip
def test_other_schemes_passwords_and_ports_are_refused(address):
    with pytest.raises(PictureForbidden):
        fetching.check_address(address)


class World:
    """The outside world: answers by host, names by table. asked: what was asked for."""

    def __init__(self, answers, names=None):
        self.answers, self.names, self.asked = answers, names or {}, []

    def answer(self, request):
        self.asked.append((request.url.host, request.headers["host"], request.url.path))
        found = self.answers[request.headers["host"], request.url.path]
        return found(request) if callable(found) else found

    def fetch(self, address, tick=lambda: 0.0):
        with httpx.Client(transport=httpx.MockTransport(self.answer)) as opened:
            return fetching.fetch(opened, address, tick=tick, resolver=self.resolve)

    def resolve(self, host, _port):
        return self.names.get(host, ["93.184.216.34"])


def gives(*parts, length=None):
    headers = {"content-length": length} if length else {}
    return lambda _request: httpx.Response(200, headers=headers, content=iter(parts))


def moved(to):
    return httpx.Response(302, headers={"location": to})


def test_a_picture_is_asked_of_the_address_that_was_looked_at():
    world = World({("a.example", "/1.png"): gives(b"png")})
    assert world.fetch("http://a.example/1.png") == b"png"
    assert world.asked == [("93.184.216.34", "a.example", "/1.png")]


@pytest.mark.parametrize("inside", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], []])
def test_a_name_that_leads_inside_is_never_asked(inside):
    world = World({}, {"a.example": inside})
    with pytest.raises(PictureForbidden):
        world.fetch("http://a.example/1.png")
    assert world.asked == []


@pytest.mark.parametrize(
    "to", ["http://inside.example/", "http://169.254.169.254/latest", "file:///etc/passwd"]
)
def test_a_redirect_inside_is_not_followed(to):
    names = {"inside.example": ["192.168.0.1"], "169.254.169.254": ["169.254.169.254"]}
    world = World({("a.example", "/"): moved(to)}, names)
    with pytest.raises(PictureForbidden) as refused:
        world.fetch("http://a.example/")
    assert refused.value.params["address"] == "http://a.example/"
    assert len(world.asked) == 1


def test_redirects_are_followed_a_few_times():
    world = World(
        {
            ("a.example", "/1"): moved("/2"),
            ("a.example", "/2"): moved("//b.example/3"),
            ("b.example", "/3"): gives(b"png"),
            ("a.example", "/round"): moved("/round"),
        }
    )
    assert world.fetch("http://a.example/1") == b"png"
    with pytest.raises(PictureUnreachable):
        world.fetch("http://a.example/round")


def test_what_is_too_large_too_slow_or_not_there_is_told(monkeypatch):
    monkeypatch.setattr(fetching, "MAX_PICTURE_BYTES", 10)
    ticks = iter([0.0, 100.0, 200.0])
    world = World(
        {
            ("a.example", "/large"): gives(b"x" * 11),
            ("a.example", "/says"): gives(b"y", length="11"),
            ("a.example", "/slow"): gives(b"z", b"z"),
            ("a.example", "/gone"): httpx.Response(404),
        }
    )
    for path in ("large", "says"):
        with pytest.raises(PictureBad):
            world.fetch(f"http://a.example/{path}")
    with pytest.raises(PictureUnreachable):
        world.fetch("http://a.example/slow", tick=lambda: next(ticks))
    with pytest.raises(PictureUnreachable):
        world.fetch("http://a.example/gone")


class Here(BaseHTTPRequestHandler):
    """A server of one picture, and of one that is compressed beyond reason."""

    def do_GET(self):
        body = gzip.compress(b"\0" * 100_000) if self.path == "/packed" else b"png"
        self.send_response(200)
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_given):
        return


@pytest.fixture
def here(monkeypatch):
    """A server at this machine, which counts as public for the test."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Here) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(fetching, "PORTS", {server.server_port})
        yield server.server_port
        server.shutdown()


def test_a_real_connection_goes_to_the_address_that_was_looked_at(here, monkeypatch):
    def fetch(path):
        with fetching.client() as opened:
            address = f"http://no-such-name.example:{here}{path}"
            return fetching.fetch(
                opened, address, tick=lambda: 0.0, resolver=lambda *_: ["127.0.0.1"]
            )

    with pytest.raises(PictureForbidden):
        fetch("/1.png")
    monkeypatch.setattr(fetching, "is_public", lambda _address: True)
    assert fetch("/1.png") == b"png"
    assert len(fetch("/packed")) < 1_000, "what a server packs is not unpacked"
