"""Facts this room announces."""

from jishi.foundation.kernel.events import Event, fact


@fact("integrations.app_created.v1", key="app_id")
class AppCreated(Event):
    """An app was admitted. merchant_id: empty for the whole platform."""

    app_id: str
    merchant_id: str


@fact("integrations.app_revoked.v1", key="app_id")
class AppRevoked(Event):
    """An app may do nothing any more. merchant_id: empty for the whole platform."""

    app_id: str
    merchant_id: str
