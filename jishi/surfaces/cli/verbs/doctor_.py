"""`bin/jishi doctor`: what is here, what is missing, and how to get it."""

import platform

from jishi.surfaces.cli import environment


def run(_arguments: list[str]) -> int:
    """Print what was found; 0 if the shop can run at all."""
    print(f"Python     {platform.python_version()} on {platform.platform()}")
    for finding in environment.look_around():
        state = "here" if finding.is_here else "missing"
        note = finding.detail if finding.is_here else finding.hint
        print(f"{finding.name:<10} {state:<8} {note}")
    print("\nThe shop needs none of these but SQLite; tests use all that are here.")
    return 0
