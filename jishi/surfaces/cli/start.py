"""Starting Django from the command line."""

import os
from pathlib import Path

import django


def use_data(folder: Path | None) -> None:
    """Keep everything in a folder instead of the usual one; before `start`."""
    if folder is not None:
        os.environ["JISHI_DATA"] = str(folder.resolve())


def start() -> None:
    """Load settings and rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    django.setup()
