"""The database as the commands open it: usable, guarded, and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

from ohms.config import Settings, settings_from_environment
from ohms.database import database_app
from ohms.extensions import db


@contextmanager
def open_house() -> Iterator[Settings]:
    """An app context over the database of the environment; BadEnvironment where it is unusable."""
    settings = settings_from_environment()
    app = database_app(settings.database_url)
    with app.app_context():
        try:
            yield settings
        finally:
            db.session.remove()
            db.engine.dispose()
