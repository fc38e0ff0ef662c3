"""Settings of the site. What may differ between sites comes from slamdunk_site.env."""

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext

from slamdunk_site.env import ROOT, env

django_stubs_ext.monkeypatch()  # lets Django classes be subscripted, as their types want

BASE_DIR = ROOT
SLAMDUNK_HOME: Path = env.home
SLAMDUNK_HOME.mkdir(parents=True, exist_ok=True)
SLAMDUNK_CPU_SLOTS = env.slamdunk_cpu_slots
SLAMDUNK_SPLIT_ON_CPU = env.slamdunk_split_on_cpu
SLAMDUNK_WARM_START = env.slamdunk_warm_start
SLAMDUNK_LEASE_SECONDS = env.slamdunk_lease_seconds
SLAMDUNK_OPEN_SIGN_UP = env.slamdunk_open_sign_up

SECRET_KEY = env.secret_key()
DEBUG = False
ALLOWED_HOSTS = env.hosts()
CSRF_TRUSTED_ORIGINS = env.origins()
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.slamdunk_production
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.slamdunk_production else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "daphne",
    "slamdunk_site",
    "inference",
    "training",
    "architectures",
    "accounts",
    "common",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "django_filters",
    "django_q",
    "django_vite",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "drf_standardized_errors",
    "lucide",
    "rest_framework",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.UserLanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "slamdunk_site.middleware.ProductErrorMiddleware",
]
ROOT_URLCONF = "slamdunk_site.urls"
ASGI_APPLICATION = "slamdunk_site.asgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "slamdunk_site.context.site",
            ],
            "builtins": ["django.templatetags.i18n", "lucide.templatetags.lucide"],
        },
    }
]

DATABASES = {"default": dict(dj_database_url.parse(env.database(), conn_max_age=None))}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers and one writer work at once; IMMEDIATE avoids failed lock upgrades (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # A server that cannot be reached is an error within half a minute: whoever holds a lease must know in time.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 10,
        "tcp_user_timeout": 20_000,  # milliseconds
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if env.redis_url:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": env.redis_url}
    }
    CHANNEL_LAYERS: dict[str, Any] = {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [{"address": env.redis_url, "socket_timeout": None}]},
        }
    }
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
REDIS_URL = env.redis_url

# Two clusters on the database's own broker. No task is long: a task is a ticket (docs/decisions).
# `retry` must exceed `timeout`; failures are handled by our own states, never by redelivery.
_CLUSTER: dict[str, Any] = {
    "workers": 1,
    "queue_limit": 1,
    "timeout": 60,
    "retry": 90,
    "max_attempts": 1,
    "ack_failures": True,
    "poll": 0.2,
    "save_limit": 100,
    "catch_up": False,
    "orm": "default",
    "label": "Work queue",
}
# Whoever pressed Start waits for the cluster that trains: it looks twice as often.
_TRAINING = {**_CLUSTER, "poll": 0.1}
Q_CLUSTER: dict[str, Any] = {"name": "short", **_CLUSTER, "ALT_CLUSTERS": {"training": _TRAINING}}

MLFLOW_TRACKING_URI = env.mlflow_tracking_uri
MLFLOW_EXPERIMENT_NAME = env.mlflow_experiment_name

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = SLAMDUNK_HOME / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
SERVESTATIC_USE_FINDERS = True
SERVESTATIC_MANIFEST_STRICT = False
DJANGO_VITE = {
    "default": {
        "dev_mode": env.vite_dev_server,
        "dev_server_port": 5173,
        "static_url_prefix": "dist",
        "manifest_path": BASE_DIR / "static" / "dist" / ".vite" / "manifest.json",
    }
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = SLAMDUNK_HOME / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(parents=True, exist_ok=True)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "drf_standardized_errors.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "drf_standardized_errors.handler.exception_handler",
    "DEFAULT_PAGINATION_CLASS": "common.api.Pages",
    "DEFAULT_FILTER_BACKENDS": [
        "django_filters.rest_framework.DjangoFilterBackend",
        "rest_framework.filters.OrderingFilter",
        "rest_framework.filters.SearchFilter",
    ],
    "DEFAULT_PARSER_CLASSES": [
        "common.parsers.BoundedJSONParser",
        "rest_framework.parsers.FormParser",
        "rest_framework.parsers.MultiPartParser",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_THROTTLE_RATES": {"sign_in": "20/min", "join_course": "10/min", "public_link": "120/min"},
}
DRF_STANDARDIZED_ERRORS = {"EXCEPTION_HANDLER_CLASS": "common.api.ExceptionHandler"}
SPECTACULAR_SETTINGS = {
    "TITLE": "SLaM Dunk",
    "DESCRIPTION": "Design, train and run small language models.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "ENUM_NAME_OVERRIDES": {
        "EstimateStateEnum": "training.api.inputs.HOW_KNOWN",
        "RunStateEnum": "training.models.RunState",
        "WorkStateEnum": "common.models.WorkState",
        "CourseRoleEnum": "accounts.models.courses.CourseRole",
        "VersionKindEnum": "architectures.models.ArchitectureVersion.Kind",
        "ValidationErrorEnum": "drf_standardized_errors.openapi_serializers.ValidationErrorEnum.choices",
        "ClientErrorEnum": "drf_standardized_errors.openapi_serializers.ClientErrorEnum.choices",
    },
    "POSTPROCESSING_HOOKS": ["drf_standardized_errors.openapi_hooks.postprocess_schema_enums"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
