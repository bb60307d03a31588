"""What this room needs from the world outside."""

from typing import Protocol

from jishi.parties.accounts.types import Ask, Contact, Proved


class CodeSender(Protocol):
    """Someone who brings a verification code to a person. Never called in a transaction."""

    def send(self, *, contact: Contact, code: str, minutes: int, locale: str) -> None:
        """Send one code.

        minutes: how long it is valid. locale: of the text.
        Raises: Unavailable when sending may be tried again; InvalidInput when it may not.
        """
        ...


class IdentityProvider(Protocol):
    """Somebody who vouches for people. Never called in a transaction."""

    def entry(self, ask: Ask) -> str:
        """Return the address to send a person to.

        Raises: ProviderDown.
        """
        ...

    def identify(self, ask: Ask, code: str) -> Proved:
        """Exchange a code for who the person is.

        Raises: ProviderDown; ProviderRefused if the code is not taken; ProviderUntrusted
            if the answer proves nothing.
        """
        ...
