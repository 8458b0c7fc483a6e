"""`ohms export ...`: what an installation or a COHE owns, as files that others read."""

from pathlib import Path

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands.data_out import export_data
from ohms.domain.access import operator


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

    Whoever has the folder reads every claim: keep it as a backup is kept.
    """
    with open_house():
        manifest = export_data(operator(clock.today()), folder, cohe)
    if as_json:
        click.echo(manifest.as_text())
        return
    for name, written in manifest.files.items():
        click.echo(f"{name:<18} {written.rows:>9,} lines")
    click.echo(f"Written: {folder}")
