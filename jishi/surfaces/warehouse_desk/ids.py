"""Public ids in addresses: `tsk_…` in the URL, a UUID in the view."""

from uuid import UUID

from django.urls import register_converter

from jishi.foundation.kernel import ids


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


class StateWord:
    """An open state of the work that has a list."""

    regex = "waiting|picking|picked"

    def to_python(self, text: str) -> str:
        """Return the word."""
        return text

    def to_url(self, value: str) -> str:
        """Return the word."""
        return str(value)


class StepWord(StateWord):
    """A step of the work that needs no form."""

    regex = "start|put-back|finish|unpack|missing|delivered"


def register() -> None:
    """Name one converter per kind of record, `<desk_tsk:task_id>`, and those of words."""
    register_converter(StateWord, "desk_state")
    register_converter(StepWord, "desk_step")
    for prefix in ("loc", "shp", "tsk"):
        converter = type(f"{prefix.title()}Id", (PublicId,), {"prefix": prefix})
        register_converter(converter, f"desk_{prefix}")
