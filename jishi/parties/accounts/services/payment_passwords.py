"""The payment password, and small payments without it (支付密码、小额免密)."""

from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Forbidden
from jishi.foundation.platform import audit, outbox, transactions
from jishi.foundation.platform.transactions import transactional
from jishi.parties.accounts import errors, preferences
from jishi.parties.accounts.events import PaymentPasswordChanged
from jishi.parties.accounts.models import PaymentPassword, User
from jishi.parties.accounts.rules import contacts
from jishi.parties.accounts.rules import payment_passwords as rules
from jishi.parties.accounts.rules.roles import signed_in
from jishi.parties.accounts.rules.throttles import Limit
from jishi.parties.accounts.services import codes, sign_in, throttles
from jishi.parties.accounts.types import CodePurpose


@throttles.in_steps
def set_payment_password(*, actor: Actor, contact: str, code: str, password: str) -> None:
    """Set or reset one's payment password with a fresh code; a lock ends with it.

    contact: one's own phone or e-mail address, to which the code was sent.
    Raises: Forbidden if nobody is signed in or the contact is not the actor's; BadContact,
        WeakPaymentPassword, WrongCode.
    Emits: PaymentPasswordChanged.
    """
    target = contacts.parse_contact(contact)
    user = User.objects.filter(pk=signed_in(actor)).first()
    if user is None or target.value not in {user.email, user.phone}:
        raise Forbidden
    rules.check(password, phone=user.phone or "", birthday=user.birthday)
    if sign_in.is_password_right(user, password):
        raise errors.WeakPaymentPassword(field="password", reason="login")
    code_id = codes.try_code(target=target, purpose=CodePurpose.PAYMENT_PASSWORD, code=code)
    _set(actor, user.id, code_id, make_password(password))


@throttles.in_steps
def check_payment_password(*, actor: Actor, password: str) -> None:
    """Compare one's payment password; some wrong tries lock it for hours.

    Like signing in it commits the try by itself, so it is called before the payment's own
    transaction.
    Raises: Forbidden if nobody is signed in; NoPaymentPassword; WrongPaymentPassword with
        the tries that are `left`; TooManyAttempts while it is locked.
    """
    user_id = signed_in(actor)
    encoded = PaymentPassword.objects.filter(user=user_id).values_list("encoded", flat=True).first()
    if encoded is None:
        raise errors.NoPaymentPassword
    limits = _limits(user_id)
    throttles.take(limits, at=clock.now())
    if not check_password(password, encoded):
        tally = next(iter(throttles.tallies(limits).values()))
        left = max(0, preferences.PAYMENT_PASSWORD_TRIES.get() - tally.count)
        raise errors.WrongPaymentPassword(field="password", left=left)
    _forget_tries(user_id)


@transactional
def take_free_payment(*, actor: Actor, amount_minor: int, currency: str) -> bool:
    """Count a payment that needs no password against the day's limit; false if it needs one.

    Raises: Forbidden if nobody is signed in.
    Locks: the payment password.
    """
    rows = PaymentPassword.objects.filter(user=signed_in(actor), currency=currency)
    row: PaymentPassword | None = transactions.for_update(rows).first()
    if row is None:
        return False
    today = clock.local_date(clock.now())
    spent = row.free_spent_minor if row.free_day == today else 0
    if not rules.is_free(
        amount_minor,
        limit_minor=row.free_limit_minor,
        day_minor=row.free_day_minor,
        spent_minor=spent,
    ):
        return False
    row.free_day, row.free_spent_minor = today, spent + amount_minor
    row.save(update_fields=["free_day", "free_spent_minor"])
    return True


@throttles.in_steps
def set_free_pay(*, actor: Actor, password: str, limit_minor: int, day_minor: int) -> None:
    """Choose up to which amount a payment needs no password; 0 asks for it always.

    password: the payment password. day_minor: how much of that in a day.
    Raises: as `check_payment_password`; BadFreePay.
    """
    rules.check_free(
        limit_minor,
        day_minor,
        most_minor=preferences.FREE_PAY_MAX_MINOR.get(),
        most_day_minor=preferences.FREE_PAY_DAY_MAX_MINOR.get(),
    )
    check_payment_password(actor=actor, password=password)
    _set_free(actor, limit_minor, day_minor)


@transactional
def _set(actor: Actor, user_id: UUID, code_id: UUID, encoded: str) -> None:
    codes.spend(code_id, at=clock.now())
    PaymentPassword.objects.update_or_create(user_id=user_id, defaults={"encoded": encoded})
    _forget_tries(user_id)
    outbox.emit(PaymentPasswordChanged(user_id=str(user_id)))
    audit.record(
        actor=actor,
        action="accounts.set_payment_password",
        subject_type="user",
        subject_id=user_id,
    )


@transactional
def _set_free(actor: Actor, limit_minor: int, day_minor: int) -> None:
    user_id = signed_in(actor)
    rows = PaymentPassword.objects.filter(user=user_id)
    row: PaymentPassword = transactions.for_update(rows).get()
    before = {"limit_minor": row.free_limit_minor, "day_minor": row.free_day_minor}
    row.free_limit_minor, row.free_day_minor = limit_minor, day_minor
    row.save(update_fields=["free_limit_minor", "free_day_minor"])
    audit.record(
        actor=actor,
        action="accounts.set_free_pay",
        subject_type="user",
        subject_id=user_id,
        before=before,
        after={"limit_minor": limit_minor, "day_minor": day_minor},
    )


def _limits(user_id: UUID) -> dict[str, Limit]:
    lock_s = preferences.PAYMENT_PASSWORD_LOCK_S.get()
    tries = Limit(preferences.PAYMENT_PASSWORD_TRIES.get(), lock_s, lock_s=lock_s)
    return {throttles.name_of("payment-password", user_id.hex): tries}


def _forget_tries(user_id: UUID) -> None:
    for name in _limits(user_id):
        throttles.forget(name)
