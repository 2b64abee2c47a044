"""Every setting, read from the environment; `.env.example` lists them. What production lacks stops the start."""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from kap_practice import embedded, logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").exists():
    env.read_env(BASE_DIR / ".env")

KAP_ENV = env.str("KAP_ENV", default="local")
# Keys made on the first run serve one machine. Several would each make their own and not read one another's answers.
if KAP_ENV == "local" and (BASE_DIR / "var" / "secrets.env").exists():
    env.read_env(BASE_DIR / "var" / "secrets.env")
if KAP_ENV not in {"local", "test", "production"}:
    raise ImproperlyConfigured("KAP_ENV is local, test or production.")
PRODUCTION, TESTING = KAP_ENV == "production", KAP_ENV == "test"
DEMO = env.bool("KAP_DEMO", default=False)
DEBUG = False
WORKER = env.str("KAP_PROCESS", default="web") == "worker"

SECRET_KEY = env.str("SECRET_KEY")
FIELD_KEYS = env.list("FIELD_KEYS")
SITE_URL = env.str("SITE_URL", default=f"http://localhost:{env.int('PORT', default=8000)}")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# A journey is a test that meets the whole product: broker, cache and collected assets, as in production.
JOURNEY = TESTING and env.bool("KAP_JOURNEY", default=False)
CLOCK_TRAVELS = JOURNEY

# Databases. Without any address the bundled PostgreSQL is used; each role of the product connects as its own user.
KAP_SERVERS = env.str("KAP_SERVERS", default="run")
servers = embedded.location(BASE_DIR, KAP_SERVERS).urls
MANAGED = any(env.str(name, default="") for name in ("DATABASE_URL", "WORKER_DATABASE_URL", "OWNER_DATABASE_URL"))
if PRODUCTION and not (MANAGED and env.str("REDIS_URL", default="")):
    raise ImproperlyConfigured("Set DATABASE_URL (for a worker WORKER_DATABASE_URL) and REDIS_URL in production.")


def database(name: str) -> dict[str, object]:
    """One connection from its URL, kept open between requests and checked before each."""
    found: dict[str, object] = env.db_url_config(env.str(name) if MANAGED else servers[name])
    found["OPTIONS"] = {"connect_timeout": 5} | found.get("OPTIONS", {})  # type: ignore[operator]  # always a dict
    return found | {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, "DISABLE_SERVER_SIDE_CURSORS": True}


DATABASES: dict[str, dict[str, object]] = {
    "default": database("WORKER_DATABASE_URL" if WORKER else "DATABASE_URL") | {"ATOMIC_REQUESTS": not WORKER},
}
if not MANAGED or env.str("OWNER_DATABASE_URL", default=""):
    DATABASES["owner"] = database("OWNER_DATABASE_URL")  # to migrate; a machine that only serves does without
# Only `manage.py database_roles` connects as this one. Managed servers have their own administrator.
SUPERUSER_DATABASE_URL = env.str("SUPERUSER_DATABASE_URL", default="") or (
    "" if MANAGED else servers["SUPERUSER_DATABASE_URL"]
)
REDIS_URL = env.str("REDIS_URL", default="") or servers["REDIS_URL"]
# In plain tests a message goes nowhere.
BROKER_URL = "memory://" if TESTING and not JOURNEY else embedded.for_celery(REDIS_URL)

INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    "kap_practice",
    "reminders",
    "billing",
    "sessions",
    "screening",
    "clients",
    "outbox",
    "documents",
    "accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "pghistory",
    "pgtrigger",
    "lucide",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "kap_practice.middleware.HeadersMiddleware",
    "kap_practice.health.HealthMiddleware",
    "kap_practice.middleware.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "documents.middleware.BodySizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActorMiddleware",
    "kap_practice.record.RecordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "clients.hand_off.HandOffMiddleware",
    "accounts.middleware.IdleMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.PolicyMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "kap_practice.urls"
WSGI_APPLICATION = "kap_practice.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kap_practice.context.shell",
            ],
            "builtins": ["django.templatetags.static", "accounts.templatetags.kit"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "clients.hand_off.HandOffBackend",  # signs nobody in: it knows who holds a device of the practice
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_request_login_code"
ACCOUNT_ADAPTER = "accounts.adapter.DoorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.adapter.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is proved by the invitation's link or by a code
ACCOUNT_EMAIL_NOTIFICATIONS = False  # a notice may itself endanger a partner; staff are told by their own page
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 180
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# Five tries lock one address for five minutes, by this path alone: another path in stays open (RL-03).
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "request_login_code": "20/m/ip,3/m/key"}
ACCOUNT_FORMS = {
    "login": "accounts.door_forms.PasswordForm",
    "request_login_code": "accounts.door_forms.CodeForm",
    "reset_password": "accounts.door_forms.ResetForm",
    "reauthenticate": "accounts.door_forms.ProofForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_FORMS = {
    "authenticate": "accounts.second_factor.AuthenticateOnce",
    "reauthenticate": "accounts.second_factor.ReauthenticateOnce",
    "add_webauthn": "accounts.passkeys.AddPasskeyForm",
    "edit_webauthn": "accounts.passkeys.RenamePasskeyForm",
    "login_webauthn": "accounts.passkeys.SignInForm",
    "authenticate_webauthn": "accounts.passkeys.SecondStepForm",
    "reauthenticate_webauthn": "accounts.passkeys.ProofForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a key in somebody's hand is not enough: it asks for a finger, face or PIN
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
IDLE_MINUTES = {"partner": 10, "therapist": 15, "staff": 15, "prescriber": 15}
ABSOLUTE_HOURS = 12

# Changes of rows are dated by the database.
PGHISTORY_CREATED_AT_FUNCTION = "kap_now()"

# Sign-in cookies and transport
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = ABSOLUTE_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.int("TRUSTED_PROXY_COUNT", default=0):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "report-uri": ["/csp-report"],
    }
}

