"""Reading what a PDF of the house says, without a PDF library."""

import base64
import re
import zlib

STREAM = re.compile(rb"/ASCII85Decode.*?>>\s*stream\r?\n(.*?)\s*endstream", re.S)
SHOWN = re.compile(rb"/(F\d+)\s[\d.]+\sTf|\(((?:\\.|[^\\()])*)\)\s*Tj", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(body: bytes) -> str:
    """Return the text of all pages in drawing order, runs joined as they are."""
    assert body.startswith(b"%PDF-"), body[:80]
    wide = set(re.findall(rb"/Name /(F\d+) /Subtype /Type0", body))
    parts = []
    for stream in STREAM.findall(body):
        face = b""
        raw = zlib.decompress(base64.a85decode(b"<~" + stream, adobe=True))
        for name, shown in SHOWN.findall(raw):
            if name:
                face = name
            else:
                plain = re.sub(rb"\\(\d{3}|.)", _unescaped, shown, flags=re.S)
                parts.append(plain.decode("utf-16-be" if face in wide else "cp1252"))
    return "".join(parts)


def pages_of(body: bytes) -> int:
    """Return how many pages there are."""
    return len(re.findall(rb"/Type /Page\b", body))


def _unescaped(found: re.Match[bytes]) -> bytes:
    given = found.group(1)
    return bytes([int(given, 8)]) if given.isdigit() else ESCAPES.get(given, given)
