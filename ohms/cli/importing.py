"""`ohms import`: files of the L&I feed, and a whole installation. Exit 1 when a line was refused or a file could not be read."""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

from ohms import clock
from ohms.cli.data_in import data
from ohms.cli.feed_sources import FeedFile, feed_file, feed_files
from ohms.cli.house import open_house
from ohms.commands.document_pages import LONGEST, DocumentPages
from ohms.commands.feed import STOPPED, FeedFiles, FeedOutcome, Step, import_file
from ohms.config import Settings
from ohms.domain.actor import operator
from ohms.domain.feed import FeedKind, as_of_day
from ohms.models.document_store import DocumentStore

Command = TypeVar("Command", bound=Callable[..., Any])

PATH = click.Path(exists=True, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import", epilog="\b\nExample:\n  ohms import claims claims.csv --good-lines")
def import_group() -> None:
    """Read files of the L&I feed, or all data of another installation.

    The whole file is checked first. Without --good-lines a refused line applies nothing. Refused
    lines go to FILE.refused.csv. Applying a file again changes nothing. Documents are listed
    though their files, beside documents.csv or in its ZIP, are missing or refused: then the line is
    reported, and the file is brought by giving the feed again. `data` is no feed: it takes in what
    another installation exported.
    """


import_group.add_command(data)


def _options(command: Command) -> Command:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="The outcome as JSON."),
        click.option(
            "--as-of",
            type=click.DateTime(["%Y-%m-%d"]),
            help="The last day that the file tells of; else the day in its name, else yesterday.",
        ),
        click.option(
            "--good-lines", is_flag=True, help="Apply the good lines though others are refused."
        ),
        click.option("--dry-run", is_flag=True, help="Check only; nothing is applied."),
    ):
        command = option(command)
    return command


def _file_command(kind: FeedKind) -> None:
    @import_group.command(
        kind.value,
        help=f"Read {kind.file_name}.",
        epilog=f"\b\nExample:\n  ohms import {kind.value} {kind.file_name} --as-of 2026-11-20",
    )
    @click.argument("file", type=FILE)
    @click.option(
        "--refused",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Where refused lines go; else FILE.refused.csv.",
    )
    @_options
    def run(
        file: Path,
        refused: Path | None,
        dry_run: bool,
        good_lines: bool,
        as_of: datetime | None,
        as_json: bool,
    ) -> None:
        to = refused or file.with_name(file.name + ".refused.csv")
        if to.resolve() == file.resolve():
            raise click.UsageError("--refused must be another file than FILE.")
        source = feed_file(kind, file, to)
        with open_house() as settings:
            outcome = _import(settings, source, as_of, good_lines=good_lines, dry_run=dry_run)
        _tell(kind, outcome, as_json)
        sys.exit(1 if outcome.refused else 0)


for each in FeedKind:
    _file_command(each)


@import_group.command("feed", epilog="\b\nExample:\n  ohms import feed lni-feed-2026-11-20.zip")
@click.argument("sources", metavar="FOLDER-or-ZIP...", nargs=-1, required=True, type=PATH)
@click.option(
    "--refused",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="A folder for refused lines; else they go beside their file or ZIP.",
)
@_options
def import_feed(
    sources: tuple[Path, ...],
    refused: Path | None,
    dry_run: bool,
    good_lines: bool,
    as_of: datetime | None,
    as_json: bool,
) -> None:
    """Read all files of a feed in the right order.

    Without --good-lines it stops at the first file with a refused line.
    """
    outcomes: list[tuple[FeedKind, FeedOutcome]] = []
    with open_house() as settings:
        for source in sources:
            with feed_files(source) as files:
                for file in files:
                    to = refused / file.refused.name if refused else file.refused
                    outcome = _import(
                        settings,
                        file._replace(refused=to),
                        as_of,
                        good_lines=good_lines,
                        dry_run=dry_run,
                    )
                    outcomes.append((file.kind, outcome))
                    if not as_json:
                        _tell(file.kind, outcome, as_json)
                    if outcome.refused and outcome.state != "done" and not good_lines:
                        _stop(outcomes, as_json)
    if as_json:
        click.echo(json.dumps([_as_data(*outcome) for outcome in outcomes]))
    sys.exit(1 if any(outcome.refused for _kind, outcome in outcomes) else 0)


def _stop(outcomes: list[tuple[FeedKind, FeedOutcome]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_as_data(*outcome) for outcome in outcomes]))
    kind, _outcome = outcomes[-1]
    raise click.ClickException(f"Stopped at {kind.file_name}; the files after it were not read.")


def _import(
    settings: Settings,
    file: FeedFile,
    as_of: datetime | None,
    *,
    good_lines: bool,
    dry_run: bool,
) -> FeedOutcome:
    store = DocumentStore(settings.instance)
    today = clock.today()
    day: date | None = as_of.date() if as_of else None
    return import_file(
        operator(today),
        file.kind,
        file.path,
        file_name=file.names[0],
        as_of=as_of_day(*file.names, today=today, option=day),
        instance=settings.instance,
        good_lines=good_lines,
        dry_run=dry_run,
        refused_to=file.refused,
        files=FeedFiles(
            file.beside, store, DocumentPages(store, settings.instance, patience=LONGEST)
        ),
        progress=_progress(file.kind),
    )


def _progress(kind: FeedKind) -> Callable[[Step], None]:
    def tell(step: Step) -> None:
        of = f" of {step.total:,}" if step.total is not None else ""
        click.echo(f"{kind.file_name}: {step.stage}, {step.done:,}{of} lines", err=True)

    return tell


def _tell(kind: FeedKind, outcome: FeedOutcome, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_as_data(kind, outcome)))
        return
    for notice in outcome.notices:
        click.echo(notice, err=True)
    click.echo(_sentence(kind, outcome))
    if outcome.refused:
        where = f" They are in {outcome.refused_file}." if outcome.refused_file else ""
        applied = f" {STOPPED[outcome.state]}" if outcome.state in STOPPED else ""
        lines = "line was" if outcome.refused == 1 else "lines were"
        click.echo(f"Error: {outcome.refused:,} {lines} refused.{where}{applied}", err=True)


def _sentence(kind: FeedKind, outcome: FeedOutcome) -> str:
    counts = (
        f"{outcome.added:,} added, {outcome.updated:,} updated, {outcome.unchanged:,} unchanged, "
        f"{outcome.parked:,} parked, {outcome.refused:,} refused"
    )
    would = {"tried": " (dry run: nothing was applied)", "failed": " (nothing was applied)"}
    kept = ""
    if kind is FeedKind.DOCUMENTS:
        kept = f"; {outcome.files:,} file{'' if outcome.files == 1 else 's'} kept"
    return f"{kind.file_name}: {counts}{kept}{would.get(outcome.state, '')}"


def _as_data(kind: FeedKind, outcome: FeedOutcome) -> dict[str, Any]:
    data = {"kind": kind.value, **asdict(outcome)}
    data["refused_file"] = str(outcome.refused_file) if outcome.refused_file else None
    return data
