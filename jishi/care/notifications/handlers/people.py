"""News of accounts, coupons and shops."""

from datetime import datetime
from uuid import UUID

from jishi.care.notifications import services
from jishi.care.notifications.services import uniting
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.platform.outbox import subscribe
from jishi.goods.promotions.events import CouponClaimed, CouponExpiring
from jishi.parties.accounts import events as accounts
from jishi.parties.accounts import queries as accounts_queries
from jishi.parties.merchants import events as merchants

_SYSTEM = Actor.system("notifications")


@subscribe(accounts.AccountRegistered)
def welcome(event: accounts.AccountRegistered) -> None:
    """Welcome a new member."""
    services.tell_user(actor=_SYSTEM, event="accounts.registered", user_id=UUID(event.user_id))


@subscribe(accounts.PasswordChanged)
def tell_of_password(event: accounts.PasswordChanged) -> None:
    """Warn of a changed password."""
    services.tell_of_password(actor=_SYSTEM, user_id=UUID(event.user_id))


@subscribe(accounts.ContactVerified)
def tell_of_verified_contact(event: accounts.ContactVerified) -> None:
    """Tell of a phone or mailbox that now opens the account."""
    services.tell_of_verified_contact(
        actor=_SYSTEM, user_id=UUID(event.user_id), contact=event.value
    )


@subscribe(accounts.AccountClosing)
def tell_of_closing(event: accounts.AccountClosing) -> None:
    """Tell until when an account can be kept."""
    services.tell_of_closing(
        actor=_SYSTEM,
        user_id=UUID(event.user_id),
        closes_at=datetime.fromisoformat(event.closes_at),
    )


@subscribe(accounts.AccountClosed)
def forget_person(event: accounts.AccountClosed) -> None:
    """Forget what a closed account was told."""
    services.forget_person(actor=_SYSTEM, user_id=UUID(event.user_id))


@subscribe(accounts.AccountsMerged)
def unite_messages(event: accounts.AccountsMerged) -> None:
    """Give what a merged account was told to the one that was kept."""
    uniting.unite(
        actor=_SYSTEM,
        kept_id=accounts_queries.heir_of(UUID(event.kept_id)),
        gone_id=UUID(event.gone_id),
    )


@subscribe(accounts.RoleAssigned)
def tell_of_role(event: accounts.RoleAssigned) -> None:
    """Tell somebody of new work."""
    services.tell_of_role(
        actor=_SYSTEM,
        user_id=UUID(event.user_id),
        role_code=event.role_code,
        scope_id=event.scope_id,
    )


@subscribe(CouponClaimed)
def tell_of_claimed_coupon(event: CouponClaimed) -> None:
    """Tell a person of a new coupon."""
    services.tell_of_coupon(
        actor=_SYSTEM,
        event="promotions.coupon_received",
        user_id=UUID(event.user_id),
        coupon_id=UUID(event.coupon_id),
        claimed_id=UUID(event.claimed_id),
        valid_until=event.valid_until,
    )


@subscribe(CouponExpiring)
def tell_of_expiring_coupon(event: CouponExpiring) -> None:
    """Remind a person of a coupon."""
    services.tell_of_coupon(
        actor=_SYSTEM,
        event="promotions.coupon_expiring",
        user_id=UUID(event.user_id),
        coupon_id=UUID(event.coupon_id),
        claimed_id=UUID(event.claimed_id),
        valid_until=event.valid_until,
        days=event.days_left,
    )


@subscribe(merchants.ApplicationSubmitted)
def tell_of_application(event: merchants.ApplicationSubmitted) -> None:
    """Confirm to an applicant that the form arrived."""
    services.tell_of_shop(
        actor=_SYSTEM,
        event="merchants.submitted",
        merchant_id=UUID(event.merchant_id),
        owner_id=UUID(event.owner_id),
    )


@subscribe(merchants.ApplicationRejected)
def tell_of_rejection(event: merchants.ApplicationRejected) -> None:
    """Ask an applicant for changes."""
    services.tell_of_shop(
        actor=_SYSTEM,
        event="merchants.rejected",
        merchant_id=UUID(event.merchant_id),
        owner_id=UUID(event.owner_id),
    )


@subscribe(merchants.MerchantOpened)
def tell_of_opening(event: merchants.MerchantOpened) -> None:
    """Tell an owner that the shop may sell."""
    services.tell_of_shop(
        actor=_SYSTEM,
        event="merchants.opened",
        merchant_id=UUID(event.merchant_id),
        owner_id=UUID(event.owner_id),
    )


@subscribe(merchants.MerchantSuspended)
def tell_of_suspension(event: merchants.MerchantSuspended) -> None:
    """Tell an owner why the shop may not sell."""
    services.tell_of_shop(
        actor=_SYSTEM,
        event="merchants.suspended",
        merchant_id=UUID(event.merchant_id),
        owner_id=UUID(event.owner_id),
        reason=event.reason,
    )


@subscribe(merchants.MerchantReopened)
def tell_of_reopening(event: merchants.MerchantReopened) -> None:
    """Tell an owner that the shop may sell again."""
    services.tell_of_shop(
        actor=_SYSTEM,
        event="merchants.reopened",
        merchant_id=UUID(event.merchant_id),
        owner_id=UUID(event.owner_id),
    )
