"""What the protocol fixes: keys, signatures, amounts, times and refusals."""

import base64
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

BEIJING = timezone(timedelta(hours=8))
TIME_FORMAT = "%Y-%m-%d %H:%M:%S"


class GatewayError(Exception):
    """A refusal in the provider's words."""

    def __init__(self, code: str, msg: str, sub_code: str, sub_msg: str) -> None:
        super().__init__(sub_code)
        self.node = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg}
        self.sub_code = sub_code


def missing(sub_code: str, sub_msg: str) -> GatewayError:
    """Refuse a request that lacks a parameter."""
    return GatewayError("40001", "Missing Required Arguments", sub_code, sub_msg)


def invalid(sub_code: str, sub_msg: str) -> GatewayError:
    """Refuse a request with a wrong parameter."""
    return GatewayError("40002", "Invalid Arguments", sub_code, sub_msg)


def failed(sub_code: str, sub_msg: str) -> GatewayError:
    """Refuse what the business forbids."""
    return GatewayError("40004", "Business Failed", sub_code, sub_msg)


def load_or_make_key(path: Path) -> rsa.RSAPrivateKey:
    """Read a private key, or make one that only the owner of the file may read."""
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise ValueError(f"{path.name} is not an RSA key")
        return key
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.touch(mode=0o600)
    path.write_text(private_pem(key), encoding="ascii")
    return key


def private_pem(key: rsa.RSAPrivateKey) -> str:
    """Return the private key as PKCS#8 PEM."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode("ascii")


def public_pem(key: rsa.RSAPublicKey) -> str:
    """Return the public key as PEM."""
    return key.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode("ascii")


def content_of(params: Mapping[str, str], *, without: frozenset[str]) -> str:
    """Join the non-empty parameters, sorted by name, as the protocol signs them."""
    kept = sorted((name, value) for name, value in params.items() if value and name not in without)
    return "&".join(f"{name}={value}" for name, value in kept)


def sign(content: str, key: rsa.RSAPrivateKey) -> str:
    """Sign with SHA256withRSA (RSA2), base64."""
    signature = key.sign(content.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode("ascii")


def is_signed(content: str, signature: str, public_key_pem: str) -> bool:
    """Tell whether the signature is the key holder's."""
    key = serialization.load_pem_public_key(public_key_pem.encode("ascii"))
    if not isinstance(key, rsa.RSAPublicKey):
        return False
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, content.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def yuan(cents: int) -> str:
    """Write cents as decimal yuan: 1 is 0.01."""
    return str(Decimal(cents).scaleb(-2).quantize(Decimal("0.01")))


def cents(amount: str) -> int:
    """Read decimal yuan as cents.

    Raises: GatewayError if the text is no amount, not positive or finer than a cent.
    """
    try:
        scaled = Decimal(amount).scaleb(2)
    except ArithmeticError:
        scaled = Decimal(0)
    if not scaled.is_finite() or scaled <= 0 or scaled != scaled.to_integral_value():
        raise failed("ACQ.INVALID_PARAMETER", "参数无效")
    return int(scaled)


def stamp(epoch_s: float) -> str:
    """Write a moment as the provider does: Beijing time, whole seconds."""
    return datetime.fromtimestamp(epoch_s, BEIJING).strftime(TIME_FORMAT)


def moment(text: str) -> float:
    """Read a Beijing time as seconds of the epoch.

    Raises: ValueError if it has another form.
    """
    return datetime.strptime(text, TIME_FORMAT).replace(tzinfo=BEIJING).timestamp()
