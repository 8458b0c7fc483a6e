"""`ohms db`: the schema of the installation, and what a new database is told."""

import sys
from pathlib import Path

import click

from ohms import clock, migrations
from ohms.cli.checking import broken_entry
from ohms.cli.house import open_house
from ohms.cli.progress import TerminalProgress
from ohms.commands.copying.installation import (
    copy_installation,
    make_ready,
    record_copying,
    record_end_of_copying,
    sqlite_url,
)
from ohms.commands.counted_rows import Tell
from ohms.commands.covering import bring_cover_to_facts
from ohms.commands.derived_tasks import bring_tasks_to_facts
from ohms.commands.installation import found_installation
from ohms.commands.no_longer_low import bring_complexity_to_facts
from ohms.commands.roll_ups import rebuild_roll_ups
from ohms.config import BadEnvironment, Settings, settings_from_environment
from ohms.database import (
    founding_app,
    refuse_standing_clock,
    refuse_unknown_revision,
    sessions_elsewhere,
)
from ohms.domain.actor import operator
from ohms.domain.copying import Rows
from ohms.extensions import db
from ohms.models.address import file_of, opening, refuse_missing_file
from ohms.models.anchor_file import AnchorFile
from ohms.models.document_store import DocumentStore
from ohms.queries.checks import recompute
from ohms.simulator.loading.progress import Stage


@click.group("db")
def database() -> None:
    """The schema of the database."""


@database.command(epilog="\b\nExample:\n  ohms db upgrade\n  ohms db upgrade --demo")
@click.option("--demo", is_flag=True, help="Found a new database as a demonstration; it stays one.")
def upgrade(demo: bool) -> None:
    """Bring the database to this program's schema.

    A new one is made, with the instance folder, and is live for ever unless --demo is given.
    """
    settings = settings_from_environment()
    kind = upgrade_database(settings, "demo" if demo else "live")
    if demo and kind != "demo":
        raise BadEnvironment("This database is live and stays live; it was upgraded as such.")
    click.echo(f"The {kind} database is at schema {migrations.newest_revision()}.")


@database.command(epilog="\b\nExample:\n  ohms db downgrade 0007 --yes")
@click.argument("revision")
@click.confirmation_option(prompt="Data that the older schema has no place for is lost. Go on?")
def downgrade(revision: str) -> None:
    """Take the database back to an older REVISION (`base`: no tables at all)."""
    settings = settings_from_environment()
    refuse_missing_file(settings.database_url)
    with opening(settings.database_url):
        refuse_unknown_revision(migrations.revision_at(settings.database_url))
    migrations.downgrade(settings.database_url, revision)
    click.echo(f"The database is at schema {revision}.")


@database.command(epilog='\b\nExample:\n  ohms db revision -m "Remember who asked"')
@click.option("-m", "--message", required=True, help="What the revision does.")
@click.option("--empty", is_flag=True, help="Do not compare models and database.")
def revision(message: str, empty: bool) -> None:
    """Write the next migration from what models and database differ in (for developers)."""
    with open_house() as settings:
        path = migrations.write_revision(settings.database_url, message, compare=not empty)
    if path is None:
        raise click.ClickException(
            "Models and database do not differ, so nothing is written. A new module of models is named"
            " in ohms/models/__init__.py; --empty writes a revision all the same."
        )
    click.echo(f"Written: {path}")


@database.command(epilog="\b\nExample:\n  ohms db check")
def check() -> None:
    """Say whether the database has exactly this program's schema; exit 1 where it has not."""
    with open_house() as settings:
        migrations.check(settings.database_url)


@database.command("roll-ups", epilog="\b\nExample:\n  ohms db roll-ups")
def roll_ups() -> None:
    """Work the sums that figures read out anew from their facts.

    The database keeps them itself; this is for where `ohms check` found them different.
    """
    with open_house():
        rows = rebuild_roll_ups()
    click.echo("\n".join(f"{table}: {count:,} rows." for table, count in rows.items()))


@database.command("copy", epilog="\b\nExample:\n  ohms db copy /var/lib/ohms/ohms.sqlite")
@click.argument("source", type=click.Path(dir_okay=False, path_type=Path), required=False)
def copy_database(source: Path | None) -> None:
    """Copy an SQLite installation to the empty PostgreSQL database of OHMS_DATABASE_URL.

    SOURCE is the SQLite file (ohms.sqlite of the instance folder); OHMS must not be running on it, and
    it stays as it is, but that its audit tells of the copying and its end. Everything is read back before it is kept: interrupted, nothing is, and the same
    command begins anew. Afterwards audit and invariants are recomputed on the copy; exit 1 where one
    does not hold.
    """
    settings = settings_from_environment()
    file = source or settings.instance / "ohms.sqlite"
    make_ready(file, settings)
    with open_house(sqlite_url(file)):
        record_copying(operator(clock.today()), settings.database_url)
    with TerminalProgress(sys.stderr) as progress:
        copied = _copied(file, settings, lambda *told: progress(Stage(*told)))
        progress(Stage("Audit and invariants recomputed"))
        faults = _faults_of_the_copy()
    rows = sum(each.count for each in copied.values())
    click.echo(f"Copied: {len(copied)} tables, {rows:,} rows, each read back and equal.")
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise click.ClickException("Every row was copied, yet not everything holds: `ohms check`.")


def _copied(file: Path, settings: Settings, tell: Tell) -> dict[str, Rows]:
    """The copy made; how it ended is told in the source's audit, however it did."""
    copied: dict[str, Rows] | None = None
    try:
        copied = copy_installation(file, settings, tell)
        return copied
    finally:
        with open_house(sqlite_url(file)):
            record_end_of_copying(operator(clock.today()), settings.database_url, copied)


def _faults_of_the_copy() -> list[str]:
    with open_house() as settings:
        broken = broken_entry(list(AnchorFile(settings.instance).anchors()))
        store = DocumentStore(settings.instance)
        checked = recompute(clock.today(), store, elsewhere=sessions_elsewhere())
        faults = [f"{each.invariant.name}: {each.findings[0]}" for each in checked if each.is_fault]
    return [
        *([f"The audit breaks in lane {broken.lane}: {broken.reason}"] if broken else []),
        *faults,
    ]


def upgrade_database(settings: Settings, kind: str) -> str:
    """Make or upgrade the database; a new one is told its `kind`. Returns what it is.

    The only way, with `ohms demo`, by which an SQLite file comes to be.
    """
    url = settings.database_url
    _make_folders(settings)
    with opening(url):
        standing = migrations.revision_at(url)
    refuse_unknown_revision(standing)
    if standing is None and kind == "live":
        refuse_standing_clock()
    migrations.upgrade(url)
    return _found(url, kind)


def _make_folders(settings: Settings) -> None:
    """Claim files are confidential: other accounts of the machine have no business there."""
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path := file_of(settings.database_url):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():  # SQLite would make it readable for all; its log files take after it
            path.touch(mode=0o600)


def _found(url: str, kind: str) -> str:
    app = founding_app(url)
    with app.app_context():
        try:
            known = found_installation(kind)
            bring_complexity_to_facts(clock.today())
            bring_tasks_to_facts(clock.today())
            bring_cover_to_facts(clock.today())
            return known
        finally:
            db.session.remove()
            db.engine.dispose()
