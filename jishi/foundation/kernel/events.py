"""Facts that rooms announce: frozen values of primitives, named and versioned."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

from jishi.foundation.kernel.registry import Registry


@dataclass(frozen=True)
class Event:
    """Base of every fact. Fields hold strings, integers, booleans or lists of these.

    wire_name: `<room>.<fact>.v<version>`; a changed meaning is a new version.
    key_field: the field that names the subject; events of one subject arrive in order.
    """

    wire_name: ClassVar[str] = ""
    key_field: ClassVar[str] = ""

    @property
    def key(self) -> str:
        """The subject whose events are delivered in order."""
        return str(getattr(self, self.key_field))

    def payload(self) -> dict[str, Any]:
        """Return the fields as JSON-ready values."""
        return asdict(self)


EVENTS: Registry[type[Event]] = Registry("event")

EventType = TypeVar("EventType", bound=type[Event])


@dataclass_transform(frozen_default=True)
def fact(wire_name: str, *, key: str) -> Callable[[EventType], EventType]:
    """Declare an event class: make it frozen, name it, and register it.

    wire_name: `<room>.<fact>.v<version>`. key: the field that names the subject.
    """

    def declare(cls: EventType) -> EventType:
        dataclass(frozen=True)(cls)
        cls.wire_name = wire_name
        cls.key_field = key
        EVENTS.add(wire_name, cls)
        return cls

    return declare


def revive(wire_name: str, payload: str) -> Event:
    """Build the event of a name from its stored payload.

    Fields that a newer or older version does not know are dropped.
    Raises: LookupError if no event has that name.
    """
    cls = EVENTS.get(wire_name)
    known = {field.name for field in fields(cls)}
    data = json.loads(payload)
    return cls(**{name: value for name, value in data.items() if name in known})
