"""`bin/jishi fix`: format and repair what can be repaired by itself."""

import subprocess
import sys


def run(_arguments: list[str]) -> int:
    """Run the formatter and the linter's safe fixes."""
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "-q", "."], check=False)
    return subprocess.run([sys.executable, "-m", "ruff", "format", "."], check=False).returncode
