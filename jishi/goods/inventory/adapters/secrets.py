"""Card keys at rest: encrypted with a key derived from the installation's secret.

Fernet (AES-128-CBC with HMAC-SHA256) under a key derived by HKDF. Old installation secrets
stay readable through Django's fallbacks.
"""

import base64
import hashlib
import hmac
from functools import cache
from uuid import UUID

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"jishi.inventory.card-keys"


def encrypt(text: str) -> str:
    """Return a secret as a token that only this installation can read."""
    return _box(_installation_secrets()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Read a secret back.

    Raises: InvalidToken if it was encrypted by another installation.
    """
    return _box(_installation_secrets()).decrypt(token.encode()).decode()


def fingerprint(variant_id: UUID, text: str) -> str:
    """Return a keyed digest that tells two equal secrets of a variant, and nothing else."""
    key = _derive(_installation_secrets()[0], b"fingerprint")
    return hmac.new(key, variant_id.bytes + text.encode(), hashlib.sha256).hexdigest()


def _installation_secrets() -> tuple[str, ...]:
    return tuple(str(one) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@cache
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(_derive(secret, b"encryption"))) for secret in secrets]
    )


@cache
def _derive(secret: str, use: bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE + b"/" + use)
    return derivation.derive(secret.encode())
