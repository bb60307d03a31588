"""Settings carried from one installation to another: a file, what it would change, the change.

The file holds the platform's settings in force, defaults too, so that afterwards both are alike.
Secrets are never in it, and never taken from it. What a merchant set for itself stays where the
merchant is.
"""

import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jishi.foundation.kernel import clock
from jishi.foundation.kernel.actors import Actor
from jishi.foundation.kernel.errors import Conflict, InvalidInput
from jishi.foundation.platform import audit, preferences
from jishi.foundation.platform.preferences import PREFERENCES, Preference
from jishi.foundation.platform.transactions import transactional

FORMAT = "jishi.settings.v1"
LARGEST_BYTES = 1_000_000
PERMISSION = "preferences.edit"


class BadSettingsFile(InvalidInput):
    """The file is none of ours, damaged, or too large."""

    code = "preferences.bad_file"


class SettingsMovedOn(Conflict):
    """Settings changed since the differences were shown; look at them again."""

    code = "preferences.moved_on"


class Obstacle(StrEnum):
    """Why a value of a file cannot be taken over."""

    UNKNOWN = "unknown"
    SECRET = "secret"  # noqa: S105  the word, not one
    BAD_VALUE = "bad_value"


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting that a file would change.

    before, after: values here and in the file; nothing of a secret or an unknown one.
    obstacle: why it cannot be taken over, None if it can.
    """

    name: str
    before: Any
    after: Any
    obstacle: Obstacle | None


def export(*, actor: Actor) -> str:
    """Return the platform's settings as a file, secrets left out. Raises: Forbidden, NotFound."""
    actor.require(PERMISSION)
    parts = sorted(PREFERENCES.values(), key=lambda part: part.name)
    document = {
        "format": FORMAT,
        "exported_at": clock.now().isoformat(),
        "settings": {part.name: part.get() for part in parts if not part.is_secret},
        "secrets_to_set": [part.name for part in parts if part.is_secret and part.get()],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def compare(*, actor: Actor, text: str) -> tuple[Difference, ...]:
    """Return what a file would change here, by name; equal settings are left out.

    Raises: BadSettingsFile, Forbidden, NotFound.
    """
    actor.require(PERMISSION)
    found = (_difference(name, value) for name, value in sorted(_read(text).items()))
    return tuple(one for one in found if one is not None)


def fingerprint(differences: Sequence[Difference]) -> str:
    """Return what tells whether somebody looks at the same differences."""
    said = [(one.name, one.before, one.after, one.obstacle) for one in differences]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


@transactional
def take_over(*, actor: Actor, text: str, names: Collection[str], seen: str) -> int:
    """Take settings of a file over, all that are named or none; return how many changed.

    seen: fingerprint of the differences that were looked at.
    Raises: BadSettingsFile, SettingsMovedOn, BadPreference, what guards of settings raise.
    """
    differences = compare(actor=actor, text=text)
    if fingerprint(differences) != seen:
        raise SettingsMovedOn
    chosen = [one for one in differences if one.name in names and one.obstacle is None]
    for one in chosen:
        preferences.set_value(actor=actor, name=one.name, value=one.after)
    audit.record(
        actor=actor,
        action="preferences.import",
        subject_type="preference",
        subject_id="file",
        after={"names": [one.name for one in chosen]},
    )
    return len(chosen)


def _read(text: str) -> dict[str, Any]:
    if len(text.encode()) > LARGEST_BYTES:
        raise BadSettingsFile(field="file")
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadSettingsFile(field="file") from error
    settings = document.get("settings") if isinstance(document, dict) else None
    if not isinstance(settings, dict) or document.get("format") != FORMAT:
        raise BadSettingsFile(field="file")
    return settings


def _difference(name: str, value: Any) -> Difference | None:
    if name not in PREFERENCES:
        return Difference(name[:100], None, None, Obstacle.UNKNOWN)
    part = PREFERENCES.get(name)
    if part.is_secret:
        return Difference(name, None, None, Obstacle.SECRET)
    before = part.get()
    if type(value) is type(before) and value == before:
        return None
    return Difference(name, before, value, None if _fits(part, value) else Obstacle.BAD_VALUE)


def _fits(part: Preference[Any], value: Any) -> bool:
    try:
        return preferences.fits(part, value)
    except (TypeError, ValueError):
        return False
