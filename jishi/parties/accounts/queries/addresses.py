"""Address books, regions, and reading of pasted addresses."""

from uuid import UUID

from django.db.models import F, QuerySet

from jishi.foundation.kernel import addresses
from jishi.foundation.kernel.errors import NotFound
from jishi.parties.accounts import models, rules, types
from jishi.parties.accounts.adapters.regions import regions
from jishi.parties.accounts.types import ParsedAddress, Region


def list_addresses(user_id: UUID) -> tuple[types.SavedAddress, ...]:
    """Return an address book, the default first, then the newest."""
    book = [_saved_address(row) for row in _rows(user_id).order_by("-created_at", "-id")]
    return tuple(sorted(book, key=lambda entry: not entry.is_default))


def get_address(user_id: UUID, address_id: UUID) -> types.SavedAddress:
    """Return an entry of somebody's address book.

    Raises: NotFound if there is none in that book.
    """
    row = _rows(user_id).filter(pk=address_id).first()
    if row is None:
        raise NotFound
    return _saved_address(row)


def check_address(address: addresses.Address) -> addresses.Address:
    """Return an address cleaned and complete, as it may be shipped to.

    Raises: BadAddress with the field at fault.
    """
    return rules.complete_address(address, regions())


def parse_address(text: str) -> ParsedAddress:
    """Recognize receiver, phone, divisions and street in pasted text."""
    return rules.parse_address(text, regions())


def list_regions(parent_code: str = "") -> tuple[Region, ...]:
    """Return the divisions inside one; without a code, the provinces."""
    return regions().children(parent_code)


def find_region(code: str) -> Region | None:
    """Return the division of a code."""
    return regions().find(code)


def list_region_path(code: str) -> tuple[Region, ...]:
    """Return a division and those it lies in, the province first; empty if unknown."""
    return regions().path(code) if regions().find(code) else ()


def _rows(user_id: UUID) -> QuerySet[models.SavedAddress]:
    own = models.SavedAddress.objects.filter(user_id=user_id)
    return own.annotate(default_id=F("user__default_address_id"))


def _saved_address(row: models.SavedAddress) -> types.SavedAddress:
    return types.SavedAddress(
        id=row.id,
        address=addresses.Address(
            name=row.name,
            phone=row.phone,
            country=row.country,
            province=row.province,
            city=row.city,
            district=row.district,
            line=row.line,
            postal_code=row.postal_code,
            region_code=row.region_code,
        ),
        label=row.label,
        is_default=row.id == row.default_id,  # type: ignore[attr-defined]
    )
