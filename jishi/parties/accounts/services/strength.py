"""Passwords that are too easy to guess."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from jishi.parties.accounts import errors
from jishi.parties.accounts.models import User

LONGEST = 256
"""More would only keep the hasher busy."""


def check(password: str, *, contact: str) -> None:
    """Refuse a weak password; an empty one means that there is none.

    contact: a phone number or e-mail address that it must not look like.
    Raises: WeakPassword with the names of the broken rules.
    """
    if not password:
        return
    if len(password) > LONGEST:
        raise errors.WeakPassword(field="password", reasons="password_too_long")
    try:
        validate_password(password, user=User(email=contact))
    except ValidationError as error:
        reasons = ",".join(sorted(part.code or "" for part in error.error_list))
        raise errors.WeakPassword(field="password", reasons=reasons) from error


def check_new(password: str, *, contact: str) -> None:
    """Refuse a missing or weak password. Raises: WeakPassword."""
    if not password:
        raise errors.WeakPassword(field="password", reasons="password_missing")
    check(password, contact=contact)
