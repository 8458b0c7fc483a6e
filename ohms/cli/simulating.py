"""`ohms demo` and `ohms simulate`: the demonstration, filled, brought up to today and served."""

import multiprocessing
import signal
import sys

import click
from sqlalchemy import inspect, select, update

from ohms import clock, migrations
from ohms.cli.accounts_shown import account_lines
from ohms.cli.database import upgrade_database
from ohms.cli.house import open_house
from ohms.cli.progress import TerminalProgress
from ohms.config import DEMO_PASSWORD, BadEnvironment, Settings, settings_from_environment
from ohms.domain.audit_chain import START
from ohms.models.address import file_of, opening
from ohms.models.audit import AuditLane
from ohms.models.engine import make_engine
from ohms.models.housekeeping import Installation
from ohms.queries.actors import installation_kind
from ohms.simulator.loading.running import fill_demonstration, simulate_days, standing
from ohms.simulator.world import MOST_COHES, Size

NOT_LIVE = (
    "This database is live: a demonstration is never put into it. Set OHMS_INSTANCE or"
    " OHMS_DATABASE_URL to another place."
)


@click.command(
    epilog="\b\nExample:\n  ohms demo\n  ohms demo --fresh --no-serve\n  ohms demo --port 8080"
)
@click.option("--fresh", is_flag=True, help="Throw the demonstration away and start over.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port."
)
@click.option(
    "--size",
    type=click.Choice([size.value for size in Size]),
    default=Size.SMALL.value,
    show_default=True,
    help="How much of the past a new one has: some 14 months, or five years.",
)
@click.option("--no-serve", is_flag=True, help="Fill the database and stop.")
def demo(fresh: bool, host: str, port: int, size: str, no_serve: bool) -> None:
    """Fill a demonstration database, then serve it.

    Three fictional centres at work up to yesterday. Run again it keeps what is there, simulates the
    days that are missing and arms its stories anew. A live database is refused.
    """
    settings = settings_from_environment()
    _refuse_live(settings)
    if fresh or _is_unfinished(settings):
        _take_away(settings)
    if upgrade_database(settings, "demo") != "demo":
        raise BadEnvironment(NOT_LIVE)
    address = f"http://{_shown(host)}:{port}"
    if no_serve:
        _fill(size, address)
        return
    _fill_in_a_child(size, address)
    from ohms.cli.serving import serve_house

    click.echo("\nServing; stop with Ctrl-C.")
    serve_house(host, port)


def _fill(size: str, address: str) -> None:
    with open_house():
        with TerminalProgress(sys.stderr) as progress:
            fill_demonstration(password=DEMO_PASSWORD, size=Size(size), tell=progress)
        click.echo("\n".join(account_lines(clock.today(), address)))


def _fill_in_a_child(size: str, address: str) -> None:
    """Whoever has printed a PDF holds threads that no fork of theirs has: a server that had filled the
    demonstration itself would give birth to workers whose first PDF never ends."""
    child = multiprocessing.get_context("fork").Process(target=_fill_quietly, args=(size, address))
    child.start()
    signal.signal(signal.SIGTERM, lambda *_: child.terminate())
    child.join()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if child.exitcode:
        raise click.ClickException("The demonstration was not filled.")


def _fill_quietly(size: str, address: str) -> None:
    """Ctrl-C reaches both processes, and one of them tells of it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _fill(size, address)


@click.command(
    epilog="\b\nExample:\n  ohms simulate --days 7\n"
    "  ohms simulate --days 90 --claims-per-year 3000 --cohes 2 --seed 5"
)
@click.option("--days", type=click.IntRange(1, 3660), required=True, help="How many days.")
@click.option(
    "--claims-per-year", type=click.IntRange(1, 1_000_000), help="Volume of all COHEs together."
)
@click.option("--cohes", type=click.IntRange(1, MOST_COHES), help="How many COHEs, three at most.")
@click.option("--seed", type=click.IntRange(0), help="The same seed makes the same world; 1.")
def simulate(days: int, claims_per_year: int | None, cohes: int | None, seed: int | None) -> None:
    """Let the simulated L&I and the simulated staff work on, to yesterday at the latest.

    On an empty demonstration database the world is founded so many days ago; on a simulated one it
    goes on for so many days, and volume, COHEs and seed stay what they are.
    """
    with open_house():
        if installation_kind() != "demo":
            raise BadEnvironment(NOT_LIVE)
        with TerminalProgress(sys.stderr) as progress:
            to_on, counts = simulate_days(
                days,
                password=DEMO_PASSWORD,
                seed=seed,
                claims_per_year=claims_per_year,
                cohes=cohes,
                tell=progress,
            )
    came = ", ".join(
        f"{counts.get(name, 0):,} {words}"
        for name, words in (
            ("claims_lines", "claims told of"),
            ("notes", "notes"),
            ("time_entries", "time entries"),
        )
    )
    click.echo(f"Simulated to {to_on.isoformat()}: {came}.")


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _kind_standing(settings: Settings) -> str | None:
    """What the database is before anything is done to it; None where there is none yet."""
    url = settings.database_url
    path = file_of(url)
    if path is not None and not path.exists():
        return None
    with opening(url):
        engine = make_engine(url)
        try:
            with engine.connect() as connection:
                if not inspect(connection).get_table_names():
                    return None
                if not inspect(connection).has_table(Installation.__tablename__):
                    return "live"
                kind = connection.execute(select(Installation.kind)).scalar_one_or_none()
        finally:
            engine.dispose()
    return kind or "live"


def _refuse_live(settings: Settings) -> None:
    if _kind_standing(settings) == "live":
        raise BadEnvironment(NOT_LIVE)


def _is_unfinished(settings: Settings) -> bool:
    """Whether a first load was broken off here: it is begun again from nothing."""
    if _kind_standing(settings) is None:
        return False
    if migrations.revision_at(settings.database_url) != migrations.newest_revision():
        return False
    with open_house():
        return standing().unfinished


def _take_away(settings: Settings) -> None:
    """The demonstration's SQLite file; on a server every row, for the tables stay in place there."""
    if _kind_standing(settings) is None:
        return
    path = file_of(settings.database_url)
    if path is None:
        _empty_tables(settings.database_url)
        return
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


def _empty_tables(url: str) -> None:
    """Nothing is left but the schema's revision and the audit's lanes, at their beginning."""
    engine = make_engine(url)
    lanes = AuditLane.__tablename__
    try:
        with engine.begin() as connection:
            kept = {lanes, "alembic_version"}
            tables = [name for name in inspect(connection).get_table_names() if name not in kept]
            quoted = ", ".join(map(connection.dialect.identifier_preparer.quote, tables))
            connection.exec_driver_sql(f"truncate {quoted} restart identity")
            connection.execute(update(AuditLane).values(last_number=0, head_hash=START))
    finally:
        engine.dispose()
