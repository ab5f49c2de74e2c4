"""The one settings file. What differs between places comes from the environment; .env.example explains each name."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from practice_hub import embedded, logging
from practice_hub.env import HubEnv, kept_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = HubEnv()
# What is in the environment wins over what is in the file.
if (_env_file := Path(env.str("HUB_ENV_FILE", default=str(BASE_DIR / ".env")))).is_file():
    HubEnv.read_env(_env_file)
VAR_DIR = Path(env.str("HUB_VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

DEBUG = env.bool("DEBUG", default=False)
# The demonstration has its own database, people with a known password, and mail that anyone can read.
# It must be asked for by name wherever DEBUG is off, and every page says that it is one.
HUB_DEMO = env.bool("HUB_DEMO", default=DEBUG)

# Names and addresses

HUB_NAME = env.str("HUB_NAME", default="Practice Hub")
HUB_PORT = env.int("PORT", default=8000)
HUB_ADMIN_PATH = env.str("HUB_ADMIN_PATH", default="admin/").strip("/") + "/"
HUB_DEMO_PASSWORD = env.str("HUB_DEMO_PASSWORD", default="practice-hub-demo")

if HUB_DEMO:
    SECRET_KEY = env.str("SECRET_KEY", default="") or kept_secret(VAR_DIR / "secret_key")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
    DATABASE_URL = env.str("DATABASE_URL", default="")
    HUB_BASE_URL = env.str("HUB_BASE_URL", default=f"http://127.0.0.1:{HUB_PORT}").rstrip("/")
    EMAIL_URL = env.str("EMAIL_URL", default="")
else:
    SECRET_KEY = env.needed("SECRET_KEY", "a-long-random-text", "Signs sessions and links; 50 characters or more.")
    DATABASE_URL = env.needed("DATABASE_URL", "postgres://user:password@host:5432/hub", "Where PostgreSQL is.")
    ALLOWED_HOSTS = [
        host.strip() for host in env.needed("ALLOWED_HOSTS", "hub.example.org", "The host names people use.").split(",")
    ]
    env.stop_if_missing()
    HUB_BASE_URL = env.str("HUB_BASE_URL", default=f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
    EMAIL_URL = env.str("EMAIL_URL", default="smtp://localhost:25")

# A demonstration's host is often a number, which no mail address may have.
_mail_host = "demo.example" if HUB_DEMO else urlsplit(HUB_BASE_URL).hostname
HUB_SUPPORT_EMAIL = env.str("HUB_SUPPORT_EMAIL", default=f"support@{_mail_host}")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"{HUB_NAME} <{HUB_SUPPORT_EMAIL}>")
SERVER_EMAIL = HUB_SUPPORT_EMAIL
USES_HTTPS = HUB_BASE_URL.startswith("https://")

# What the hub is made of

INSTALLED_APPS = [
    "accounts",
    "practices",
    "accounts.apps.HubAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",  # before staticfiles: `make dev` serves files as production does
    "django.contrib.staticfiles",
    "django.forms",  # the widgets' own templates, beneath ours
    "allauth",
    "allauth.account",
    "taggit",
    "django_filters",
    "post_office",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "practice_hub.logging.RequestId",  # first, so that every line logged later carries it
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    # Before what writes pages. CSRF tokens are masked anew on each, so their length tells nobody anything.
    "django.middleware.gzip.GZipMiddleware",
    "practice_hub.middleware.PermissionsPolicy",
    "practice_hub.middleware.SharedComputers",
    "practice_hub.middleware.SomebodyWasFirst",
    "practice_hub.middleware.RequestLimits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "practice_hub.sessions.StaySignedIn",
    "practice_hub.write_limit.WriteLimit",  # after CSRF: another site uses up nobody's share
    "practice_hub.middleware.KeptText",  # before the next, which would drop what was typed
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed unless a view says otherwise
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "practice_hub.urls"
WSGI_APPLICATION = "practice_hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A web address typed without its scheme means https; Django 6 makes this its own rule, and drops the setting.
FORMS_URLFIELD_ASSUME_HTTPS = True
FORM_RENDERER = "practice_hub.forms.HubRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "practice_hub.context_processors.hub",
            ],
        },
    }
]

# Data

# Whether the hub starts a PostgreSQL of its own: only a demonstration that was given no other.
EMBEDDED_CLUSTER = embedded.Cluster(VAR_DIR / "postgres") if HUB_DEMO and not DATABASE_URL else None
DATABASES = {
    "default": {
        **(EMBEDDED_CLUSTER.connection_settings if EMBEDDED_CLUSTER else env.db_url_config(DATABASE_URL)),
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": env.int("HUB_DATABASE_KEEP_SECONDS", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
}

# In the database, so that limits hold across all workers.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "hub_cache"}}

# In each web process: pages as visitors see them, until anything that they show changes.
HUB_PAGE_MEMORY_MB = env.int("HUB_PAGE_MEMORY_MB", default=32)

DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000  # the longest write-up is a fraction of this
# A form with a file, for the few pages that take one (see uploads.py). Files are read and never written to the disk.
FILE_UPLOAD_MAX_MEMORY_SIZE = 11_500_000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# The ClamAV daemon that files are shown to: host:port, or the path of its socket. Without one nothing is scanned.
CLAMAV_ADDRESS = env.str("CLAMAV_ADDRESS", default="")

# Language and time

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/account/"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.adapter.HubAccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.signing_in.LoginForm",
    "signup": "accounts.forms.signing_in.SignupForm",
    "reset_password": "accounts.forms.signing_in.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.signing_in.ResetPasswordKeyForm",
    "set_password": "accounts.forms.signing_in.SetPasswordForm",
    "change_password": "accounts.forms.signing_in.ChangePasswordForm",
    "add_email": "accounts.forms.signing_in.ChangeEmailForm",
    "reauthenticate": "accounts.forms.signing_in.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# The link opens a page with a button: mail scanners follow links, and GET never writes.
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = False
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
# Whether an address has an account here is nobody's business but its owner's.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False  # closing the browser signs out: many care teams share a computer
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if USES_HTTPS else "http"
ACCOUNT_RATE_LIMITS = {
    # A council's staff may share one address on the network, so the limit on an address is generous.
    "login": "60/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "confirm_email": "1/m/key",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("HUB_SESSION_HOURS", default=12) * 3600  # since the last page, see sessions.py

# Mail: every message waits in the database until the worker has handed it over

EMAIL_BACKEND = "practice_hub.mail_queue.Backend"
EMAIL_TIMEOUT = 20
if EMAIL_URL:
    _mail = env.email_url_config(EMAIL_URL)
    MAIL_GOES_BY = _mail.pop("EMAIL_BACKEND")
    globals().update({name: value for name, value in _mail.items() if value is not None})
else:
    MAIL_GOES_BY = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
POST_OFFICE = {
    "BACKENDS": {"default": MAIL_GOES_BY},
    "DEFAULT_PRIORITY": "medium",  # queued; "now" would send while the person waits
    # A mail server that is down over a long weekend loses nothing: a try every ten minutes for a week.
    "MAX_RETRIES": 7 * 24 * 6,
    "RETRY_INTERVAL": timedelta(minutes=10),
    "LOG_LEVEL": 1,  # keep a row for each failure only: mails themselves are rows already
    "THREADS_PER_PROCESS": 1,
}

# Files that browsers fetch

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MAX_AGE = 0 if DEBUG else 60
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Safety

# The number of proxies before the hub that add to X-Forwarded-For and set X-Forwarded-Proto; 0 trusts neither.
HUB_PROXIES = env.int("HUB_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = HUB_PROXIES
if HUB_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_SSL_REDIRECT = USES_HTTPS and env.bool("HUB_HTTPS_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz/$", r"^readyz/$"]  # asked over plain http by what watches the server
SECURE_HSTS_SECONDS = env.int("HUB_HSTS_SECONDS", default=365 * 24 * 3600) if USES_HTTPS and not HUB_DEMO else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W021: whether a council's domain joins the browsers' preload list is for the council to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = USES_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = USES_HTTPS
CSRF_TRUSTED_ORIGINS = [HUB_BASE_URL]
# What was typed must survive a stale form: the page says so and offers it back, with our own view.
CSRF_FAILURE_VIEW = "practice_hub.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [NONE],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = logging.configuration(level=env.str("HUB_LOG_LEVEL", default="INFO"))
