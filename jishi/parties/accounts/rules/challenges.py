"""Captchas: when one is asked for, and what it asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from jishi.parties.accounts.rules.throttles import Limit, Tally, standing

LETTERS = "ACDEFHJKLMNPRTUVWXY"
"""Capital letters that are not taken for one another; no digits, which letters look like."""
LENGTH = 5
LIFETIME_S = 300
LARGEST_SUMMANDS = (80, 9)


@dataclass(frozen=True, slots=True)
class Pressure:
    """How much was tried so far, against what is allowed. Each with the limit it counts to."""

    tally: Tally
    limit: Limit


def is_needed_to_sign_in(
    account: Pressure, address: Pressure | None, *, most: int, most_per_ip: int, at: datetime
) -> bool:
    """Return whether a sign-in by password has to be by a person.

    most, most_per_ip: wrong passwords of the account and of the address that are let pass;
    0 for any number.
    """
    failed = standing(account.tally, account.limit, at)
    failed_there = standing(address.tally, address.limit, at) if address else 0
    return bool(most and failed >= most) or bool(most_per_ip and failed_there >= most_per_ip)


def is_needed_for_code(counts: Iterable[Pressure], *, share_bp: int, at: datetime) -> bool:
    """Return whether asking for a code has to be by a person: a limit is nearly reached.

    share_bp: of the limit, in basis points; 0 for never.
    """
    return bool(share_bp) and any(
        standing(one.tally, one.limit, at) * 10_000 >= one.limit.most * share_bp for one in counts
    )


def is_needed_to_register(made: Pressure | None, *, most: int, at: datetime) -> bool:
    """Return whether a new account has to be made by a person.

    made: the accounts made from one address. most: that are let pass; 0 for any number.
    """
    return made is not None and bool(most) and standing(made.tally, made.limit, at) >= most


def letters_of(digest: bytes) -> str:
    """Return the letters of a picture, out of random bytes."""
    return "".join(LETTERS[byte % len(LETTERS)] for byte in digest[:LENGTH])


def summands_of(digest: bytes) -> tuple[int, int]:
    """Return the two numbers of a question, out of random bytes; both at least 1."""
    large, small = LARGEST_SUMMANDS
    return digest[0] % large + 11, digest[1] % small + 1


def question_of(digest: bytes, locale: str) -> str:
    """Return a question that words ask and digits answer."""
    first, second = summands_of(digest)
    if locale == "en":
        return f"How much is {_english(first)} plus {_english(second)}? Answer in digits."
    return f"{_chinese(first)}加{_chinese(second)}等于多少？请用阿拉伯数字回答。"


def is_right(given: str, wanted: str) -> bool:
    """Compare an answer; blanks, small letters and full-width signs are forgiven."""
    folded = "".join(given.split()).upper().translate(_FULL_WIDTH)
    return folded == wanted


_FULL_WIDTH = {code + 0xFEE0: code for code in range(0x21, 0x7F)}
_DIGITS = "零一二三四五六七八九"
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def _english(number: int) -> str:
    """Return a number below 100 in words."""
    if number < 20:
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens - 2] + (f"-{_SMALL[ones]}" if ones else "")


def _chinese(number: int) -> str:
    """Return a number below 100 in characters."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones or not tens else "")
