"""Addresses: what makes one complete."""

import re
from dataclasses import replace

from jishi.foundation.kernel import text
from jishi.foundation.kernel.addresses import Address
from jishi.parties.accounts import errors
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules.regions import Regions

NAME_LENGTH = 50
LINE_LENGTH = 200
REGION_LENGTH = 60
LABEL_LENGTH = 10

_COUNTRY = re.compile(r"[A-Z]{2}")
_POSTAL_CODE = re.compile(r"[A-Z0-9][A-Z0-9 -]{1,11}")


def complete_address(address: Address, regions: Regions) -> Address:
    """Return an address cleaned, with the names of its divisions taken from the list.

    In China the region code must name the smallest division of the list; elsewhere
    the typed names are kept and there is no code.
    Raises: BadAddress with the field at fault.
    """
    country = address.country.strip().upper()
    if not _COUNTRY.fullmatch(country):
        raise errors.BadAddress(field="country")
    cleaned = replace(
        address,
        name=_required("name", address.name, NAME_LENGTH),
        phone=_phone(address.phone, country),
        country=country,
        line=_required("line", address.line, LINE_LENGTH),
        postal_code=_postal_code(address.postal_code),
    )
    return _in_china(cleaned, regions) if country == "CN" else _abroad(cleaned)


def clean_label(label: str) -> str:
    """Return the short word on an address, for instance 家 or office."""
    return _one_line(label, LABEL_LENGTH)


def _in_china(address: Address, regions: Regions) -> Address:
    code = address.region_code.strip()
    known = regions.find(code) is not None
    if not known or len(code) < 4 or regions.children(code):
        raise errors.BadAddress(field="region_code")
    province, city, district = regions.label_names(code)
    return replace(address, region_code=code, province=province, city=city, district=district)


def _abroad(address: Address) -> Address:
    return replace(
        address,
        region_code="",
        province=_one_line(address.province, REGION_LENGTH),
        city=_required("city", address.city, REGION_LENGTH),
        district=_one_line(address.district, REGION_LENGTH),
    )


def _phone(given: str, country: str) -> str:
    try:
        return contacts.label_phone(given, country)
    except errors.BadContact as error:
        raise errors.BadAddress(field="phone") from error


def _postal_code(given: str) -> str:
    cleaned = _one_line(given, 20).upper()
    if cleaned and not _POSTAL_CODE.fullmatch(cleaned):
        raise errors.BadAddress(field="postal_code")
    return cleaned


def _required(field: str, given: str, max_length: int) -> str:
    cleaned = _one_line(given, max_length + 1)
    if not cleaned or len(cleaned) > max_length:
        raise errors.BadAddress(field=field)
    return cleaned


def _one_line(given: str, max_length: int) -> str:
    return " ".join(text.clean(given, max_length=max_length).split())
