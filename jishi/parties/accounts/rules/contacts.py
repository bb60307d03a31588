"""Phone numbers, e-mail addresses and nicknames: one spelling each."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

import phonenumbers

from jishi.foundation.kernel import addresses, text
from jishi.parties.accounts import errors
from jishi.parties.accounts.types import Channel, Contact

NICKNAME_LENGTH = 30
EMAIL_LENGTH = 191
OLDEST_YEARS = 120

_EMAIL = re.compile(
    r"[^\s@<>()\[\],;:\\\"]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:xn--[a-z0-9-]+|[a-z]{2,63})"
)


def parse_contact(given: str) -> Contact:
    """Tell whether a person typed an e-mail address or a phone number, and normalize it.

    Raises: BadContact if it is neither.
    """
    if "@" in given or "＠" in given:
        return Contact(Channel.EMAIL, normalize_email(given))
    return Contact(Channel.PHONE, normalize_phone(given))


def normalize_phone(given: str, country: str = "CN") -> str:
    """Return a phone number in E.164, for instance +8613800000000.

    country: ISO 3166-1 alpha-2, for numbers without a country code.
    Raises: BadContact if no such number can exist.
    """
    try:
        number = phonenumbers.parse(text.clean(given, max_length=40), country)
    except phonenumbers.NumberParseException as error:
        raise errors.BadContact(field="phone") from error
    if not phonenumbers.is_possible_number(number) or not phonenumbers.is_valid_number(number):
        raise errors.BadContact(field="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def label_phone(given: str, country: str) -> str:
    """Return a phone number as it stands on a label: national in China, else E.164.

    Raises: BadContact if no such number can exist.
    """
    number = normalize_phone(given, country)
    if country != "CN" or not number.startswith("+86"):
        return number
    parsed = phonenumbers.parse(number)
    national = phonenumbers.national_significant_number(parsed)
    return national if phonenumbers.number_type(parsed) in _MOBILE else f"0{national}"


def normalize_email(given: str) -> str:
    """Return an e-mail address in lower case, with an ASCII domain.

    Raises: BadContact if it has not the form of one.
    """
    cleaned = text.clean(given, max_length=500).replace("＠", "@").lower()
    local, _, domain = cleaned.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}" if local else ""
    except UnicodeError as error:
        raise errors.BadContact(field="email") from error
    if len(address) > EMAIL_LENGTH or not _EMAIL.fullmatch(address):
        raise errors.BadContact(field="email")
    return address


def masked(contact: Contact) -> str:
    """Hide the middle of a contact, so that only its owner recognizes it."""
    if contact.channel == Channel.EMAIL:
        return addresses.mask_email(contact.value)
    return addresses.mask_phone(contact.value.removeprefix("+86"))


def clean_nickname(given: str, blocked: Iterable[str]) -> str:
    """Return a nickname on one line, without outer blanks and invisible characters.

    Raises: BadNickname if nothing is left or it has a blocked word.
    """
    visible = "".join(part for part in given if unicodedata.category(part) != "Cf")
    cleaned = " ".join(text.clean(visible, max_length=NICKNAME_LENGTH).split())
    folded = cleaned.casefold().replace(" ", "")
    if not cleaned or any(word and word.casefold() in folded for word in blocked):
        raise errors.BadNickname(field="nickname")
    return cleaned


def first_nickname(user_id: UUID, locale: str) -> str:
    """Return a nickname for somebody who has not chosen one."""
    tail = user_id.hex[-6:].upper()
    return f"Shopper {tail}" if locale == "en" else f"集友{tail}"


def check_birthday(
    birthday: date, *, earlier: date | None, changed_at: datetime | None, at: datetime, days: int
) -> None:
    """Refuse an impossible birthday, or a correction too soon after the last one.

    earlier, changed_at: the birthday on record and when it was set, if any.
    days: that must lie between two corrections.
    Raises: BadBirthday, BirthdayChangedLately.
    """
    if birthday > at.date() or birthday.year < at.year - OLDEST_YEARS:
        raise errors.BadBirthday(field="birthday")
    if earlier is None or changed_at is None or earlier == birthday:
        return
    if at < changed_at + timedelta(days=days):
        raise errors.BirthdayChangedLately(field="birthday", days=days)


_MOBILE = {
    phonenumbers.PhoneNumberType.MOBILE,
    phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
}
