"""`bin/jishi docs`: the reference pages that are made from the code."""

import argparse
import inspect
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

from jishi.surfaces.cli import start

FOLDER = Path(__file__).resolve().parents[4] / "docs" / "reference"
NOTICE = "<!-- Written by `bin/jishi docs`; change the code instead. -->\n\n"


def run(arguments: list[str]) -> int:
    """Write the pages; with `--check`, say which are stale and write nothing."""
    parser = argparse.ArgumentParser(prog="bin/jishi docs")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args(arguments)
    start.start()
    from django.urls import get_resolver

    # Reading all addresses imports all there is to describe.
    assert get_resolver().url_patterns, "a shop has pages"
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, NOTICE + make()
        if options.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(name)
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/reference/{name} is stale; run `bin/jishi docs`")
    return int(bool(stale))


def _events() -> str:
    from jishi.foundation.kernel.events import EVENTS
    from jishi.foundation.platform import outbox

    subscribers = outbox.subscribers()
    parts = ["# Events\n"]
    for name in EVENTS:
        if name.startswith("tests."):
            continue
        event = EVENTS.get(name)
        payload = ", ".join(f"`{field.name}`" for field in fields(event))
        heard = ", ".join(f"`{one}`" for one in subscribers[name]) or "nobody yet"
        parts.append(
            f"\n## `{name}`\n\n{_first_line(event)}\n\n"
            f"- Subject: `{event.key_field}`\n- Payload: {payload}\n- Heard by: {heard}\n"
        )
    return "".join(parts)


def _errors() -> str:
    from jishi.foundation.kernel.errors import all_errors

    rows = [
        f"| `{error.code}` | {error.status} | {_first_line(error)} |"
        for error in all_errors()
        if error.__module__.startswith("jishi.")
    ]
    return "# Error codes\n\n| code | HTTP | meaning |\n|---|---|---|\n" + "\n".join(rows) + "\n"


def _preferences() -> str:
    from jishi.foundation.platform.preferences import PREFERENCES

    rows = [
        f"| `{part.name}` | {'***' if part.is_secret else f'`{part.default!r}`'} | "
        f"{'merchant' if part.per_merchant else 'platform'} | {part.help} |"
        for part in PREFERENCES.values()
    ]
    head = "# Preferences\n\n| name | default | set by | meaning |\n|---|---|---|---|\n"
    return head + "\n".join(rows) + "\n"


def _permissions() -> str:
    from jishi.foundation.platform.permissions import PERMISSIONS

    rows = [
        f"| `{part.name}` | {'yes' if part.for_merchants else 'no'} | {part.help} |"
        for part in PERMISSIONS.values()
    ]
    head = "# Permissions\n\n| name | merchants may give it | meaning |\n|---|---|---|\n"
    return head + "\n".join(rows) + "\n" + _roles() + _addresses()


def _roles() -> str:
    """Print which built-in role allows what."""
    from jishi.foundation.platform.permissions import PERMISSIONS
    from jishi.parties.accounts.queries import builtin_roles

    roles = builtin_roles()
    parts = ["\n## Roles\n"]
    for level in ("platform", "merchant"):
        codes = [code for code in roles if code.startswith(f"{level}.")]
        short = " | ".join(code.partition(".")[2] for code in codes)
        parts.append(f"\n| {level} | {short} |\n|---|{'---|' * len(codes)}\n")
        for name in PERMISSIONS:
            marks = ["✓" if name in roles[code] else "" for code in codes]
            if any(marks):
                parts.append(f"| `{name}` | {' | '.join(marks)} |\n")
    return "".join(parts)


def _addresses() -> str:
    """Print who is let in where, as declared by every surface."""
    from jishi.surfaces.design.admission import ADMISSIONS, MEANINGS

    doors: dict[str, dict[tuple[str, str], list[str]]] = {}
    for one in ADMISSIONS.values():
        surface, _, page = one.name.partition(":")
        doors.setdefault(surface, {}).setdefault((one.gate, one.permission), []).append(page)
    parts = ["\n## Addresses\n\nEverything that is not listed is refused.\n\n"]
    parts += [f"- **{gate}**: {meaning}.\n" for gate, meaning in MEANINGS.items()]
    for surface, found in doors.items():
        parts.append(f"\n### {surface}\n\n| door | permission | addresses |\n|---|---|---|\n")
        for (gate, permission), pages in sorted(found.items()):
            shown = f"`{permission}`" if permission else "—"
            parts.append(f"| {gate} | {shown} | {', '.join(pages)} |\n")
    return "".join(parts)


def _first_line(thing: object) -> str:
    return (inspect.getdoc(thing) or "").strip().splitlines()[0]


PAGES: dict[str, Callable[[], str]] = {
    "events.md": _events,
    "errors.md": _errors,
    "preferences.md": _preferences,
    "permissions.md": _permissions,
}
