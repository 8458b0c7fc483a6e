"""`ohms import data`: what `ohms export data` wrote of a whole installation, into an empty one."""

import json
import sys
from pathlib import Path

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.cli.progress import TerminalProgress
from ohms.commands.data_in import TakenIn, import_data
from ohms.domain.actor import operator
from ohms.models.anchor_file import AnchorFile
from ohms.models.document_store import DocumentStore
from ohms.simulator.loading.progress import Stage


@click.command(
    "data", epilog="\b\nExample:\n  ohms db upgrade\n  ohms import data /media/safe/all-2026-11-24"
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check all of it; nothing is kept.")
@click.option("--json", "as_json", is_flag=True, help="What came in, as one JSON object.")
def data(folder: Path, dry_run: bool, as_json: bool) -> None:
    """Take the FOLDER of `ohms export data` into this empty installation: the same data, the same figures.

    One transaction: the first cell, row or figure that breaks a rule is told by its file, line and
    column, and nothing is kept. Nobody's password travels: `ohms invite` lets people in again.
    The export of one COHE (--cohe) is for others to read and is not taken in.
    """
    with open_house() as settings, TerminalProgress(sys.stderr) as progress:
        taken = import_data(
            operator(clock.today()),
            folder,
            DocumentStore(settings.instance),
            AnchorFile(settings.instance),
            dry_run=dry_run,
            tell=lambda *told: progress(Stage(*told)),
        )
    if as_json:
        click.echo(
            json.dumps({"dry_run": dry_run, "rows": taken.rows, "documents": taken.documents})
        )
        return
    click.echo(_told(taken, dry_run))


def _told(taken: TakenIn, dry_run: bool) -> str:
    rows = f"{len(taken.rows)} tables, {sum(taken.rows.values()):,} rows"
    made_at = taken.manifest.made_at[:16].replace("T", " ")
    if dry_run:
        return f"This can be taken in: {rows} as of {made_at} UTC. Nothing was kept (dry run)."
    return (
        f"Taken in: {rows} and {taken.documents:,} documents as of {made_at} UTC.\n"
        "Nobody can sign in yet: `ohms invite --username NAME` prints a link to set a password."
    )
