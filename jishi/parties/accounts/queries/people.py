"""People, found and listed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.kernel.paging import (
    BadCursor,
    Page,
    clamp_limit,
    decode_cursor,
    encode_cursor,
)
from jishi.foundation.platform import prepared
from jishi.parties.accounts.models import Identity, User
from jishi.parties.accounts.queries.access import list_assignments, list_sessions
from jishi.parties.accounts.queries.addresses import list_addresses
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.types import (
    AccountExport,
    Channel,
    Contact,
    LinkedIdentity,
    Person,
    PersonFilter,
    UserState,
)


def get_user(user_id: UUID) -> Person:
    """Return a person. Raises: NotFound."""
    row = User.objects.filter(pk=user_id).first()
    if row is None:
        raise NotFound
    return person_of(row)


def level_of(user_id: UUID) -> str:
    """Return the code of a member's level, empty before the first; one statement."""
    return next(iter(_level(user_id)), "")


@prepared.reading
def _level(user_id: UUID) -> QuerySet[User, str]:
    return User.objects.filter(pk=user_id).values_list("level", flat=True)


def find_user(contact: str) -> Person | None:
    """Return who has a phone number or e-mail address, as typed.

    Raises: BadContact if it is neither.
    """
    row = users_with(contacts.parse_contact(contact)).first()
    return person_of(row) if row else None


def parse_contact(given: str) -> Contact:
    """Return a phone number or e-mail address, as typed, in its one spelling.

    Raises: BadContact if it is neither.
    """
    return contacts.parse_contact(given)


def names_of(user_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Return the nicknames of people, in one statement."""
    wanted = {user_id for user_id in user_ids if user_id}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "nickname"))


def list_people(
    criteria: PersonFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[Person]:
    """Return accounts, the newest first."""
    rows = _matching(criteria)
    if cursor:
        rows = rows.filter(_after(cursor))
    size = clamp_limit(limit)
    found = list(rows.order_by("-created_at", "-id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    following = encode_cursor(last.created_at.isoformat(), last.id.hex) if last else None
    return Page(items=tuple(person_of(row) for row in found[:size]), next_cursor=following)


def export_account(user_id: UUID) -> AccountExport:
    """Return everything kept here about a person, for that person. Raises: NotFound."""
    return AccountExport(
        person=get_user(user_id),
        addresses=list_addresses(user_id),
        sessions=list_sessions(user_id),
        roles=list_assignments(user_id),
        identities=list_identities(user_id),
    )


def list_identities(user_id: UUID) -> tuple[LinkedIdentity, ...]:
    """Return the providers that open an account, the oldest link first."""
    rows = Identity.objects.filter(user_id=user_id).select_related("provider")
    return tuple(
        LinkedIdentity(row.id, row.provider.code, row.provider.name, row.label, row.created_at)
        for row in rows.order_by("created_at", "id")
    )


def users_with(contact: Contact) -> QuerySet[User]:
    """Return the account that has a normalized contact, as a query."""
    if contact.channel == Channel.EMAIL:
        return User.objects.filter(email=contact.value)
    return User.objects.filter(phone=contact.value)


def _matching(criteria: PersonFilter) -> QuerySet[User]:
    rows = User.objects.all()
    if criteria.state:
        rows = rows.filter(state=criteria.state)
    text = criteria.search.strip()
    if text:
        digits = text.removeprefix("+86").replace(" ", "")
        rows = rows.filter(
            Q(nickname__icontains=text)
            | Q(email__startswith=text.lower())
            | Q(phone__startswith=f"+86{digits}")
            | Q(phone=text)
        )
    return rows


def _after(cursor: str) -> Q:
    stamp, last_id = decode_cursor(cursor, 2)
    try:
        moment, last = datetime.fromisoformat(str(stamp)), UUID(str(last_id))
    except ValueError as error:
        raise BadCursor(field="cursor") from error
    return Q(created_at__lt=moment) | Q(created_at=moment, id__lt=last)


def person_of(row: User) -> Person:
    """Return an account as a value."""
    return Person(
        id=row.id,
        nickname=row.nickname,
        email=row.email or "",
        phone=row.phone or "",
        avatar_id=row.avatar_id,
        birthday=row.birthday,
        locale=row.locale,
        state=UserState(row.state),
        is_staff=row.is_staff,
        has_password=row.has_usable_password(),
        joined_at=row.created_at,
        closes_at=row.closes_at,
    )
