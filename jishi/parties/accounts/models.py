"""Tables of the room."""

from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from jishi.foundation.kernel import clock
from jishi.foundation.platform.models import Record, TimedRecord
from jishi.parties.accounts.types import (
    AttemptState,
    ChallengeKind,
    Channel,
    CodePurpose,
    ProviderKind,
    RoleLevel,
    RoleScope,
    UserState,
)

EVERYWHERE = UUID(int=0)
"""Stands for `all` where a scope needs an id, so that the unique constraint sees it."""


class User(AbstractBaseUser, TimedRecord):
    """A person's account.

    Invariants: every open account has a verified phone or e-mail address, each belonging to
    one account only, or is linked to a provider; a closed account has neither. is_staff:
    whether any platform role is assigned. is_linked: whether any provider opens it. level:
    the code of the member's level, which loyalty keeps; empty before the first. The
    default address is one of the person's own. merged_into: the account that this one went
    up in; such an account is closed.
    """

    email = models.CharField(max_length=191, null=True, unique=True)
    phone = models.CharField(max_length=20, null=True, unique=True)
    nickname = models.CharField(max_length=30)
    avatar = models.ForeignKey(
        "platform.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    birthday = models.DateField(null=True)
    birthday_changed_at = models.DateTimeField(null=True)
    locale = models.CharField(max_length=10, default="zh-hans")
    state = models.CharField(max_length=10, default=UserState.ACTIVE)
    closes_at = models.DateTimeField(null=True)
    is_staff = models.BooleanField(default=False)
    is_linked = models.BooleanField(default=False)
    level = models.CharField(max_length=20, default="", blank=True)
    merged_into = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    default_address = models.ForeignKey(
        "accounts.SavedAddress", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    USERNAME_FIELD = "email"

    objects = BaseUserManager["User"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(UserState)), name="user_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(email__isnull=False)
                | models.Q(phone__isnull=False)
                | models.Q(is_linked=True)
                | models.Q(state=UserState.CLOSED),
                name="user_can_be_reached",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(state=UserState.CLOSED),
                name="user_merged_is_closed",
            ),
        ]
        indexes = [models.Index(fields=["created_at", "id"], name="user_newest")]


class LoginSession(Record):
    """A device that is signed in. key_hash: SHA-256 of the key of its web session."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64, unique=True)
    ip = models.CharField(max_length=45, default="", blank=True)
    user_agent = models.CharField(max_length=200, default="", blank=True)
    signed_in_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="login_session_expiry")]


class VerificationCode(TimedRecord):
    """A code that was asked for. The code itself is derived from the id, never stored.

    Invariant: used at most once, tried at most as often as the preference allows.
    """

    channel = models.CharField(max_length=10)
    target = models.CharField(max_length=191)
    purpose = models.CharField(max_length=20)
    locale = models.CharField(max_length=10)
    attempts = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=list(Channel)),
                name="verification_code_channel_known",
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=list(CodePurpose)),
                name="verification_code_purpose_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["target", "purpose", "expires_at"], name="verification_code_target"
            ),
            models.Index(fields=["expires_at"], name="verification_code_expiry"),
        ]


class Throttle(models.Model):
    """How often something was tried: one row per kind and subject, changed under its lock.

    name: `<kind>:<hash of the subject>`, so that no address or phone number lies here.
    """

    name = models.CharField(max_length=60, primary_key=True)
    count = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField(null=True)
    locked_until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="throttle_last")]


class SavedAddress(TimedRecord):
    """An entry of somebody's address book; orders keep their own copy."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=50)
    phone = models.CharField(max_length=20)
    country = models.CharField(max_length=2)
    province = models.CharField(max_length=60, default="", blank=True)
    city = models.CharField(max_length=60)
    district = models.CharField(max_length=60, default="", blank=True)
    line = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=12, default="", blank=True)
    region_code = models.CharField(max_length=9, default="", blank=True)
    label = models.CharField(max_length=10, default="", blank=True)


