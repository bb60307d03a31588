"""The catalogue of permissions: what a role can be given, declared by rooms."""

from dataclasses import dataclass

from jishi.foundation.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Permission:
    """One thing that a role may allow.

    name: `<room>.<verb>`. help: one English sentence for the role editor.
    for_merchants: whether a merchant may give it to its own staff.
    """

    name: str
    help: str
    for_merchants: bool = False


PERMISSIONS: Registry[Permission] = Registry("permission")


def declare(name: str, help: str, *, for_merchants: bool = False) -> str:
    """Declare a permission and return its name."""
    PERMISSIONS.add(name, Permission(name, help, for_merchants))
    return name


EDIT_PREFERENCES = declare("preferences.edit", "Change settings.", for_merchants=True)
OPERATE = declare("platform.operate", "See and replay parked events, jobs and timers.")
VIEW_AUDIT = declare("audit.view", "Read the audit trail and verify its chain.")
