"""Facts this room announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("merchants.application_submitted.v1", key="merchant_id")
class ApplicationSubmitted(Event):
    """Somebody asked to sell here."""

    merchant_id: str
    owner_id: str


@fact("merchants.application_rejected.v1", key="merchant_id")
class ApplicationRejected(Event):
    """An application was sent back with objections."""

    merchant_id: str
    owner_id: str


@fact("merchants.merchant_opened.v1", key="merchant_id")
class MerchantOpened(Event):
    """A merchant may sell, for the first time."""

    merchant_id: str
    owner_id: str


@fact("merchants.merchant_suspended.v1", key="merchant_id")
class MerchantSuspended(Event):
    """A merchant may not sell for now; what was sold is still shipped."""

    merchant_id: str
    owner_id: str
    reason: str


@fact("merchants.merchant_reopened.v1", key="merchant_id")
class MerchantReopened(Event):
    """A suspended merchant may sell again."""

    merchant_id: str
    owner_id: str


@fact("merchants.merchant_closed.v1", key="merchant_id")
class MerchantClosed(Event):
    """A merchant has left for good."""

    merchant_id: str
    owner_id: str


@fact("merchants.merchant_changed.v1", key="merchant_id")
class MerchantChanged(Event):
    """What shoppers see of a merchant changed."""

    merchant_id: str
