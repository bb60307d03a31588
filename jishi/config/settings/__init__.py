"""Settings: from the environment, once, with safe defaults."""

from importlib.util import find_spec

import pymysql

from jishi.config.settings.databases import database
from jishi.config.settings.environment import ROOT, load

pymysql.version_info = (2, 2, 1, "final", 0)
pymysql.install_as_MySQLdb()

ENVIRONMENT = load()

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret_key
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.hosts.split(",") if host.strip()]
ORIGIN = ENVIRONMENT.origin.rstrip("/")
REALTIME = ENVIRONMENT.realtime
DATA = ENVIRONMENT.data
REDIS_URL = ENVIRONMENT.redis_url

DATABASES = {"default": database(ENVIRONMENT.database_url, DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "jishi.foundation.platform",
    "jishi.parties.accounts",
    "jishi.parties.merchants",
    "jishi.parties.integrations",
    "jishi.goods.markets",
    "jishi.goods.catalog",
    "jishi.goods.inventory",
    "jishi.goods.promotions",
    "jishi.goods.pricing",
    "jishi.goods.bulk",
    "jishi.money.ledger",
    "jishi.money.wallets",
    "jishi.money.payments",
    "jishi.money.settlements",
    "jishi.fulfillment.shipping",
    "jishi.fulfillment.warehouse",
    "jishi.trade.cart",
    "jishi.trade.orders",
    "jishi.trade.checkout",
    "jishi.care.aftersales",
    "jishi.care.reviews",
    "jishi.care.community",
    "jishi.care.notifications",
    "jishi.insight.search",
    "jishi.growth.loyalty",
    "jishi.surfaces.design",
    "jishi.surfaces.storefront",
    "jishi.surfaces.merchant_console",
    "jishi.surfaces.operator_console",
    "jishi.surfaces.warehouse_desk",
    "jishi.surfaces.rest_api",
    "jishi.surfaces.webhooks",
    "jishi.surfaces.cli",
]


def _is_built(app: str) -> bool:
    if not app.startswith("jishi."):
        return True
    try:
        return find_spec(f"{app}.apps") is not None
    except ModuleNotFoundError:
        return False


INSTALLED_APPS = [app for app in INSTALLED_APPS if _is_built(app)]

MIDDLEWARE = [
    "jishi.surfaces.design.requests.RequestMiddleware",
    "jishi.surfaces.storefront.hosts.ShopHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jishi.surfaces.rest_api.limits.LimitMiddleware",
    "jishi.surfaces.rest_api.keyed.KeyedMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "jishi.surfaces.design.origin.OriginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jishi.surfaces.design.policy.PolicyMiddleware",
]
if REALTIME.startswith(":"):
    MIDDLEWARE.append("jishi.surfaces.design.listening.ListeningMiddleware")

ROOT_URLCONF = "jishi.config.urls"
WSGI_APPLICATION = "jishi.config.wsgi.application"
ASGI_APPLICATION = "jishi.config.asgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "storefront:sign_in"
AUTHENTICATION_BACKENDS: list[str] = []

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jishi.surfaces.storefront.context.shop",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "jishi" / "surfaces" / "storefront" / "locale_account"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_MANIFEST_STRICT = False
SEARCH_INDEX_PATH = DATA / "search"

TASKS = {"default": {"BACKEND": "jishi.foundation.platform.jobs.DatabaseBackend"}}
SILENCED_SYSTEM_CHECKS = ["models.W037"]

MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.trusted_proxies else None
)
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'", "*"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = "集市 <no-reply@jishi.example>"
if ENVIRONMENT.email_url:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(ENVIRONMENT.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtp"
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "jishi.foundation.platform.logs.JsonFormatter"},
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json" if ENVIRONMENT.log_json else "plain",
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.request": {"level": "ERROR"}, "httpx": {"level": "WARNING"}},
}
