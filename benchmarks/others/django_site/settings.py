"""One SQLite file holds what is shown, and another one accounts and sessions, unless they are the same."""

import os

_FILE, _OWN = os.environ["OTHERS_FILE"], os.environ["OTHERS_OWN"]


def _database(path: str) -> dict[str, object]:
    """As Django's notes on SQLite say for many writers; connections stay open."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
        },
    }


DATABASES = {"default": _database(_OWN)}
if _FILE != _OWN:
    DATABASES["shown"] = _database(_FILE)
DATABASE_ROUTERS = ("benchmarks.others.django_site.routing.Routing",)
SECRET_KEY = os.environ["OTHERS_SECRET"]
DEBUG = False
ALLOWED_HOSTS = ("127.0.0.1",)
ROOT_URLCONF = "benchmarks.others.django_site.urls"
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
INSTALLED_APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "benchmarks.others.django_site",
)
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
TEMPLATES = (
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": (
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            )
        },
    },
)
