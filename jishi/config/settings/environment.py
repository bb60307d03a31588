"""The environment, read once and typed. Every variable is `JISHI_<NAME>` unless said otherwise."""

import secrets
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[3]


class Environment(BaseSettings):
    """What a deployment decides. Defaults suit one machine with nothing but Python."""

    model_config = SettingsConfigDict(env_prefix="JISHI_", extra="ignore")

    data: Path = ROOT / "var"
    """Folder of database, media, indexes and logs; copying it copies the shop."""

    debug: bool = False
    secret_key: str = ""
    """Signs sessions and encrypts stored secrets; made at first start if not given."""

    hosts: str = "*"
    """Host names that are answered, separated by commas."""

    origin: str = ""
    """Public address such as https://shop.example, for links in mails and callbacks."""

    realtime: str = ""
    """Where browsers reach the realtime role: a path such as /live that a proxy leads there, or
    a port of the same host such as :8001. Empty: pages do not listen for news."""

    https: bool = False
    """Whether the shop is served over TLS: secure cookies and HSTS follow."""

    database_url: str = Field(default="", validation_alias="DATABASE_URL")
    redis_url: str = Field(default="", validation_alias="REDIS_URL")
    email_url: str = Field(default="", validation_alias="EMAIL_URL")
    """smtp://user:password@host:587; without it, mails are files in the data folder."""

    sms_gateway_url: str = ""
    sms_access_key: str = ""
    sms_access_secret: str = ""
    sms_sign_name: str = "集市"

    alipay_gateway_url: str = ""
    alipay_app_id: str = ""
    alipay_private_key: str = ""
    alipay_public_key: str = ""
    alipay_seller_id: str = ""

    kuaidi100_url: str = ""
    kuaidi100_customer: str = ""
    kuaidi100_key: str = ""
    kuaidi100_salt: str = ""

    api_writes: str = "1200/minute"
    """How many writes one client may ask of the REST API."""

    metrics_token: str = ""
    """/metrics asks for it as a bearer token; without one only this machine may read them."""

    log_json: bool = True
    trusted_proxies: int = 0
    """How many reverse proxies in front append to X-Forwarded-For."""


def load() -> Environment:
    """Read the environment and make the data folder and the secret key if they are missing."""
    environment = Environment()
    environment.data.mkdir(parents=True, exist_ok=True)
    if not environment.secret_key:
        environment.secret_key = _kept_secret(environment.data / "secret.key")
    return environment


def _kept_secret(path: Path) -> str:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii").strip()
