"""What a shop changes about itself."""

from uuid import UUID

from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.accounts import services as accounts
from jishi.parties.merchants import errors, queries
from jishi.parties.merchants.events import MerchantChanged
from jishi.parties.merchants.models import Merchant
from jishi.parties.merchants.permissions import EDIT
from jishi.parties.merchants.services import rows
from jishi.parties.merchants.types import ShopDraft

MANAGE_STAFF = "accounts.manage_staff"


@transactional
def update_profile(*, actor: Actor, merchant_id: UUID, shop: ShopDraft) -> None:
    """Change name, story, logo, code or categories of a shop.

    Raises: Forbidden or NotFound unless the actor edits that shop; BadShop, BadCode, CodeTaken.
    Emits: MerchantChanged.
    Locks: the merchant.
    """
    actor.require(EDIT, merchant_id=merchant_id)
    row = rows.locked(merchant_id)
    before = _shown(row)
    rows.set_shop(row, shop)
    after = _shown(row)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return
    rows.save(row, rows.SHOP_FIELDS)
    outbox.emit(MerchantChanged(merchant_id=str(row.id)))
    audit.record(
        actor=actor,
        action=EDIT,
        subject_type="merchant",
        subject_id=row.id,
        merchant_id=row.id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


@transactional
def add_member(*, actor: Actor, merchant_id: UUID, contact: str, role_id: UUID) -> UUID:
    """Take somebody with an account into a shop's staff; return who it is.

    contact: phone number or e-mail address, as typed.
    Raises: Forbidden or NotFound unless the actor manages that shop's staff; BadContact;
        NoSuchPerson; and what `accounts.assign_role` refuses.
    Emits: RoleAssigned.
    Locks: the person's account.
    """
    actor.require(MANAGE_STAFF, merchant_id=merchant_id)
    queries.get_merchant(merchant_id)
    person = accounts_queries.find_user(contact)
    if person is None:
        raise errors.NoSuchPerson(field="contact")
    accounts.assign_role(actor=actor, user_id=person.id, role_id=role_id, merchant_id=merchant_id)
    return person.id


@transactional
def remove_member(*, actor: Actor, merchant_id: UUID, user_id: UUID) -> None:
    """Take all roles of a shop from somebody; the owner stays.

    Raises: as `accounts.remove_staff`.
    Emits: RoleRemoved.
    Locks: the person's account.
    """
    accounts.remove_staff(actor=actor, user_id=user_id, merchant_id=merchant_id)


def _shown(row: Merchant) -> dict[str, object]:
    return {
        "code": row.code,
        "name": row.name,
        "story": row.story,
        "logo_id": row.logo_id.hex if row.logo_id else None,
        "category_ids": row.category_ids,
    }