# Words, time, files
LANGUAGE_CODE = "en-us"
USE_I18N, USE_TZ = False, True
TIME_ZONE = "America/Los_Angeles"
FORMAT_MODULE_PATH = "kap_practice.formats"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # documents lie in the database
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING and not JOURNEY
        else "kap_practice.storage.StaticStorage"
    },
}
WHITENOISE_MAX_AGE = 31_536_000
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 5
# A whole request larger than this is answered before any of it is read (documents.middleware); whatever is smaller is
# held in memory, so that no upload touches the disk.
MAX_BODY_BYTES = FILE_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

# Mail
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
EMAIL_BACKEND = "demo.mail.EmailBackend" if DEMO else EMAIL_CONFIG.pop("EMAIL_BACKEND")
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key.startswith("EMAIL_") and not DEMO})
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="office@localhost")
if PRODUCTION and not env.str("EMAIL_URL", default=""):
    raise ImproperlyConfigured("Set EMAIL_URL in production: reminders and sign-in codes leave by mail.")

# Only the doors count here: tries at signing in, codes already used. In the database, so that whoever empties or loses
# the broker opens no lock, and two tries at once are counted one after the other. No page reads it.
CACHES: dict[str, dict[str, object]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_tries",
        "KEY_PREFIX": "kap",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# Facts of the work that a practice can change without code; each names its source beside it.
KAP = {
    # A ketamine block and the time to reset the room: product.md, the practice's own description.
    "KETAMINE_MINUTES": env.int("KAP_KETAMINE_MINUTES", default=180),
    "BUFFER_MINUTES": env.int("KAP_BUFFER_MINUTES", default=30),
    "TALKING_MINUTES": env.int("KAP_TALKING_MINUTES", default=50),
    # Minimum stay after the last dose: a default of ours after esketamine's label, domain.md 1.6.
    "STAY_MINUTES": env.int("KAP_STAY_MINUTES", default=120),
    # No food and no clear liquids for so many hours before the session: domain.md 1.3.
    "FOOD_HOURS": env.int("KAP_FOOD_HOURS", default=4),
    "LIQUID_HOURS": env.int("KAP_LIQUID_HOURS", default=2),
    # A second staff member when both take the medicine: required, warn or off; decisions.md 2.
    "SECOND_STAFF": env.str("KAP_SECOND_STAFF", default="warn"),
    # Health answers are good for so many days: protocol.md 10, T0 "valid 30 d", a default of ours.
    "ANSWER_DAYS": env.int("KAP_ANSWER_DAYS", default=30),
    # A reading before the dose older than this is said to be old: a default of ours, beside domain.md 1.4.
    "READING_MINUTES": env.int("KAP_READING_MINUTES", default=30),
    # What ends is told so many days before, and with so many sessions left: defaults of ours; product.md, scenario 5.
    "AHEAD_DAYS": env.int("KAP_AHEAD_DAYS", default=21),
    "AHEAD_SESSIONS": env.int("KAP_AHEAD_SESSIONS", default=1),
    # Years for which records are kept: a person's record after the end of therapy, California Business and Professions
    # Code as of SB 578, domain.md 4; money records as long; the log of access six years, 45 CFR 164.316(b)(2).
    "KEEP_RECORD_YEARS": env.int("KAP_KEEP_RECORD_YEARS", default=7),
    "KEEP_MONEY_YEARS": env.int("KAP_KEEP_MONEY_YEARS", default=7),
    "KEEP_LOG_YEARS": env.int("KAP_KEEP_LOG_YEARS", default=6),
    # By when somebody may look at their record (working days) and has a copy of it (days): California, Health and
    # Safety Code 123110; copies by federal law, 45 CFR 164.524(b)(2). The earlier one counts. domain.md 4.
    "INSPECT_WORKING_DAYS": env.int("KAP_INSPECT_WORKING_DAYS", default=5),
    "COPY_DAYS": env.int("KAP_COPY_DAYS", default=15),
    "FEDERAL_COPY_DAYS": env.int("KAP_FEDERAL_COPY_DAYS", default=30),
    # For how long a finished copy lies in the portal: a default of ours.
    "COPY_OPEN_DAYS": env.int("KAP_COPY_OPEN_DAYS", default=14),
    # For how long somebody may answer on a device of the practice before it is nobody's: a default of ours.
    "HAND_OFF_MINUTES": env.int("KAP_HAND_OFF_MINUTES", default=45),
    # Somebody of the office who opens more couples than this in ten minutes is told of: trust.md, RL-05.
    "WIDE_COUPLES": env.int("KAP_WIDE_COUPLES", default=10),
}
# Where the record's daily anchors are added, away from the database that they prove.
KAP_ANCHOR_FILE = Path(env.str("KAP_ANCHOR_FILE", default="") or BASE_DIR / "var" / "anchors.txt")

# Lines as JSON in production, for people elsewhere; both without personal data, see `kap_practice.logs`.
logs.configure()
LOGGING = logs.configuration(as_json=PRODUCTION, level="WARNING" if TESTING else "INFO")
DEFAULT_EXCEPTION_REPORTER = "kap_practice.logs.SilentReporter"
