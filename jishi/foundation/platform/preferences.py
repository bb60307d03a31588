"""What operators and merchants may set at run time: declared by rooms, typed, with a default."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import InvalidInput, NotFound
from jishi.foundation.kernel.registry import Registry
from jishi.foundation.platform import audit, transactions
from jishi.foundation.platform.models import PreferenceValue

FRESH_S = 2.0
"""How long a process may answer from its copy of the values, in seconds."""

PLATFORM = "platform"

Value = TypeVar("Value", bool, int, str, list[str])


class BadPreference(InvalidInput):
    """The value is not of the preference's type or outside its bounds."""

    code = "preferences.bad_value"


@dataclass(frozen=True, slots=True)
class Preference(Generic[Value]):
    """One thing that can be set.

    name: `<room>.<what>_<unit>`. default: also tells the type. help: one English sentence.
    per_merchant: whether a merchant may differ from the platform.
    is_secret: shown never, only replaced. check: returns whether a value is in bounds.
    """

    name: str
    default: Value
    help: str
    per_merchant: bool = False
    is_secret: bool = False
    check: Callable[[Any], bool] | None = None

    def get(self, merchant_id: UUID | None = None) -> Value:
        """Return the merchant's value, else the platform's, else the default."""
        values = _snapshot()
        if merchant_id is not None and self.per_merchant:
            own = values.get((self.name, merchant_id.hex))
            if own is not None:
                return cast(Value, own)
        found = values.get((self.name, PLATFORM))
        return self.default if found is None else cast(Value, found)


PREFERENCES: Registry[Preference[Any]] = Registry("preference")

GUARDS: dict[str, Callable[[Any], None]] = {}
"""Name of a preference → what its room asks before it changes."""

_cache: dict[str, Any] = {"at": -FRESH_S, "values": {}}


def declare(
    name: str,
    default: Value,
    help: str,
    *,
    per_merchant: bool = False,
    is_secret: bool = False,
    check: Callable[[Any], bool] | None = None,
) -> Preference[Value]:
    """Declare a preference of a room and register it for the settings pages."""
    part = Preference(name, default, help, per_merchant, is_secret, check)
    PREFERENCES.add(name, part)
    return part


def between(low: int, high: int) -> Callable[[Any], bool]:
    """Return a check that a number lies within bounds, both included."""
    return lambda value: low <= value <= high


def one_of(*choices: str) -> Callable[[Any], bool]:
    """Return a check that a text is one of a few."""
    return lambda value: value in choices


def guard(name: str, refuse: Callable[[Any], None]) -> None:
    """Let a room refuse a value that does not fit its rows; called inside the transaction."""
    GUARDS[name] = refuse


@transactions.transactional
def set_value(*, actor: Actor, name: str, value: Any, merchant_id: UUID | None = None) -> None:
    """Change a preference for the platform or for one merchant.

    Raises: NotFound if no preference has that name; BadPreference if the value does not fit;
        what the guard of the preference raises.
    """
    actor.require("preferences.edit", merchant_id=merchant_id)
    if name not in PREFERENCES:
        raise NotFound
    part = PREFERENCES.get(name)
    _check(part, value, merchant_id)
    if name in GUARDS:
        GUARDS[name](value)
    scope = merchant_id.hex if merchant_id else PLATFORM
    row = PreferenceValue.objects.filter(name=name, scope=scope).first()
    before = json.loads(row.value) if row else part.default
    PreferenceValue.objects.update_or_create(
        name=name, scope=scope, defaults={"value": json.dumps(value), "updated_at": clock.now()}
    )
    shown = (lambda given: "***") if part.is_secret else (lambda given: given)
    audit.record(
        actor=actor,
        action="preferences.edit",
        subject_type="preference",
        subject_id=name,
        merchant_id=merchant_id,
        before={"value": shown(before)},
        after={"value": shown(value)},
    )
    transactions.after_commit(forget)


def fits(part: Preference[Any], value: Any) -> bool:
    """Return whether a value is of the preference's type and within its bounds."""
    if type(value) is not type(part.default):
        return False
    if isinstance(value, list) and not all(isinstance(item, str) for item in value):
        return False
    return part.check is None or part.check(value)


def forget() -> None:
    """Drop this process's copy, so that the next read is fresh."""
    _cache["at"] = -FRESH_S


def _check(part: Preference[Any], value: Any, merchant_id: UUID | None) -> None:
    if not fits(part, value):
        raise BadPreference(field=part.name, name=part.name)
    if merchant_id is not None and not part.per_merchant:
        raise BadPreference(field=part.name, name=part.name)


def _snapshot() -> dict[tuple[str, str], Any]:
    if time.monotonic() - _cache["at"] >= FRESH_S:
        rows = PreferenceValue.objects.values_list("name", "scope", "value")
        _cache["values"] = {(name, scope): json.loads(value) for name, scope, value in rows}
        _cache["at"] = time.monotonic()
    return cast(dict[tuple[str, str], Any], _cache["values"])
