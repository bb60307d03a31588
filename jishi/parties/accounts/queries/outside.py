"""Providers that vouch, what they open, and offers to unite two accounts."""

import hashlib
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.errors import NotFound
from jishi.parties.accounts import preferences
from jishi.parties.accounts.models import (
    Identity,
    MergeProof,
    PaymentPassword,
    SavedAddress,
    SignInAttempt,
    SignInProvider,
    User,
)
from jishi.parties.accounts.queries.people import person_of
from jishi.parties.accounts.rules import payment_passwords
from jishi.parties.accounts.types import (
    AttemptState,
    LinkedIdentity,
    MergeOffer,
    PaymentLock,
    ProviderCard,
    ProviderKind,
)


def list_providers(*, only_on: bool = False) -> tuple[ProviderCard, ...]:
    """Return who may vouch for people, the oldest first. only_on: those switched on."""
    rows = SignInProvider.objects.filter(Q(is_on=True) if only_on else Q())
    return tuple(_card(row) for row in rows.order_by("created_at", "id"))


def get_provider(provider_id: UUID) -> ProviderCard:
    """Return a provider. Raises: NotFound."""
    row = SignInProvider.objects.filter(pk=provider_id).first()
    if row is None:
        raise NotFound
    return _card(row)


def count_linked() -> dict[UUID, int]:
    """Return how many people are linked to each provider that has any."""
    rows = Identity.objects.values_list("provider_id").annotate(people=Count("id"))
    return dict(rows.order_by("provider_id"))


def find_proved(browser: str) -> LinkedIdentity | None:
    """Return what a provider said of who sits at a browser, and waits to be linked."""
    row = proved_in(browser).select_related("provider").first()
    if row is None:
        return None
    provider = row.provider
    return LinkedIdentity(row.id, provider.code, provider.name, row.label, row.created_at)


def proved_in(browser: str) -> QuerySet[SignInAttempt]:
    """Return the proved attempts of a browser that were not used, the newest first."""
    rows = SignInAttempt.objects.filter(
        device=hash_browser(browser), state=AttemptState.PROVED, expires_at__gt=clock.now()
    )
    return rows.order_by("-created_at", "-id")


def hash_browser(browser: str) -> str:
    """Return what is kept of the key of a browser."""
    return hashlib.sha256(browser.encode()).hexdigest()


def get_merge_offer(user_id: UUID, proof_id: UUID) -> MergeOffer:
    """Return an offer to unite another account with somebody's, while it stands.

    Raises: NotFound if there is none, or it lapsed.
    """
    rows = MergeProof.objects.select_related("kept", "gone").filter(
        pk=proof_id, kept_id=user_id, used_at=None, expires_at__gt=clock.now()
    )
    row = rows.first()
    if row is None:
        raise NotFound
    addresses = SavedAddress.objects.filter(user_id=row.gone_id).count()
    return MergeOffer(row.id, person_of(row.kept), person_of(row.gone), addresses, row.expires_at)


def heir_of(user_id: UUID) -> UUID:
    """Return the account that another went up in; itself if it stands on its own."""
    kept = User.objects.filter(pk=user_id).values_list("merged_into_id", flat=True).first()
    return kept or user_id


def get_payment_lock(user_id: UUID) -> PaymentLock:
    """Return what guards a person's stored value."""
    row = PaymentPassword.objects.filter(user_id=user_id).first()
    if row is None:
        return PaymentLock(is_set=False, free_limit_minor=0, free_day_minor=0, currency="CNY")
    return PaymentLock(True, row.free_limit_minor, row.free_day_minor, row.currency)


def free_pay_limits() -> tuple[int, int]:
    """Return the most that a payment and a day without a password may be set to, in minor units."""
    return preferences.FREE_PAY_MAX_MINOR.get(), preferences.FREE_PAY_DAY_MAX_MINOR.get()


def is_payment_password_needed(user_id: UUID, *, amount_minor: int, currency: str) -> bool:
    """Return whether a payment out of stored value asks for the payment password now.

    The one who pays then counts it with `services.take_free_payment`, which decides anew.
    """
    row = PaymentPassword.objects.filter(user_id=user_id, currency=currency).first()
    if row is None:
        return True
    today = clock.local_date(clock.now())
    return not payment_passwords.is_free(
        amount_minor,
        limit_minor=row.free_limit_minor,
        day_minor=row.free_day_minor,
        spent_minor=row.free_spent_minor if row.free_day == today else 0,
    )


def _card(row: SignInProvider) -> ProviderCard:
    return ProviderCard(
        id=row.id,
        code=row.code,
        kind=ProviderKind(row.kind),
        name=row.name,
        address=row.address,
        client_id=row.client_id,
        has_secret=bool(row.secret),
        is_on=row.is_on,
    )
