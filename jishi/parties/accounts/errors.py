"""What this room refuses, and why."""

from jishi.foundation.kernel import errors


class BadContact(errors.InvalidInput):
    """Neither a phone number nor an e-mail address that exists in this form."""

    code = "accounts.bad_contact"


class ContactTaken(errors.Conflict):
    """Another account has this phone number or e-mail address."""

    code = "accounts.contact_taken"


class WrongCode(errors.InvalidInput):
    """The verification code is wrong, used, expired, or was tried too often."""

    code = "accounts.wrong_code"


class WrongPassword(errors.InvalidInput):
    """No account has this contact with this password; which of the two is not told."""

    code = "accounts.wrong_password"


class WeakPassword(errors.InvalidInput):
    """The password is too easy to guess. `reasons` lists the names of the broken rules."""

    code = "accounts.weak_password"


class TooManyAttempts(errors.LimitExceeded):
    """Too many codes or sign-ins; `retry_after_s` says when to come back."""

    code = "accounts.too_many_attempts"


class BadNickname(errors.InvalidInput):
    """The nickname is empty or has a word that is not allowed here."""

    code = "accounts.bad_nickname"


class BadBirthday(errors.InvalidInput):
    """The birthday lies in the future or more than 120 years ago."""

    code = "accounts.bad_birthday"


class BirthdayChangedLately(errors.Conflict):
    """A birthday may be corrected only once in a while; `days` is how often."""

    code = "accounts.birthday_changed_lately"


class BadLocale(errors.InvalidInput):
    """The language is not one of the shop's."""

    code = "accounts.bad_locale"


class BadAvatar(errors.InvalidInput):
    """The picture does not exist."""

    code = "accounts.bad_avatar"


class BadAddress(errors.InvalidInput):
    """A part of the address is missing or wrong; `field` says which."""

    code = "accounts.bad_address"


class TooManyAddresses(errors.LimitExceeded):
    """The address book is full; `limit` is its size."""

    code = "accounts.too_many_addresses"


class StillEmployed(errors.Conflict):
    """An account that holds roles of a shop or of the platform cannot be closed."""

    code = "accounts.still_employed"


class BadRole(errors.InvalidInput):
    """The role has no name, or a permission that is unknown or not for this level."""

    code = "accounts.bad_role"


class BuiltinRole(errors.Conflict):
    """The built-in roles are kept as they are."""

    code = "accounts.builtin_role"


class RoleInUse(errors.Conflict):
    """Somebody has this role."""

    code = "accounts.role_in_use"


class CannotGrant(errors.Forbidden):
    """Nobody can give a permission that they do not hold; `permission` names the first."""

    code = "accounts.cannot_grant"


class RoleMisplaced(errors.InvalidInput):
    """The role is not meant for this scope: a shop's role elsewhere, or the reverse."""

    code = "accounts.role_misplaced"


class LastAdministrator(errors.Conflict):
    """Somebody must remain who may do everything."""

    code = "accounts.last_administrator"


class OwnerStays(errors.Conflict):
    """The owner's role goes with the shop and cannot be given or taken by its staff."""

    code = "accounts.owner_stays"


class ChallengeNeeded(errors.Forbidden):
    """Too much was tried lately; a challenge has to be answered first."""

    code = "accounts.challenge_needed"


class WrongAnswer(errors.InvalidInput):
    """The answer to the challenge is wrong, too late, or was given before."""

    code = "accounts.wrong_answer"


class BadProvider(errors.InvalidInput):
    """A provider needs a code, a name, a safe address and its keys; see `field`."""

    code = "accounts.bad_provider"


class ProviderRefused(errors.Forbidden):
    """The person or the provider said no; `reason` is the provider's word for it."""

    code = "accounts.provider_refused"


class ProviderUntrusted(errors.Forbidden):
    """What came back does not prove anything: wrong signature, issuer, audience or time."""

    code = "accounts.provider_untrusted"


class ProviderDown(errors.Unavailable):
    """The provider does not answer, or not as it should."""

    code = "accounts.provider_down"


class AttemptLapsed(errors.Conflict):
    """This sign-in was not begun here, is over, or was finished before; begin anew."""

    code = "accounts.attempt_lapsed"


class LastWayIn(errors.Conflict):
    """Without this nobody could sign in to the account any more."""

    code = "accounts.last_way_in"


class NothingToMerge(errors.Conflict):
    """There is no other open account to unite with."""

    code = "accounts.nothing_to_merge"


class BothEmployed(errors.Conflict):
    """Both accounts hold roles of a shop or of the platform, and are not united."""

    code = "accounts.both_employed"


class MergeLapsed(errors.Conflict):
    """The offer to unite two accounts is over, or was taken before; prove it anew."""

    code = "accounts.merge_lapsed"


class WeakPaymentPassword(errors.InvalidInput):
    """It must be six digits that nobody guesses; `reason` names the broken rule."""

    code = "accounts.weak_payment_password"


class WrongPaymentPassword(errors.InvalidInput):
    """The payment password is wrong; `left` is how many tries remain."""

    code = "accounts.wrong_payment_password"


class NoPaymentPassword(errors.Conflict):
    """No payment password was set."""

    code = "accounts.no_payment_password"


class BadFreePay(errors.InvalidInput):
    """The limits of paying without a password are too high or do not fit each other."""

    code = "accounts.bad_free_pay"
