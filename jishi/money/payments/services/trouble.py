"""What may go wrong at a provider without saying anything about the money."""

import logging

from jishi.foundation.kernel.errors import JishiError
from jishi.money.payments.errors import ProviderRefused, ProviderUnavailable, SignatureInvalid

log = logging.getLogger(__name__)

TROUBLE = (ProviderUnavailable, ProviderRefused, SignatureInvalid)


def note_trouble(subject: str, trouble: JishiError) -> None:
    """Log that a provider could not be asked about something; the clock asks again."""
    log.warning("payments.provider_silent", extra={"subject": subject, "error": str(trouble)})
