"""Settings. Everything that differs between installations is an environment variable, listed in docs/settings.md."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

from lyhord.common.keys import KeyFileError, Keys, key_file, make_keys, read_keys
from lyhord.config.identity import IdentityProviderIncomplete, oidc_app, saml_provider
from lyhord.config.mail import MailIncomplete, mail_server


def _flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default) in {"1", "true", "yes"}


def _number[N: (int, float)](name: str, default: N) -> N:
    try:
        return type(default)(os.environ.get(name, default))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a number such as {default}, not {os.environ[name]!r}.") from None


PACKAGE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("LYHORD_DATA_DIR", "var")).resolve()

DEBUG = _flag("LYHORD_DEBUG")
DEMO = _flag("LYHORD_DEMO")
SECURE_TRANSPORT = _flag("LYHORD_HTTPS", "0" if DEMO or DEBUG else "1")
LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def _pretended_today() -> dt.date | None:
    """Return the day that the demo pretends it is. Never in an installation that people work in."""
    text = os.environ.get("LYHORD_TODAY", "")
    if not text:
        return None
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured("LYHORD_TODAY may be set only together with LYHORD_DEMO or LYHORD_DEBUG.")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ImproperlyConfigured("LYHORD_TODAY must be a day such as 2025-10-06.") from None


TODAY = _pretended_today()


def _keys() -> Keys:
    """Return the installation's keys. The demo and those who build make them by themselves, nobody else does."""
    if "LYHORD_SECRET_KEY" in os.environ:
        # Environments are shown by process lists and service managers, and the audit log needs the file anyhow.
        raise ImproperlyConfigured("LYHORD_SECRET_KEY is not read any more: all keys lie in the key file. Unset it.")
    try:
        return make_keys(KEY_FILE) if DEMO or DEBUG else read_keys(KEY_FILE)
    except KeyFileError as error:
        raise ImproperlyConfigured(str(error)) from None


