"""A typed list of named parts that rooms and plugins add to: providers, conditions, timers."""

from collections.abc import Iterator
from typing import Generic, TypeVar

Part = TypeVar("Part")


class Registry(Generic[Part]):
    """Parts of one kind by name; adding a second part under a name is a bug."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._parts: dict[str, Part] = {}

    def add(self, name: str, part: Part) -> Part:
        """Register a part under its name.

        Raises: ValueError if another part has that name.
        """
        if self._parts.get(name, part) is not part:
            raise ValueError(f"{self.kind} {name!r} is registered twice")
        self._parts[name] = part
        return part

    def get(self, name: str) -> Part:
        """Return the part of that name.

        Raises: LookupError if there is none.
        """
        if name not in self._parts:
            raise LookupError(f"no {self.kind} is named {name!r}")
        return self._parts[name]

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._parts))

    def values(self) -> list[Part]:
        """Return the parts in the order of their names."""
        return [self._parts[name] for name in self]
