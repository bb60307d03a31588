"""The address book."""

from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import NotFound
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences, rules
from jishi.parties.accounts.adapters.regions import regions
from jishi.parties.accounts.models import SavedAddress, User
from jishi.parties.accounts.rules.addresses import clean_label
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.services.profile import lock_user
from jishi.parties.accounts.types import AddressDraft


@transactional
def save_address(*, actor: Actor, draft: AddressDraft, address_id: UUID | None = None) -> UUID:
    """Add an address to one's book, or change one; return its id.

    The first address becomes the default.
    Raises: Forbidden if nobody is signed in; NotFound if the entry is not the actor's;
        BadAddress, TooManyAddresses.
    Locks: the account, so that the limit holds for simultaneous additions.
    """
    address = rules.complete_address(draft.address, regions())
    user = lock_user(signed_in(actor))
    row = _own(user, address_id) if address_id else _new(user)
    row.name, row.phone, row.country = address.name, address.phone, address.country
    row.province, row.city, row.district = address.province, address.city, address.district
    row.line, row.postal_code = address.line, address.postal_code
    row.region_code, row.label = address.region_code, clean_label(draft.label)
    row.save()
    if draft.is_default or user.default_address_id is None:
        _make_default(user, row.id)
    return row.id


@transactional
def set_default_address(*, actor: Actor, address_id: UUID) -> None:
    """Choose the address that checkout starts with.

    Raises: NotFound if it is not the actor's. Locks: the account.
    """
    user = lock_user(signed_in(actor))
    _make_default(user, _own(user, address_id).id)


@transactional
def delete_address(*, actor: Actor, address_id: UUID) -> None:
    """Remove an address; the newest of the others becomes the default if it was that.

    Raises: NotFound if it is not the actor's. Locks: the account.
    """
    user = lock_user(signed_in(actor))
    row = _own(user, address_id)
    was_default = user.default_address_id == row.id
    row.delete()
    if was_default:
        rest = SavedAddress.objects.filter(user=user).order_by("-created_at", "-id")
        _make_default(user, rest.values_list("id", flat=True).first())


def _own(user: User, address_id: UUID) -> SavedAddress:
    row = SavedAddress.objects.filter(pk=address_id, user=user).first()
    if row is None:
        raise NotFound
    return row


def _new(user: User) -> SavedAddress:
    limit = preferences.ADDRESS_LIMIT.get()
    if SavedAddress.objects.filter(user=user).count() >= limit:
        raise errors.TooManyAddresses(limit=limit)
    return SavedAddress(user=user, created_at=clock.now())


def _make_default(user: User, address_id: UUID | None) -> None:
    User.objects.filter(pk=user.pk).update(default_address_id=address_id)