def _identity_providers() -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Return the OpenID Connect providers as allauth wants them, and the SAML provider."""
    try:
        app, saml = oidc_app(os.environ), saml_provider(os.environ)
    except IdentityProviderIncomplete as error:
        raise ImproperlyConfigured(str(error)) from None
    return {"openid_connect": {"APPS": [app] if app else []}}, saml


def _disk_declaration() -> tuple[dt.date, str] | None:
    """Return on what day somebody saw that disk and copies are encrypted, and how; None when nobody has said so."""
    day, _, how = os.environ.get("LYHORD_DISK_ENCRYPTED", "").strip().partition(" ")
    if not day:
        return None
    wrong = ImproperlyConfigured('LYHORD_DISK_ENCRYPTED must be a day and how, such as "2026-05-04 LUKS".')
    try:
        seen_on = dt.date.fromisoformat(day)
    except ValueError:
        raise wrong from None
    if not how.strip():
        raise wrong
    return seen_on, how.strip()


DISK_ENCRYPTED = _disk_declaration()
KEY_FILE = key_file(os.environ)
KEYS = _keys()
SECRET_KEY = KEYS.django
# Outside the database; the worker appends to it, and the web process need not be able to.
AUDIT_CHECKPOINT_FILE = Path(os.environ.get("LYHORD_AUDIT_CHECKPOINTS") or DATA_DIR / "audit-checkpoints").resolve()
ERASURE_FILE = Path(os.environ.get("LYHORD_ERASURE_LEDGER") or DATA_DIR / "erasures").resolve()
ALLOWED_HOSTS = os.environ.get("LYHORD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
if DEMO and (SECURE_TRANSPORT or not LOOPBACK.issuperset(ALLOWED_HOSTS)):
    # In the demo anybody becomes anyone: it may be reached from the machine itself only.
    raise ImproperlyConfigured("LYHORD_DEMO=1 needs LYHORD_HTTPS=0 and only localhost and 127.0.0.1 in LYHORD_HOSTS.")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("LYHORD_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "lyhord.common",
    "lyhord.web",
    "lyhord.organisation",
    "lyhord.accounts",
    "lyhord.imports",
    "lyhord.places",
    "lyhord.people",
    "lyhord.messaging",
    "lyhord.programme",
    "lyhord.training",
    "lyhord.outreach",
    "lyhord.coverage",
    "lyhord.planning",
    "lyhord.home",
]

MIDDLEWARE = [
    "lyhord.web.room.Room",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lyhord.web.middleware.Headers",
    "lyhord.web.middleware.ReadableRequests",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lyhord.accounts.session_guard.SessionGuard",
    "lyhord.accounts.refusals.RecordRefusals",
    "lyhord.accounts.middleware.DenyByDefault",
    "lyhord.accounts.limiting.Limits",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "lyhord.config.urls"
WSGI_APPLICATION = "lyhord.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["lyhord.web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lyhord.web.context.site",
                "lyhord.home.context.navigation",
            ],
        },
    },
]


def _database() -> dict[str, Any]:
    url = os.environ.get("LYHORD_DATABASE_URL", "")
    if not url:
        DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Older SQLite versions can corrupt a write-ahead log when two connections checkpoint at once.
        journal = "WAL" if sqlite3.sqlite_version_info >= (3, 51, 3) else "DELETE"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "lyhord.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise ImproperlyConfigured(
            "LYHORD_DATABASE_URL must look like postgresql://user:password@host/name, or be left out for SQLite."
        )
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", parts.hostname or "")),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "home:start"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

# Own pages and rules (accounts/domain); allauth gives the second factors and talks with identity providers.
ACCOUNT_RATE_LIMITS: dict[str, Any] = {}  # ours are in the database: exact over processes
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_ADAPTER = "lyhord.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "lyhord.accounts.provider_adapter.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: a form may not lead to another site (form-action)
SOCIALACCOUNT_PROVIDERS, SAML_PROVIDER = _identity_providers()
MFA_ADAPTER = "lyhord.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_TRANSPORT
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
TIME_ZONE = os.environ.get("LYHORD_TIME_ZONE", "Europe/Stockholm")
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["lyhord.config.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a digest need `collectstatic` first: not while developing, nor in the tests.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # No script turns text into HTML or into script, ours included: the browser refuses it.
    "require-trusted-types-for": ["'script'"],
    "trusted-types": [CSP.NONE],
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# Not "no-referrer": browsers then send "Origin: null" with forms, which the CSRF check refuses.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# With the prefix no neighbouring host can set the cookie, and it is sent to this one alone.
_COOKIE_PREFIX = "__Host-" if SECURE_TRANSPORT else ""
SESSION_COOKIE_NAME = f"{_COOKIE_PREFIX}lyhord-session"
CSRF_COOKIE_NAME = f"{_COOKIE_PREFIX}lyhord-form"
LANGUAGE_COOKIE_NAME = f"{_COOKIE_PREFIX}lyhord-language"
DEVICE_COOKIE_NAME = f"{_COOKIE_PREFIX}lyhord-device"
LANGUAGE_COOKIE_SECURE = SECURE_TRANSPORT
LANGUAGE_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "lyhord.accounts.models.sessions"
# What counts is kept on the server; the cookie ends with the browser.
SESSION_IDLE_MINUTES = _number("LYHORD_IDLE_MINUTES", 15)
SESSION_LOCKED_MINUTES = _number("LYHORD_LOCKED_MINUTES", 60)
SESSION_COOKIE_AGE = _number("LYHORD_SESSION_HOURS", 8) * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE_TRANSPORT
SECURE_HSTS_SECONDS = 31536000 if SECURE_TRANSPORT else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_TRANSPORT
BEHIND_PROXY = _flag("LYHORD_BEHIND_PROXY")
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 10


def _rate_limits() -> dict[str, tuple[int, int]]:
    """Return name → (tries at once, seconds in which they come back); docs/security/limits.md."""
    limits = {
        "sign-in-device": (10, 15 * 60),
        "sign-in-name-address": (10, 15 * 60),
        "sign-in-address": (100, 15 * 60),
        "sign-in-name": (30, 60 * 60),
        "code": (10, 15 * 60),
        "identity": (600, 10 * 60),
        "password": (10, 15 * 60),
        "feed": (600, 10 * 60),
        "certificate": (30, 10 * 60),
        "export": (30, 10 * 60),
        "import": (30, 10 * 60),
        "plan": (20, 60 * 60),
        "search": (120, 60),
        "answer": (300, 10 * 60),
        "refusal": (20, 20 * 60),
        "refusals": (1, 60 * 60),
    }
    for pair in filter(None, os.environ.get("LYHORD_RATE_LIMITS", "").split(",")):
        name, _, figures = pair.strip().partition("=")
        tries, _, seconds = figures.partition("/")
        if name not in limits or not (tries.isdecimal() and seconds.isdecimal() and int(tries) and int(seconds)):
            raise ImproperlyConfigured(f"LYHORD_RATE_LIMITS must look like search=120/60,export=30/600, not {pair!r}.")
        limits[name] = (int(tries), int(seconds))
    return limits


RATE_LIMITS = _rate_limits()

# Where the site is reached, for addresses that go out in a mail.
SITE_ADDRESS = os.environ.get("LYHORD_ADDRESS", "").rstrip("/") or (
    f"http{'s' if SECURE_TRANSPORT else ''}://{ALLOWED_HOSTS[0]}"
)


def _mail() -> tuple[dict[str, Any], str, str]:
    """Return the mail servers as Django wants them, who mail is from, and whom calendars say that it is by."""
    try:
        return mail_server(os.environ)
    except MailIncomplete as error:
        raise ImproperlyConfigured(str(error)) from None


MAILERS, MAIL_FROM, MAIL_ORGANIZER = _mail()
# How long a change waits for the next one before it is told, and from how many days before the event only shortly.
MAIL_QUIET_MINUTES = _number("LYHORD_MAIL_QUIET_MINUTES", 30)
MAIL_URGENT_MINUTES = _number("LYHORD_MAIL_URGENT_MINUTES", 5)
MAIL_URGENT_DAYS = _number("LYHORD_MAIL_URGENT_DAYS", 3)

# How many days after a session or a visit its trainers may still open it.
CROSSING_DAYS = _number("LYHORD_CROSSING_DAYS", 30)
# How many days what one person has proposed waits for another, before it must be proposed anew.
PROPOSAL_DAYS = _number("LYHORD_PROPOSAL_DAYS", 30)
# How many days before a session somebody who needs a new time may be asked to it, by itself or by a button.
CATCH_UP_NOTICE_DAYS = _number("LYHORD_CATCH_UP_NOTICE_DAYS", 14)
# How often the worker looks for rows that are due, in seconds.
SWEEP_SECONDS = _number("LYHORD_SWEEP_SECONDS", 60.0)
MUNICIPALITY = os.environ.get("LYHORD_MUNICIPALITY", "Kommunen")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "lyhord.config.logs.Discreet", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "stream": sys.stderr}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would mail the whole request, or write it in their own words.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
