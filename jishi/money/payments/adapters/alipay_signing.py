"""Alipay's signatures, amounts and times: RSA2, decimal yuan, Beijing clock.

Source: Alipay OpenAPI v2, "self-implemented signing" and "asynchronous notification".
"""

import base64
import json
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from jishi.foundation.kernel import money
from jishi.foundation.kernel.money import Money

CURRENCY = "CNY"
BEIJING = ZoneInfo("Asia/Shanghai")

_TIME_FORMAT = "%Y-%m-%d %H:%M:%S"
_YUAN = re.compile(r"-?[0-9]{1,13}(\.[0-9]{1,4})?")


def load_private_key(text: str) -> rsa.RSAPrivateKey:
    """Read an RSA private key as PEM, or as the bare base64 that Alipay's tool makes.

    Raises: ValueError if it is no RSA private key.
    """
    if text.lstrip().startswith("-----"):
        key = serialization.load_pem_private_key(text.strip().encode("ascii"), password=None)
    else:
        key = serialization.load_der_private_key(_from_base64(text), password=None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise ValueError("the app's private key is not an RSA key")
    return key


def load_public_key(text: str) -> rsa.RSAPublicKey:
    """Read an RSA public key as PEM, or as the bare base64 that Alipay's console shows.

    Raises: ValueError if it is no RSA public key.
    """
    if text.lstrip().startswith("-----"):
        key = serialization.load_pem_public_key(text.strip().encode("ascii"))
    else:
        key = serialization.load_der_public_key(_from_base64(text))
    if not isinstance(key, rsa.RSAPublicKey):
        raise ValueError("the platform's public key is not an RSA key")
    return key


def sign_content(params: Mapping[str, str], *, without: frozenset[str]) -> str:
    """Join the non-empty parameters as `name=value`, sorted by name, values not encoded.

    without: names that are not signed; `sign` in a request, also `sign_type` in a notification.
    """
    kept = sorted((name, value) for name, value in params.items() if value and name not in without)
    return "&".join(f"{name}={value}" for name, value in kept)


def sign(content: str, key: rsa.RSAPrivateKey) -> str:
    """Sign with SHA256withRSA and return base64."""
    signature = key.sign(content.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signature).decode("ascii")


def is_signed(content: str, signature: str, key: rsa.RSAPublicKey) -> bool:
    """Tell whether the signature was made over exactly this content by the key's owner."""
    try:
        raw = base64.b64decode(signature, validate=True)
        key.verify(raw, content.encode("utf-8"), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def cut_node(answer: str, name: str) -> str:
    """Cut the signed part out of an answer, character for character.

    Parsing and writing it again would change escapes and so the signature.

    name: the node, `alipay_trade_query_response`.
    Raises: ValueError if the answer has no such node.
    """
    start = answer.index(":", answer.index(f'"{name}"')) + 1
    while answer[start : start + 1].isspace():
        start += 1
    _, end = json.JSONDecoder().raw_decode(answer, start)
    return answer[start:end]


def to_yuan(amount: Money) -> str:
    """Write an amount of CNY as decimal yuan: 1 is `0.01`."""
    return str(money.to_decimal(amount))


def from_yuan(text: str) -> Money:
    """Read decimal yuan exactly.

    Raises: ValueError if it is no amount, or finer than a cent.
    """
    if not _YUAN.fullmatch(text):
        raise ValueError(f"{text!r} is not an amount")
    return money.from_decimal(Decimal(text), CURRENCY)


def to_beijing(moment: datetime) -> str:
    """Write a moment as Alipay does: Beijing time in whole seconds."""
    return moment.astimezone(BEIJING).strftime(_TIME_FORMAT)


def from_beijing(text: str) -> datetime:
    """Read a Beijing time, fractions of seconds dropped.

    Raises: ValueError if it has another form.
    """
    return datetime.strptime(text.partition(".")[0], _TIME_FORMAT).replace(tzinfo=BEIJING)


def _from_base64(text: str) -> bytes:
    return base64.b64decode("".join(text.split()), validate=True)
