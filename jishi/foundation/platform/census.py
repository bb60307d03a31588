"""Counting every table of the rooms, to show that a change of the whole shop loses nothing."""

from collections.abc import Mapping

from django.apps import apps

OWN = "platform"


def take() -> dict[str, int]:
    """Return the number of rows of every table of the rooms, by `room.Table`.

    The plumbing's own tables are left out: they come and go. One statement per table.
    """
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model.__module__.startswith("jishi.") and model._meta.app_label != OWN
    }


def lost(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    """Return how many rows are gone, by table, where any are."""
    return {
        table: count - after.get(table, 0)
        for table, count in before.items()
        if after.get(table, 0) < count
    }
