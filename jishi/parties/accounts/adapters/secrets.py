"""Keys of providers at rest: encrypted with a key derived from the installation's secret.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived by HKDF. Old installation secrets
stay readable through Django's fallbacks.
"""

import base64
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"jishi.accounts.provider-keys/encryption"


def encrypt(text: str) -> str:
    """Return a secret as a token that only this installation can read."""
    return _box(_installation_secrets()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Read a secret back; empty if another installation wrote it."""
    try:
        return _box(_installation_secrets()).decrypt(token.encode()).decode()
    except InvalidToken:
        return ""


def _installation_secrets() -> tuple[str, ...]:
    return tuple(str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(secret))) for secret in secrets])


def _derive(secret: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return derivation.derive(secret.encode())
