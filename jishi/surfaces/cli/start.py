"""Starting Django from the command line."""

import os

import django


def start() -> None:
    """Load settings and rooms."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jishi.config.settings")
    django.setup()
