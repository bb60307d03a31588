"""`bin/jishi check`: the gate that every change passes."""

import os
import subprocess
import sys
import time

STEPS: dict[str, list[str]] = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy", "jishi"],
    "floors": ["importlinter.cli", "lint_imports"],
    "system": ["django", "check", "--fail-level", "WARNING"],
    "migrations": ["django", "makemigrations", "--check", "--dry-run"],
    "docs": ["jishi.surfaces.cli", "docs", "--check"],
    "structure": ["pytest", "-q", "-n0", "-p", "no:cacheprovider", "tests/architecture"],
}


def run(arguments: list[str]) -> int:
    """Run the named steps, or all; return 0 only if each passed."""
    failed = []
    for name in arguments or STEPS:
        started = time.monotonic()
        print(f"--- {name}", flush=True)
        if _run_step(name):
            failed.append(name)
        print(f"    {time.monotonic() - started:.1f} s", flush=True)
    print("check: failed: " + ", ".join(failed) if failed else "check: everything holds")
    return int(bool(failed))


def _run_step(name: str) -> int:
    command = [sys.executable, "-m", *STEPS[name]]
    if name == "floors":
        command = [
            sys.executable,
            "-c",
            "import sys; sys.argv = ['lint-imports', '--config', 'floors.ini', '--no-cache']; "
            "from importlinter.cli import lint_imports_command; lint_imports_command()",
        ]
    settings = {"DJANGO_SETTINGS_MODULE": "jishi.config.settings"}
    return subprocess.run(command, env=os.environ | settings, check=False).returncode
