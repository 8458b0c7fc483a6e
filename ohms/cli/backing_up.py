"""`ohms backup-key`, `ohms backup` and `ohms restore`: what to do before and after the disk fails."""

import json
from pathlib import Path

import click

from ohms import clock
from ohms.cli.house import open_house
from ohms.commands.backups.keys import make_key
from ohms.commands.backups.making import make_backup
from ohms.commands.backups.restoring import restore_backup
from ohms.config import settings_from_environment
from ohms.domain.actor import operator
from ohms.domain.backups import Manifest
from ohms.migrations import newest_revision

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("backup-key", epilog="\b\nExample:\n  ohms backup-key /media/safe/ohms-backup.key")
@click.argument("file", type=FILE)
def backup_key(file: Path) -> None:
    """Make the key of this installation's backups: the private half goes to FILE.

    The public half stays here and seals; only the private one opens. Keep FILE away from this machine.
    """
    with open_house() as settings:
        public = make_key(file, settings.instance)
    click.echo(f"The private key is at {file}: keep it safe and elsewhere. Backups go to {public}.")


@click.command(epilog="\b\nExample:\n  ohms backup /backups/ohms-2026-11-24.age")
@click.argument("file", type=FILE)
@click.option("--plain", is_flag=True, help="Unsealed: whoever has the file reads every claim.")
@click.option("--json", "as_json", is_flag=True, help="What was written, as one JSON object.")
def backup(file: Path, plain: bool, as_json: bool) -> None:
    """Write database and documents to FILE, as of one instant, while people go on writing.

    Exit 1, with the backup written, where a document's file is damaged or missing.
    """
    with open_house() as settings:
        made = make_backup(operator(clock.today()), file, settings.instance, sealed=not plain)
    manifest = made.manifest
    if as_json:
        told = {"sha256": made.sha256, "missing": made.missing}
        click.echo(json.dumps({**told, **json.loads(manifest.as_text())}))
    else:
        click.echo(f"Written: {file}, {_told(manifest)}\nSHA-256: {made.sha256}")
    for what in made.missing:
        click.echo(f"Not on the disk, and so not in it: the file of {what}.", err=True)
    for sha256 in manifest.damaged:
        click.echo(f"Damaged, and so not in it: the file {sha256}.", err=True)
    if manifest.damaged or made.missing:
        raise click.ClickException("The backup is written, without these files.")


@click.command(
    epilog="\b\nExample:\n  ohms restore /backups/ohms-2026-11-24.age --key ohms-backup.key"
)
@click.argument("file", type=FILE)
@click.option("--key", type=FILE, help="The private key that `ohms backup-key` made.")
@click.option("--replace", is_flag=True, help="Also where there is a database: it is put aside.")
@click.option("--verify", is_flag=True, help="Check the whole backup and change nothing.")
def restore(file: Path, key: Path | None, replace: bool, verify: bool) -> None:
    """Put database and documents back from FILE, checked before anything is touched.

    OHMS must not be running. Everybody is signed out. On PostgreSQL the data is overwritten in one
    transaction; an SQLite file is kept beside the new one.
    """
    manifest = restore_backup(
        file, settings_from_environment(), key=key, replace=replace, only_look=verify
    )
    click.echo(f"{'Whole' if verify else 'Restored'}: {file}, {_told(manifest)}")
    if not verify and manifest.schema != newest_revision():
        click.echo(f"It is of schema {manifest.schema}: run `ohms db upgrade` next.")


def _told(manifest: Manifest) -> str:
    documents = len(manifest.members) - 1
    return (
        f"the {manifest.kind} database of {manifest.made_at[:16]} UTC with"
        f" {manifest.tables.get('claim', 0):,} claims and {documents:,} documents"
    )
