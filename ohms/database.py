"""Opening the database: its engine with both guards, and the refusal of one that cannot be used.

It stands below the front door, so that commands which serve nobody need neither pages nor a secret.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from flask import Flask, current_app

from ohms import clock
from ohms.commands.write_guard import hang_write_guard
from ohms.config import BadEnvironment
from ohms.extensions import REPLICA, db
from ohms.migrations import known_revisions, newest_revision, revision_of
from ohms.models.address import opening, read_address, refuse_missing_file
from ohms.models.engine import engine_options, prepare, replica_options
from ohms.queries.actors import installation_kind
from ohms.queries.guard import hang_guard


def database_app(database_url: str, instance: Path) -> Flask:
    """A usable database with its guards, beside its files, and no front door: for commands that serve nobody.

    They need no secret, for they sign no cookie. Everything else is refused as for the pages.
    """
    app = Flask("ohms", static_folder=None, instance_path=str(instance.resolve()))
    open_usable(app, database_url)
    return app


def sessions_elsewhere() -> Callable[[], AbstractContextManager[object]]:
    """What another thread enters to have a session of its own over the database in use here."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return app.app_context


def founding_app(database_url: str) -> Flask:
    """A migrated database before it was told what it is: only to tell it."""
    app = Flask("ohms", static_folder=None)
    _connect(app, database_url)
    return app


def _connect(app: Flask, url: str, replica_url: str | None = None) -> None:
    refuse_missing_file(url)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    if replica_url is not None:
        refuse_other_engines(url, replica_url)
        binds = {REPLICA: {"url": replica_url, **replica_options(replica_url)}}
        app.config.update(SQLALCHEMY_BINDS=binds)
    db.init_app(app)
    with app.app_context():
        for engine in db.engines.values():
            prepare(engine)
            hang_guard(engine, db.session)
            hang_write_guard(engine, db.session)


def open_usable(app: Flask, url: str, replica_url: str | None = None) -> str:
    """Connect, and say whether it is a `demo` or `live` database; BadEnvironment if unusable. The
    replica is not tried: pages do without one that does not answer."""
    with opening(url):
        _connect(app, url, replica_url)
        with app.app_context():
            try:
                kind = _kind_of_a_usable_database()
            finally:
                db.session.remove()
                db.engine.dispose()  # a process that forks, or refuses to start, leaves none open
    return kind


def refuse_other_schema() -> None:
    """Use no database of another schema than this program's, older or newer."""
    revision = revision_of(db.session.connection())
    if revision is None:
        raise BadEnvironment("This database is empty. Run `ohms demo` or `ohms db upgrade` first.")
    refuse_unknown_revision(revision)
    if revision != newest_revision():
        raise BadEnvironment("This database is of an older OHMS. Run `ohms db upgrade` first.")


def _kind_of_a_usable_database() -> str:
    refuse_other_schema()
    kind = installation_kind() or "live"
    if kind == "live":
        refuse_standing_clock()
    return kind


def refuse_unknown_revision(revision: str | None) -> None:
    """Leave a database alone that a newer OHMS has upgraded."""
    if revision is not None and revision not in known_revisions():
        raise BadEnvironment(
            f"This database is of a newer OHMS (schema {revision}). Install that version."
        )


def refuse_other_engines(url: str, replica_url: str) -> None:
    """Only PostgreSQL has replicas that follow."""
    if any(read_address(each).get_backend_name() != "postgresql" for each in (url, replica_url)):
        raise BadEnvironment(
            "OHMS_READ_DATABASE_URL names a replica of a PostgreSQL database: set both to"
            " addresses that begin with postgresql+psycopg://, or leave it out."
        )


def refuse_standing_clock() -> None:
    """What is live happens in real time."""
    if clock.stands_still():
        raise BadEnvironment(f"Unset {clock.STANDING_STILL}: a live database needs the real time.")
