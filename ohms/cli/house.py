"""The database as the commands open it: usable, guarded, and closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

from ohms.commands.refusals import DatabaseBusy, PartlyDone
from ohms.commands.unit_of_work import has_recorded
from ohms.config import Settings, settings_from_environment
from ohms.database import database_app
from ohms.extensions import db


@contextmanager
def open_house(database_url: str | None = None) -> Iterator[Settings]:
    """An app context over the database of the environment, unless another is named; BadEnvironment
    where it is unusable."""
    settings = settings_from_environment()
    app = database_app(database_url or settings.database_url, settings.instance)
    with app.app_context():
        try:
            yield settings
        except DatabaseBusy as trouble:
            if has_recorded():
                raise PartlyDone from trouble
            raise
        finally:
            db.session.remove()
            db.engine.dispose()
