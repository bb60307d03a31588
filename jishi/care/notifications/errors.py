"""What notifications refuse, and why."""

from jishi.foundation.kernel.errors import Conflict, InvalidInput, NotFound, Unavailable


class TemplateNotFound(NotFound):
    """No template has that name."""

    code = "notifications.template_not_found"


class BadTemplate(InvalidInput):
    """A language is missing, a text is too long, or it names an unknown `variable`."""

    code = "notifications.bad_template"


class FixedChoice(InvalidInput):
    """What concerns an order or the safety of an account is always told on the site."""

    code = "notifications.fixed_choice"


class NotResendable(Conflict):
    """Only what failed or was skipped can be sent again."""

    code = "notifications.not_resendable"


class NotDelivered(Unavailable):
    """A mail server or a text gateway did not take a message; it is tried again."""

    code = "notifications.not_delivered"


class NotConfigured(Conflict):
    """The channel is not set up here, or not for this text."""

    code = "notifications.not_configured"
