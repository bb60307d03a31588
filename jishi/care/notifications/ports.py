"""How texts leave the house."""

from typing import Protocol

from jishi.care.notifications.types import Outgoing


class Sender(Protocol):
    """One way out. Never called inside a transaction."""

    def send(self, text: Outgoing) -> None:
        """Send a text.

        Raises: NotDelivered if it may be tried again; NotConfigured if it never can.
        """
        ...
