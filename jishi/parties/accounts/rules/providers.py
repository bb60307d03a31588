"""Providers: what may be kept of one."""

import hashlib
import re
from dataclasses import replace
from urllib.parse import urlsplit

from jishi.foundation.kernel import text
from jishi.parties.accounts import errors
from jishi.parties.accounts.types import ProviderDraft, ProviderKind

NAME_LENGTH = 40
CODE = re.compile(r"[a-z][a-z0-9-]{1,19}")
LOOPBACKS = {"127.0.0.1", "localhost", "::1"}


def check_provider(draft: ProviderDraft, *, has_secret: bool) -> ProviderDraft:
    """Return a provider cleaned.

    has_secret: whether one is on record already.
    Raises: BadProvider with the field at fault.
    """
    cleaned = {key: text.clean(name, max_length=NAME_LENGTH) for key, name in draft.name.items()}
    names = {locale: name for locale, name in cleaned.items() if name}
    address = draft.address.strip().rstrip("/")
    if not CODE.fullmatch(draft.code):
        raise errors.BadProvider(field="code")
    if not names:
        raise errors.BadProvider(field="name")
    if not is_safe(address, may_be_empty=draft.kind == ProviderKind.WECHAT):
        raise errors.BadProvider(field="address")
    if not draft.client_id.strip():
        raise errors.BadProvider(field="client_id")
    if not (draft.secret.strip() or has_secret):
        raise errors.BadProvider(field="secret")
    return replace(
        draft,
        name=names,
        address=address,
        client_id=draft.client_id.strip()[:200],
        secret=draft.secret.strip(),
    )


def is_safe(address: str, *, may_be_empty: bool = False) -> bool:
    """Return whether an address may be trusted with secrets: TLS, or this very machine."""
    if not address:
        return may_be_empty
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACKS)


def hash_subject(subject: str) -> str:
    """Return what is kept of a provider's name for a person."""
    return hashlib.sha256(subject.encode()).hexdigest()


def is_last_way_in(*, contacts: int, others: int) -> bool:
    """Return whether one identity less leaves nobody able to sign in.

    contacts: verified phones and mailboxes, each of which opens the account by a code.
    others: further identities at providers that are switched on.
    """
    return contacts == 0 and others == 0
