"""What this room needs from the world outside."""

from typing import Protocol

from jishi.parties.accounts.types import Contact


class CodeSender(Protocol):
    """Someone who brings a verification code to a person. Never called in a transaction."""

    def send(self, *, contact: Contact, code: str, minutes: int, locale: str) -> None:
        """Send one code.

        minutes: how long it is valid. locale: of the text.
        Raises: Unavailable when sending may be tried again; InvalidInput when it may not.
        """
        ...
