"""Identifiers: time-ordered UUIDs, their public spelling, and numbers for humans."""

import os
import secrets
import threading
import time
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford base 32: no i, l, o, u, so that a spoken id survives."""

_lock = threading.Lock()
_last = [0]


def new_id() -> UUID:
    """Return a fresh UUIDv7; ids of one process sort in the order they were made.

    Source: RFC 9562, section 5.7, with a 12-bit counter as method 1 of 6.2.
    """
    with _lock:
        stamp = max(time.time_ns() // 1_000_000 << 12 | secrets.randbits(10), _last[0] + 1)
        _last[0] = stamp
    high = (stamp >> 12) << 16 | 0x7000 | stamp & 0xFFF
    low = 0b10 << 62 | int.from_bytes(os.urandom(8), "big") >> 2
    return UUID(int=high << 64 | low)


def encode(prefix: str, value: UUID) -> str:
    """Spell an id for the outside: `ord_` and 26 characters of base 32."""
    number = value.int
    digits = []
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(reversed(digits))}"


def decode(prefix: str, text: str) -> UUID:
    """Read an id spelled by `encode`.

    Raises: ValueError if the prefix or the spelling is wrong.
    """
    head, _, body = text.partition("_")
    if head != prefix or len(body) != 26:
        raise ValueError(f"not a {prefix} id")
    number = 0
    for character in body:
        digit = _ALPHABET.find(character)
        if digit < 0:
            raise ValueError(f"not a {prefix} id")
        number = number * 32 + digit
    if number >> 128:
        raise ValueError(f"not a {prefix} id")
    return UUID(int=number)


def human_number(prefix: str, moment: datetime, tail: int = 0) -> str:
    """Make a document number for people: kind, local date, ten random digits, tail, check digit.

    Not guessable and carries no count of sales; unique by constraint, so a clash retries.

    tail: a small number for sharding by owner; two digits of it are kept.
    Source: rules 3.3 point 7.
    """
    day = moment.astimezone(ZoneInfo("Asia/Shanghai")).strftime("%y%m%d")
    body = f"{day}{secrets.randbelow(10**10):010d}{tail % 100:02d}"
    return f"{prefix}{body}{luhn_digit(body)}"


def luhn_digit(digits: str) -> int:
    """Return the Luhn check digit of a string of decimal digits."""
    total = 0
    for index, character in enumerate(reversed(digits)):
        value = int(character) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10
