"""`ohms serve`: the production server, granian in front of the same application as `wsgi:app`."""

import logging.config
import os
import signal
import socket
import sqlite3
from typing import TYPE_CHECKING

import click
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server
from sqlalchemy.exc import DBAPIError

from ohms.app import create_app
from ohms.commands.memory import collection_paused, keep_what_stands
from ohms.commands.refusals import cannot_be_used
from ohms.config import BadEnvironment, settings_from_environment
from ohms.database import refuse_other_schema
from ohms.domain.self_check import OLDEST_SQLITE
from ohms.logs import logging_configuration, shape_from_environment
from ohms.models.address import file_of
from ohms.web.kept_pages import keep_compiled_pages

if TYPE_CHECKING:
    from flask import Flask

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8000
THREADS = 8
MOST_WORKERS_BY_DEFAULT = 4
# Longer than any request waits for the database (15 s), shorter than a service manager's patience.
SECONDS_TO_FINISH = 60
STOPS = (signal.SIGTERM, signal.SIGINT)

log = logging.getLogger("ohms.server")

_checked: "Flask | None" = None


@click.command(
    epilog="\b\nExample:\n  ohms serve\n  ohms serve --host 0.0.0.0 --port 8443 --workers 4"
)
@click.option("--host", default=DEFAULT_HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=DEFAULT_PORT, show_default=True, help="Port."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="Processes: by default one on SQLite, one for each core on PostgreSQL.",
)
@click.option(
    "--threads",
    type=click.IntRange(1, 64),
    default=THREADS,
    show_default=True,
    help="Requests answered at once by each process.",
)
def serve(host: str, port: int, workers: int | None, threads: int) -> None:
    """Serve OHMS until it is told to stop (SIGTERM or Ctrl-C); requests begun are finished."""
    serve_house(host, port, workers=workers, threads=threads)


def serve_house(
    host: str = DEFAULT_HOST,
    port: int = DEFAULT_PORT,
    *,
    workers: int | None = None,
    threads: int = THREADS,
) -> None:
    """Check that everything is there to start, then serve until stopped.

    Raises BadEnvironment before anything listens: an unusable database, a live one without a strong
    secret or with a standing clock, a port in use.
    """
    configuration = logging_configuration(shape_from_environment())
    global _checked
    _checked = _checked_start(host, port)
    processes = workers or _workers_by_default()
    logging.config.dictConfig(configuration)
    os.register_at_fork(
        before=_hold_back_stops,
        after_in_parent=_let_stops_through,
        after_in_child=_stop_at_once_until_ready,
    )
    server = Server(
        "wsgi:app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        workers=processes,
        blocking_threads=threads,
        log_dictconfig=configuration,
        log_level=LogLevels.error,
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_FINISH,
    )
    server.on_startup(lambda: log.info("serving on http://%s:%d", _shown(host), port))
    server.on_shutdown(lambda: log.info("stopped"))
    server.serve(target_loader=load_application, wrap_loader=False)


def load_application() -> "Flask":
    """What a worker serves. A forked one has it from its parent; where processes are started anew, as on
    macOS, this function goes to them by its name and builds it there."""
    if _checked is None:
        return _built()
    _end_over_another_schema(_checked)
    return _checked


def _end_over_another_schema(app: "Flask") -> None:
    """A worker that takes the place of one that died may find that its database was upgraded since the
    start: the server ends with it. Where the database does not answer, the requests say so."""
    with app.app_context():
        try:
            refuse_other_schema()
        except BadEnvironment as trouble:
            log.error("no longer served: %s", trouble)
            raise SystemExit(1) from None
        except DBAPIError as trouble:
            if not cannot_be_used(trouble):
                raise
            log.warning("the database cannot be used: its schema was not looked at")


def _built() -> "Flask":
    """What `wsgi:app` is, from wherever the program was started, its compiled pages kept. Without an open
    connection: workers are forked from it."""
    with collection_paused():
        app = create_app()
        keep_compiled_pages(app)
        keep_what_stands()
    return app


def _hold_back_stops() -> None:
    """Python forgets a signal that reaches a child before its hooks ran: the kernel keeps it."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)


def _let_stops_through() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)


def _stop_at_once_until_ready() -> None:
    """A worker that is told to stop before it listens has nothing to finish.

    It would inherit the parent's way of hearing the signal, and so be deaf to it.
    """
    for told in STOPS:
        signal.signal(told, signal.SIG_DFL)
    _let_stops_through()


def _workers_by_default() -> int:
    if file_of(settings_from_environment().database_url) is not None:
        return 1
    return min(os.cpu_count() or 1, MOST_WORKERS_BY_DEFAULT)


def _checked_start(host: str, port: int) -> "Flask":
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        oldest = ".".join(map(str, OLDEST_SQLITE))
        raise BadEnvironment(f"SQLite is too old: {sqlite3.sqlite_version}; {oldest} is needed.")
    app = _built()
    _check_port_is_free(host, port)
    return app


def _check_port_is_free(host: str, port: int) -> None:
    """The server would share a port with another one silently, and each get half the requests."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as trouble:
        raise BadEnvironment(
            f"Cannot listen on {host} port {port}: {trouble.strerror}. Choose another --port."
        ) from trouble


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