class Role(TimedRecord):
    """A set of permissions under a name.

    merchant_id: the shop that made it for itself; null for the built-in and platform roles.
    """

    code = models.CharField(max_length=40, unique=True)
    name = models.JSONField()
    level = models.CharField(max_length=10)
    merchant_id = models.UUIDField(null=True, db_index=True)
    permissions = models.JSONField(default=list)
    is_builtin = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=list(RoleLevel)), name="role_level_known"
            ),
            models.CheckConstraint(
                condition=models.Q(merchant_id__isnull=True) | models.Q(level=RoleLevel.MERCHANT),
                name="role_of_a_shop_has_its_level",
            ),
        ]


class RoleAssignment(TimedRecord):
    """A role of a person over a scope. scope_id: zero for `all`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="assignments")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="assignments")
    scope = models.CharField(max_length=10)
    scope_id = models.UUIDField(default=EVERYWHERE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "scope", "scope_id"], name="role_assignment_once"
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=list(RoleScope)), name="role_assignment_scope_known"
            ),
            models.CheckConstraint(
                condition=models.Q(scope=RoleScope.ALL, scope_id=EVERYWHERE)
                | (~models.Q(scope=RoleScope.ALL) & ~models.Q(scope_id=EVERYWHERE)),
                name="role_assignment_scope_has_its_id",
            ),
        ]
        indexes = [models.Index(fields=["scope", "scope_id"], name="role_assignment_scope")]


class Challenge(TimedRecord):
    """A challenge that was posed. What answers it is derived from the id, never stored.

    subject: hash of the browser it was posed to. Invariant: one try.
    """

    kind = models.CharField(max_length=10)
    subject = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(ChallengeKind)), name="challenge_kind_known"
            ),
        ]


class SignInProvider(TimedRecord):
    """Somebody who vouches for people who sign in. secret: encrypted."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=10)
    name = models.JSONField(default=dict)
    address = models.CharField(max_length=200, default="", blank=True)
    client_id = models.CharField(max_length=200)
    secret = models.TextField(default="", blank=True)
    is_on = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=list(ProviderKind)), name="sign_in_provider_kind_known"
            ),
        ]


class Identity(TimedRecord):
    """A person as a provider knows them. Invariant: each opens one account.

    subject: hash of the provider's name for the person, which tells upper from lower case.
    """

    provider = models.ForeignKey(
        SignInProvider, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=64)
    label = models.CharField(max_length=60, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="identity_once"),
        ]


class SignInAttempt(TimedRecord):
    """A person sent to a provider. Its secrets are derived from the id, never stored.

    device: hash of the browser it began in. user: who links; null to sign in.
    Invariant: an answer is taken once, and used once.
    """

    provider = models.ForeignKey(SignInProvider, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="+")
    device = models.CharField(max_length=64)
    next = models.CharField(max_length=500, default="", blank=True)
    locale = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=AttemptState.STARTED)
    subject = models.CharField(max_length=64, default="", blank=True)
    label = models.CharField(max_length=60, default="", blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=list(AttemptState)),
                name="sign_in_attempt_state_known",
            ),
        ]


class MergeProof(TimedRecord):
    """A person proved to own two accounts, and may unite them until it lapses."""

    kept = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    gone = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kept=models.F("gone")), name="merge_proof_of_two"
            ),
        ]


class PaymentPassword(TimedRecord):
    """What guards the stored value of a person, and how much needs no password.

    free_day, free_spent_minor: the day of the last payment without one (Shanghai), and what
    was paid so on it. Invariant: what is free never exceeds the day's limit.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="+")
    encoded = models.CharField(max_length=128)
    currency = models.CharField(max_length=3, default="CNY")
    free_limit_minor = models.BigIntegerField(default=0)
    free_day_minor = models.BigIntegerField(default=0)
    free_day = models.DateField(null=True)
    free_spent_minor = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    free_limit_minor__gte=0,
                    free_limit_minor__lte=models.F("free_day_minor"),
                    free_spent_minor__gte=0,
                ),
                name="payment_password_limits_in_order",
            ),
        ]
