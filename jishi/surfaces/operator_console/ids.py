"""Public ids in addresses: `ord_…` in the URL, a UUID in the view."""

from uuid import UUID

from django.urls import register_converter

from jishi.foundation.kernel import ids

PREFIXES = (
    "act", "aud", "cat", "cpn", "dlv", "fil", "frt", "grp", "job", "loc", "mer", "ord", "pat",
    "prd", "ref", "rev", "rmt", "rol", "tmr", "usr",
)  # fmt: skip
"""The kinds of records that have a page of their own here."""


class PublicId:
    """An id spelled for the outside; a text that is none leads to no page."""

    prefix = ""
    regex = "[a-z]{3}_[0-9a-z]{26}"

    def to_python(self, text: str) -> UUID:
        """Read an id. Raises: ValueError, which Django takes for no match."""
        return ids.decode(self.prefix, text)

    def to_url(self, value: UUID) -> str:
        """Spell an id."""
        return ids.encode(self.prefix, value)


def register() -> None:
    """Name one converter per kind of record: `<op_ord:order_id>`."""
    for prefix in PREFIXES:
        converter = type(f"{prefix.title()}Id", (PublicId,), {"prefix": prefix})
        register_converter(converter, f"op_{prefix}")
