"""The application factory: engine and guards, the front door, the rooms."""

from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ohms import clock
from ohms.blueprints import register_blueprints
from ohms.commands.unit_of_work import hang_write_guard
from ohms.config import (
    BadEnvironment,
    Settings,
    secret_for,
    settings_from_environment,
    sqlite_url,
)
from ohms.extensions import db
from ohms.migrations import known_revisions, newest_revision, revision_of
from ohms.models.address import opening, refuse_missing_file
from ohms.models.engine import engine_options, prepare
from ohms.queries.actors import installation_kind
from ohms.queries.guard import hang_guard, serving
from ohms.web.access import shut_by_default
from ohms.web.errors import set_up_errors
from ohms.web.headers import set_up_headers
from ohms.web.navigation import set_up_frame
from ohms.web.reading import record_before_answering
from ohms.web.request_log import log_requests
from ohms.web.sign_in import set_up_sign_in

LARGEST_BODY = 1024 * 1024


def create_app(
    *,
    database_url: str | None = None,
    instance: Path | None = None,
    testing: bool = False,
) -> Flask:
    """The whole product over one database. The database must exist and be migrated."""
    settings = settings_from_environment(instance)
    url = database_url or (sqlite_url(instance) if instance else settings.database_url)
    app = Flask("ohms", instance_path=str(settings.instance.resolve()))
    _configure(app, settings, testing)
    _say_what_it_is(app, settings, _open_usable(app, url))
    set_up_headers(app)
    set_up_sign_in(app)
    CSRFProtect(app)
    record_before_answering(app)
    set_up_errors(app)
    set_up_frame(app)
    register_blueprints(app)
    shut_by_default(app)
    _serve_guarded(app)
    log_requests(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app


def database_app(database_url: str) -> Flask:
    """A usable database with its guards and no front door: for commands that serve nobody.

    They need no secret, for they sign no cookie. Everything else is refused as for the pages.
    """
    app = Flask("ohms", static_folder=None)
    _open_usable(app, database_url)
    return app


def founding_app(database_url: str) -> Flask:
    """A migrated database before it was told what it is: only to tell it."""
    app = Flask("ohms", static_folder=None)
    _connect(app, database_url)
    return app


def _configure(app: Flask, settings: Settings, testing: bool) -> None:
    app.testing = testing
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        TRUSTED_HOSTS=list(settings.trusted_hosts) or None,
        SESSION_COOKIE_NAME="ohms",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=settings.absolute_hours),
        WTF_CSRF_TIME_LIMIT=None,
        IDLE_MINUTES=settings.idle_minutes,
        ABSOLUTE_HOURS=settings.absolute_hours,
    )


def _connect(app: Flask, url: str) -> None:
    refuse_missing_file(url)
    app.config.update(SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=engine_options(url))
    db.init_app(app)
    with app.app_context():
        engine = db.engine
        prepare(engine)
        hang_guard(engine, db.session)
        hang_write_guard(engine, db.session)


def _open_usable(app: Flask, url: str) -> str:
    """Connect, and say whether it is a `demo` or `live` database; BadEnvironment if unusable."""
    with opening(url):
        _connect(app, url)
        with app.app_context():
            kind = _kind_of_a_usable_database()
            db.session.remove()
    return kind


def _say_what_it_is(app: Flask, settings: Settings, kind: str) -> None:
    app.secret_key = secret_for(kind, settings)
    demonstration = kind == "demo"
    app.config["DEMONSTRATION"] = demonstration
    app.config["SESSION_COOKIE_SECURE"] = not demonstration
    app.jinja_env.globals["demonstration"] = demonstration


def _kind_of_a_usable_database() -> str:
    revision = revision_of(db.session.connection())
    if revision is None:
        raise BadEnvironment("This database is empty. Run `ohms demo` or `ohms db upgrade` first.")
    refuse_unknown_revision(revision)
    if revision != newest_revision():
        raise BadEnvironment("This database is of an older OHMS. Run `ohms db upgrade` first.")
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


def refuse_standing_clock() -> None:
    """What is live happens in real time."""
    if clock.stands_still():
        raise BadEnvironment(f"Unset {clock.STANDING_STILL}: a live database needs the real time.")


def _serve_guarded(app: Flask) -> None:
    """Every request runs with raw SQL refused, from its first byte to its last."""
    inner = app.wsgi_app

    def guarded(environ: dict[str, object], start_response: object) -> object:
        with serving():
            return inner(environ, start_response)  # type: ignore[arg-type]

    app.wsgi_app = guarded  # type: ignore[method-assign, assignment]
