"""What this room refuses, and why."""

from jishi.foundation.kernel import errors


class BadCode(errors.InvalidInput):
    """A shop's code has 3 to 40 letters, digits and inner hyphens, and is not reserved."""

    code = "merchants.bad_code"


class CodeTaken(errors.Conflict):
    """Another shop has this code."""

    code = "merchants.code_taken"


class BadEntity(errors.InvalidInput):
    """A part of who sells is missing or wrong; `field` says which."""

    code = "merchants.bad_entity"


class BadLicense(errors.InvalidInput):
    """The number is no unified social credit code: a character or the check digit is wrong."""

    code = "merchants.bad_license"


class LicenseExpired(errors.InvalidInput):
    """The licence has expired."""

    code = "merchants.license_expired"


class BadContact(errors.InvalidInput):
    """A part of the contact is missing or wrong; `field` says which."""

    code = "merchants.bad_contact"


class BadShop(errors.InvalidInput):
    """A part of how the shop presents itself is missing or wrong; `field` says which."""

    code = "merchants.bad_shop"


class WrongAgreement(errors.Conflict):
    """The agreement changed meanwhile; `version` is the one to read."""

    code = "merchants.wrong_agreement"


class Incomplete(errors.InvalidInput):
    """Pages of the application are not complete; `steps` names them."""

    code = "merchants.incomplete"


class ReasonMissing(errors.InvalidInput):
    """Who decides against a merchant says why."""

    code = "merchants.reason_missing"


class NotEditable(errors.Conflict):
    """The application is being looked at, or was decided."""

    code = "merchants.not_editable"


class BadTerms(errors.InvalidInput):
    """A rate beyond 0 to 100 %, or a negative deposit."""

    code = "merchants.bad_terms"


class ManyShops(errors.Conflict):
    """A brand store has one shop; `count` are in business."""

    code = "merchants.many_shops"


class OnboardingClosed(errors.Conflict):
    """One brand sells here; no further shop opens."""

    code = "merchants.onboarding_closed"


class RowsLost(errors.Conflict):
    """Rows of `tables` went away while the mode changed; nothing was changed."""

    code = "merchants.rows_lost"


class NoSuchPerson(errors.InvalidInput):
    """Nobody has an account with this phone number or e-mail address."""

    code = "merchants.no_such_person"


class BadLabel(errors.InvalidInput):
    """A sub-domain has 3 to 30 letters, digits and single inner hyphens, and is not reserved."""

    code = "merchants.bad_label"


class LabelTaken(errors.Conflict):
    """Another shop has this word as its sub-domain or in its address."""

    code = "merchants.label_taken"


class BadFront(errors.InvalidInput):
    """A part of the shop's front is empty or too long; `field` says which, `limit` how much."""

    code = "merchants.bad_front"
