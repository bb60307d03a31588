"""What may be refused: six kinds, each with a stable public code."""

from typing import ClassVar


class JishiError(Exception):
    """A refusal that a caller can understand and act on.

    code: stable and public, `<room>.<reason>`; texts are chosen by surfaces from it.
    status: the HTTP status that surfaces answer with.
    params: values for the text; strings and integers only.
    field: the input field at fault, if one is.
    """

    code: ClassVar[str] = "jishi.error"
    status: ClassVar[int] = 500

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        self.field = field
        self.params = params
        detail = ", ".join(f"{name}={value}" for name, value in params.items())
        super().__init__(f"{self.code}({detail})" if detail else self.code)


class InvalidInput(JishiError):
    """The request itself must change."""

    code = "jishi.invalid_input"
    status = 422


class NotFound(JishiError):
    """Absent, or not for this actor: the two look the same on purpose."""

    code = "jishi.not_found"
    status = 404


class Forbidden(JishiError):
    """The actor may not do this."""

    code = "jishi.forbidden"
    status = 403


class Conflict(JishiError):
    """The world moved on; read again."""

    code = "jishi.conflict"
    status = 409


class LimitExceeded(JishiError):
    """Too much or too often. `retry_after_s` among the params says when to come back."""

    code = "jishi.limit_exceeded"
    status = 429


class Unavailable(JishiError):
    """Someone that is needed does not answer; retrying may help."""

    code = "jishi.unavailable"
    status = 503


class IllegalMove(Conflict):
    """The state machine has no such move from the present state."""

    code = "jishi.illegal_move"


class KeyReused(Conflict):
    """An idempotency key came back with a different request."""

    code = "jishi.key_reused"


def all_errors(root: type[JishiError] = JishiError) -> list[type[JishiError]]:
    """Return every refusal class known to the process, sorted by code."""
    found: set[type[JishiError]] = set()
    stack = [root]
    while stack:
        for child in stack.pop().__subclasses__():
            if child not in found:
                found.add(child)
                stack.append(child)
    return sorted(found, key=lambda error: error.code)
