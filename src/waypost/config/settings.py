"""All settings, each read from the environment as ``WAYPOST_<NAME>``.

``docs/settings.md`` tells operators what each is for; a test holds the two together.
"""

import secrets
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from waypost.config import environment as env

PACKAGE_DIR = Path(__file__).resolve().parents[1]
DATA_DIR = Path(env.text("DATA_DIR", "waypost-data")).resolve()
DEBUG = env.flag("DEBUG", default=False)


def _secret_key() -> str:
    """Return the configured key, or one made once and kept beside the data."""
    configured = env.text("SECRET_KEY")
    if configured:
        return configured
    path = DATA_DIR / "secret-key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("TRUSTED_ORIGINS")

# --- Databases: one for writes, one for reads of many tables at one moment. ---------

DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'waypost.sqlite3'}")

# WAL lets readers go on while somebody writes; NORMAL keeps every commit through a
# killed process, and loses at most the last ones to a power cut.
_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;"
    " PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY"
)


def _sqlite(url: str, *, mode: str) -> dict[str, Any]:
    options = {"transaction_mode": mode, "timeout": 30, "init_command": _SQLITE_PRAGMAS}
    return dict(dj_database_url.parse(url)) | {"OPTIONS": options}


_ONE_MOMENT = "-c default_transaction_isolation=repeatable\\ read"
_NO_WRITES = "-c default_transaction_read_only=on"


def _postgres(url: str, *options: str) -> dict[str, Any]:
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_health_checks=True))
    given = dict(parsed.get("OPTIONS") or {})
    if options:
        given["options"] = " ".join(options)
    return parsed | {"OPTIONS": given, "CONN_MAX_AGE": 60}


def _databases(url: str) -> dict[str, dict[str, Any]]:
    """Return the alias for writes, ``default``, and those for reads.

    ``snapshot`` reads many tables at one moment; ``past`` does so too, and may put
    temporary views before them (core.as_of.py).
    """
    scheme = url.split(":", 1)[0]
    if scheme == "sqlite":
        default = _sqlite(url, mode="IMMEDIATE")
        snapshot = _sqlite(url, mode="DEFERRED")
        past = _sqlite(url, mode="DEFERRED")
    elif scheme in {"postgres", "postgresql"}:
        default, past = _postgres(url), _postgres(url, _ONE_MOMENT)
        snapshot = _postgres(url, _ONE_MOMENT, _NO_WRITES)
    else:
        message = f"WAYPOST_DATABASE_URL starts with {scheme}: take sqlite or postgres"
        raise ImproperlyConfigured(message)
    # Tests run inside one transaction, which another connection could not see.
    mirror = {"TEST": {"MIRROR": "default"}}
    return {"default": default, "snapshot": snapshot | mirror, "past": past | mirror}


DATABASES = _databases(DATABASE_URL)
DATABASE_ROUTERS = ["waypost.core.db.OneSchema"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps and requests --------------------------------------------------------------

ROOT_URLCONF = "waypost.config.urls"
WSGI_APPLICATION = "waypost.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "waypost.core",
    "waypost.people",
    "waypost.okrs",
    "waypost.projects",
    "waypost.conversations",
    "waypost.bets",
    "waypost.planning",
    "waypost.exchange",
    "waypost.search",
    "waypost.web",
]
# Widgets are drawn by our templates where we have one of their name.
FORM_RENDERER = "waypost.web.rendering.Renderer"
MIDDLEWARE = [
    "waypost.web.timing.ServerTiming",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "waypost.web.shell.middleware.PersonMiddleware",
    "waypost.web.live.middleware.OwnChanges",
    "waypost.web.start.middleware.FirstRun",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Ours come before those of the libraries that they replace.
        "DIRS": [PACKAGE_DIR / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "waypost.web.shell.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "waypost.web.templatetags.words",  # instead of one of i18n
                "waypost.web.templatetags.components",
                "waypost.web.templatetags.formats",
            ],
        },
    }
]
# The file backend that needs no cache server: sign-in limits count per machine.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "cache",
    }
}
TIMING = env.flag("TIMING", default=False)

# --- People and sign-in -------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in [
        ("UserAttributeSimilarityValidator", {"user_attributes": ["email", "name"]}),
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
    ]
]
ACCOUNT_ADAPTER = "waypost.web.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# Behind so many proxies the client's address is read from X-Forwarded-For: limits of
# sign-in count by it, and the list of sessions shows it.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("PROXIES", 0)
MFA_TOTP_ISSUER = "Waypost"
# Addresses are given by an admin; nobody can make an account for somebody else's.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# The clock of a phone may be half a minute off, and a code end while it is typed.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "waypost.web.accounts.forms.SecondStepForm",
    "reauthenticate": "waypost.web.accounts.forms.IsItYouForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=False)
EMAIL_USE_SSL = env.flag("EMAIL_SSL", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "waypost@localhost")

# --- Jobs ---------------------------------------------------------------------------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- Security -----------------------------------------------------------------------

HTTPS = env.flag("HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Files are spooled to disk, never held in memory, and bounded as they come.
FILE_UPLOAD_HANDLERS = ["waypost.web.uploads.BoundedUpload"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
UPLOAD_MAX_MEGABYTES = env.number("UPLOAD_MAX_MEGABYTES", 256)
UPLOADS_DIR = DATA_DIR / "uploads"

# --- Live pages: how many streams a server process holds, and one person in it ------

LIVE = env.flag("LIVE", default=True)
LIVE_STREAMS = env.number("LIVE_STREAMS", 500)
LIVE_STREAMS_EACH = env.number("LIVE_STREAMS_EACH", 10)

# --- Words, dates, static files -----------------------------------------------------

USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("en", _("English (United States)"))]
LOCALE_PATHS = [PACKAGE_DIR / "locale"]
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = PACKAGE_DIR / "web" / "collected"
STATICFILES_DIRS = [PACKAGE_DIR / "web" / "built"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
