"""What is shown comes from its file; accounts and sessions from Django's own."""

from typing import Any

from django.conf import settings

SHOWN = "shown" if "shown" in settings.DATABASES else "default"


class Routing:
    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return SHOWN if model._meta.app_label == "django_site" else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool:
        return db == "default" and app_label != "django_site"
