"""What this room refuses, and why."""

from jishi.foundation.kernel import errors


class BadApp(errors.InvalidInput):
    """An app needs a name, at least one scope, and an end that lies ahead; see `field`."""

    code = "integrations.bad_app"


class BadScope(errors.InvalidInput):
    """A scope is unknown, or not for the apps of shops; `scope` names it."""

    code = "integrations.bad_scope"


class CannotGrant(errors.Forbidden):
    """Nobody can give an app a permission that they do not hold; `permission` names it."""

    code = "integrations.cannot_grant"


class AppRevoked(errors.Conflict):
    """The app was revoked and stays so; make a new one."""

    code = "integrations.app_revoked"
