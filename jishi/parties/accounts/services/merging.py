"""Uniting two accounts of one person (账号合并)."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth.hashers import make_password

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors
from jishi.parties.accounts.events import AccountsMerged
from jishi.parties.accounts.models import (
    Identity,
    LoginSession,
    MergeProof,
    PaymentPassword,
    RoleAssignment,
    SavedAddress,
    SignInAttempt,
    User,
    VerificationCode,
)
from jishi.parties.accounts.queries.people import users_with
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules import merging as rules
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.rules.states import USER
from jishi.parties.accounts.services import codes, throttles
from jishi.parties.accounts.types import CodePurpose, Contact, RoleLevel, UserAction, UserState

MERGED_NICKNAME = "已合并用户"


@throttles.in_steps
def prove_other(*, actor: Actor, contact: str, code: str) -> UUID:
    """Prove to own another account by a code sent to it; return the offer to unite both.

    Raises: Forbidden if nobody is signed in; BadContact, WrongCode; NothingToMerge,
        BothEmployed.
    """
    signed_in(actor)
    target = contacts.parse_contact(contact)
    code_id = codes.try_code(target=target, purpose=CodePurpose.MERGE, code=code)
    return _prove(actor, target, code_id)


@transactional
def merge_accounts(*, actor: Actor, proof_id: UUID) -> None:
    """Unite another account with one's own: everything of it belongs to the own one then.

    The other one is closed, signed out everywhere, and opens for nobody any more. Rooms
    above move what is theirs when they hear of it.
    Raises: Forbidden if nobody is signed in; MergeLapsed; NothingToMerge, BothEmployed.
    Emits: AccountsMerged.
    Locks: both accounts, by primary key.
    """
    at = clock.now()
    offers = MergeProof.objects.filter(
        pk=proof_id, kept_id=signed_in(actor), used_at=None, expires_at__gt=at
    )
    proof = offers.first()
    if proof is None:
        raise errors.MergeLapsed
    wanted = User.objects.filter(pk__in=[proof.kept_id, proof.gone_id])
    rows: dict[UUID, User] = {row.pk: row for row in transactions.for_update(wanted)}
    if not offers.update(used_at=at):
        raise errors.MergeLapsed
    kept, gone = rows[proof.kept_id], rows[proof.gone_id]
    kept_side, gone_side = _side(kept), _side(gone)
    rules.check(kept_side, gone_side)
    email, phone = rules.contacts_after(kept_side, gone_side)
    default_id = kept.default_address_id or gone.default_address_id
    _move_belongings(kept, gone)
    _end(actor, kept, gone)
    _take_over(kept, email=email, phone=phone, default_address_id=default_id)
    _record(actor, kept, gone)
    outbox.emit(AccountsMerged(kept_id=str(kept.id), gone_id=str(gone.id)))


def offer(*, kept_id: UUID, gone_id: UUID) -> UUID:
    """Keep that a person proved to own two accounts; return the offer to unite them.

    Raises: NothingToMerge, BothEmployed.
    """
    rows = {row.pk: row for row in User.objects.filter(pk__in=[kept_id, gone_id])}
    if len(rows) < 2:
        raise errors.NothingToMerge
    rules.check(_side(rows[kept_id]), _side(rows[gone_id]))
    at = clock.now()
    row = MergeProof.objects.create(
        kept_id=kept_id,
        gone_id=gone_id,
        expires_at=at + timedelta(seconds=rules.PROOF_LIFETIME_S),
        created_at=at,
    )
    return row.id


@transactional
def _prove(actor: Actor, target: Contact, code_id: UUID) -> UUID:
    codes.spend(code_id, at=clock.now())
    other_id = users_with(target).values_list("pk", flat=True).first()
    if other_id is None:
        raise errors.NothingToMerge
    return offer(kept_id=signed_in(actor), gone_id=other_id)


def _side(user: User) -> rules.Side:
    works = RoleAssignment.objects.filter(user=user).exists()
    return rules.Side(UserState(user.state), works, user.email, user.phone)


def _move_belongings(kept: User, gone: User) -> None:
    """Move what this room keeps; what proves the gone account's owner does not move."""
    for model in (SavedAddress, Identity, RoleAssignment):
        model.objects.filter(user=gone).update(user=kept)
    for other in (LoginSession, PaymentPassword, SignInAttempt):
        other.objects.filter(user=gone).delete()
    MergeProof.objects.filter(kept=gone).delete()
    MergeProof.objects.filter(gone=gone, used_at=None).delete()
    targets = [value for value in (gone.email, gone.phone) if value]
    VerificationCode.objects.filter(target__in=targets).delete()
    User.objects.filter(merged_into=gone).update(merged_into=kept)


def _end(actor: Actor, kept: User, gone: User) -> None:
    """Close the gone account, so that its contacts are free for the kept one."""
    before = UserState(gone.state)
    gone.state = USER.advance(before, UserAction.MERGE)
    gone.email = gone.phone = gone.avatar = gone.birthday = gone.birthday_changed_at = None
    gone.default_address = gone.last_login = None
    gone.is_staff = gone.is_linked = False
    gone.merged_into = kept
    gone.nickname = MERGED_NICKNAME
    gone.password = make_password(None)
    gone.save()
    audit.record_move(
        actor=actor,
        machine=USER.name,
        subject_id=gone.id,
        action=UserAction.MERGE,
        from_state=before,
        to_state=gone.state,
    )


def _take_over(
    kept: User, *, email: str | None, phone: str | None, default_address_id: UUID | None
) -> None:
    kept.email, kept.phone, kept.default_address_id = email, phone, default_address_id
    kept.is_linked = Identity.objects.filter(user=kept).exists()
    platform = RoleAssignment.objects.filter(user=kept, role__level=RoleLevel.PLATFORM)
    kept.is_staff = platform.exists()
    kept.save(update_fields=["email", "phone", "default_address", "is_linked", "is_staff"])


def _record(actor: Actor, kept: User, gone: User) -> None:
    """Note the union in the trail of both accounts."""
    notes = ((kept, {"merged": str(gone.id)}), (gone, {"merged_into": str(kept.id)}))
    for user, after in notes:
        audit.record(
            actor=actor,
            action="accounts.merge",
            subject_type="user",
            subject_id=user.id,
            after=after,
        )
