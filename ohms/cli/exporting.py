"""`ohms export ...`: what an installation or a COHE owns, as files that others read."""

from pathlib import Path

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands.data_out import export_data
from ohms.commands.quarterly_report import report_for_export
from ohms.domain.actor import operator
from ohms.domain.calendar import Quarter
from ohms.models.document_store import DocumentStore
from ohms.queries.quarterly_report import frozen_file
from ohms.web.report_files import files_of


@click.group("export")
def export_group() -> None:
    """Write what is kept here to files with stable names and columns."""


@export_group.command(
    "data", epilog="\b\nExample:\n  ohms export data /media/safe/puget-2026-11-24 --cohe puget"
)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--cohe", help="The slug of one COHE; without it: of all of them.")
@click.option("--json", "as_json", is_flag=True, help="The manifest, as one JSON object.")
def data(folder: Path, cohe: str | None, as_json: bool) -> None:
    """Write one CSV a table to FOLDER, with a manifest of counts and hashes, as of one instant.

    Without --cohe the folder also has what `ohms import data` puts into another, empty installation:
    every table as it stands, under tables/, and the documents, under documents/. Passwords, second
    steps, tokens and sessions stay here. With --cohe it is for others to read: no installation takes
    it in.

    Whoever has the folder reads every claim: keep it as a backup is kept.
    """
    with open_house() as settings:
        store = DocumentStore(settings.instance)
        manifest = export_data(operator(clock.today()), folder, cohe, to_take_in_from=store)
    if as_json:
        click.echo(manifest.as_text())
        return
    for name, written in manifest.files.items():
        click.echo(f"{name:<36} {written.rows:>9,} lines")
    click.echo(f"Written: {folder}")


@export_group.command(
    "quarterly-report",
    epilog="\b\nExample:\n  ohms export quarterly-report puget 2026Q3 --format pdf > puget-2026Q3.pdf",
)
@click.argument("cohe")
@click.argument("quarter")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx", "pdf"]), default="csv")
def quarterly_report(cohe: str, quarter: str, kind: str) -> None:
    """Write the report to standard output: the bytes that were frozen, else a draft that says so."""
    with open_house():
        report = report_for_export(operator(clock.today()), cohe, Quarter.parse(quarter), kind)
        kept = frozen_file(report, kind) if report.frozen else None
        content = kept or getattr(files_of(report, frozen=False), kind)
    click.echo(content, nl=False)
    if kept is None:
        click.echo("This is a draft: the report is not frozen yet.", err=True)
