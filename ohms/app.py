"""The application factory: engine and guards, the front door, the rooms."""

from pathlib import Path

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from ohms.blueprints import register_blueprints
from ohms.config import (
    Settings,
    hosts_for,
    limits_for,
    loopback_for,
    secret_for,
    settings_from_environment,
    sqlite_url,
)
from ohms.database import open_usable
from ohms.domain.sessions import COVERED_FOR
from ohms.models.unfinished import clear_folders
from ohms.queries.guard import serving
from ohms.web.access import shut_by_default
from ohms.web.api_door import set_up_api_door
from ohms.web.calendar_door import set_up_calendar_door
from ohms.web.drafts import set_up_drafts
from ohms.web.errors import set_up_errors
from ohms.web.exports import set_up_exports
from ohms.web.headers import set_up_headers
from ohms.web.links import RuleOfLaterLinks
from ohms.web.navigation import set_up_frame
from ohms.web.oidc import set_up_oidc
from ohms.web.reading import record_before_answering
from ohms.web.replica import read_figures_aside
from ohms.web.request_log import log_requests
from ohms.web.sign_in import set_up_sign_in
from ohms.web.templates import Templates

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
    app.url_rule_class = RuleOfLaterLinks
    clear_folders(settings.instance)
    _configure(app, settings, testing)
    _say_what_it_is(app, settings, open_usable(app, url, settings.read_database_url))
    set_up_headers(app)
    set_up_sign_in(app)
    set_up_oidc(app, settings.oidc)
    set_up_api_door(app)
    set_up_calendar_door(app)
    CSRFProtect(app)
    record_before_answering(app)
    set_up_errors(app)
    set_up_frame(app)
    set_up_drafts(app)
    register_blueprints(app)
    shut_by_default(app)
    read_figures_aside(app)
    set_up_exports(app)
    _serve_guarded(app)
    log_requests(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies)  # type: ignore[method-assign]
    return app


def _configure(app: Flask, settings: Settings, testing: bool) -> None:
    app.testing = testing
    app.ensure_sync = _as_it_is  # type: ignore[method-assign, assignment]
    app.jinja_environment = Templates
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config.update(
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        PROXIES=settings.proxies,
        MAILED_ADDRESS=settings.mail.address if settings.mail else None,
    )


def _as_it_is(view: object) -> object:
    """No view is a coroutine: Flask looks at each function of each request for whether it is one."""
    return view


def _say_what_it_is(app: Flask, settings: Settings, kind: str) -> None:
    app.secret_key = secret_for(kind, settings)
    app.config["TRUSTED_HOSTS"] = list(hosts_for(kind, settings)) or None
    limits = app.config["LIMITS"] = limits_for(kind, settings)
    # How old the cookie may be: its session's row ends first, also where its page waits covered.
    app.config["PERMANENT_SESSION_LIFETIME"] = limits.absolute + COVERED_FOR
    demonstration = kind == "demo"
    app.config["DEMONSTRATION"] = demonstration
    app.config["WEBHOOKS_ON_LOOPBACK"] = loopback_for(kind, settings)
    # Under this prefix a browser takes it over HTTPS from this host alone, for no wider domain.
    app.config["SESSION_COOKIE_NAME"] = "ohms" if demonstration else "__Host-ohms"
    app.config["SESSION_COOKIE_SECURE"] = not demonstration
    app.jinja_env.globals["demonstration"] = demonstration


def _serve_guarded(app: Flask) -> None:
    """Every request runs with raw SQL refused, from its first byte to its last."""
    inner = app.wsgi_app

    def guarded(environ: dict[str, object], start_response: object) -> object:
        with serving():
            return inner(environ, start_response)  # type: ignore[arg-type]

    app.wsgi_app = guarded  # type: ignore[method-assign, assignment]
