"""Payment passwords: which are too easy, and what is paid without one."""

from datetime import date

from jishi.parties.accounts import errors

DIGITS = 6
_RUNS = ("01234567890", "09876543210")


def check(given: str, *, phone: str, birthday: date | None) -> None:
    """Refuse what is not six digits, or what others would try first.

    phone: E.164, empty if there is none.
    Raises: WeakPaymentPassword with `reason` format, simple, phone or birthday.
    """
    if len(given) != DIGITS or not (given.isascii() and given.isdigit()):
        raise errors.WeakPaymentPassword(field="password", reason="format")
    if is_simple(given):
        raise errors.WeakPaymentPassword(field="password", reason="simple")
    if phone and given in phone:
        raise errors.WeakPaymentPassword(field="password", reason="phone")
    if birthday is not None and given in _days(birthday):
        raise errors.WeakPaymentPassword(field="password", reason="birthday")


def is_simple(given: str) -> bool:
    """Return whether digits repeat, run up or down, or are one half twice."""
    half = DIGITS // 2
    is_doubled = given[:half] == given[half:] or given[:2] * half == given
    return len(set(given)) <= 2 or is_doubled or any(given in run for run in _RUNS)


def check_free(limit_minor: int, day_minor: int, *, most_minor: int, most_day_minor: int) -> None:
    """Refuse limits of paying without a password that are too high or do not fit.

    limit_minor: of one payment, 0 to always ask. day_minor: of a day, at least as much.
    Raises: BadFreePay with the field at fault.
    """
    if not 0 <= limit_minor <= most_minor:
        raise errors.BadFreePay(field="limit")
    if not limit_minor <= day_minor <= most_day_minor:
        raise errors.BadFreePay(field="day")


def is_free(amount_minor: int, *, limit_minor: int, day_minor: int, spent_minor: int) -> bool:
    """Return whether a payment needs no password.

    spent_minor: what was paid without one today.
    """
    return 0 < amount_minor <= limit_minor and spent_minor + amount_minor <= day_minor


def _days(birthday: date) -> set[str]:
    """Return the ways to write a birthday in six digits."""
    patterns = ("%y%m%d", "%d%m%y", "%m%d%y", "%Y%m", "%m%Y")
    return {birthday.strftime(pattern) for pattern in patterns}
