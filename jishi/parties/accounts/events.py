"""Facts this room announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("accounts.account_registered.v1", key="user_id")
class AccountRegistered(Event):
    """Somebody has a new account."""

    user_id: str
    locale: str


@fact("accounts.contact_verified.v1", key="user_id")
class ContactVerified(Event):
    """A person proved to own a phone number (E.164) or e-mail address.

    channel: `phone` or `email`.
    """

    user_id: str
    channel: str
    value: str


@fact("accounts.account_closing.v1", key="user_id")
class AccountClosing(Event):
    """A person asked to have the account closed. closes_at: ISO 8601."""

    user_id: str
    closes_at: str


@fact("accounts.account_closed.v1", key="user_id")
class AccountClosed(Event):
    """An account was made anonymous; rooms above erase what they know of the person."""

    user_id: str


@fact("accounts.password_changed.v1", key="user_id")
class PasswordChanged(Event):
    """A person has a new password; other devices were signed out."""

    user_id: str


@fact("accounts.role_assigned.v1", key="user_id")
class RoleAssigned(Event):
    """A person works in a new role. scope_id: empty for `all`."""

    user_id: str
    role_code: str
    scope: str
    scope_id: str


@fact("accounts.role_removed.v1", key="user_id")
class RoleRemoved(Event):
    """A person no longer has a role. scope_id: empty for `all`."""

    user_id: str
    role_code: str
    scope: str
    scope_id: str


@fact("accounts.accounts_merged.v1", key="gone_id")
class AccountsMerged(Event):
    """Two accounts of one person are one now; rooms above move what belonged to `gone_id`.

    `kept_id` may itself be gone by the time this is read: ask `queries.heir_of`.
    """

    kept_id: str
    gone_id: str


@fact("accounts.identity_linked.v1", key="user_id")
class IdentityLinked(Event):
    """A provider now opens a person's account."""

    user_id: str
    provider_code: str


@fact("accounts.payment_password_changed.v1", key="user_id")
class PaymentPasswordChanged(Event):
    """A person has a new payment password."""

    user_id: str
