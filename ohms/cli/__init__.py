"""The command line: `ohms`, a Flask group under which every `flask` command works too.

Exit 0: done; 1: failed, with one clear line on stderr; 2: wrong use.
"""

import logging

import click

from ohms.cli.group import Later, OhmsGroup

COMMANDS = {
    "demo": Later("ohms.cli.simulating:demo", "Fill a demonstration database, then serve it."),
    "serve": Later("ohms.cli.serving:serve", "The production server."),
    "db": Later(
        "ohms.cli.database:database", "The schema: upgrade, downgrade, revision, check; copy."
    ),
    "create-cohe": Later("ohms.cli.people:create_cohe", "Add a centre."),
    "create-staff": Later("ohms.cli.people:create_staff", "Add a person with a first position."),
    "invite": Later("ohms.cli.people:invite", "A one-time link by which somebody sets a password."),
    "reset-second-step": Later(
        "ohms.cli.people:reset_second_step", "Take somebody's second step of signing in away."
    ),
    "import": Later(
        "ohms.cli.importing:import_group",
        "Read files of the L&I feed, or all data of another installation.",
    ),
    "export": Later("ohms.cli.exporting:export_group", "Everything, or one COHE's, as CSV."),
    "simulate": Later("ohms.cli.simulating:simulate", "Let the simulated L&I and staff work on."),
    "nightly": Later("ohms.cli.nightly:nightly", "What must be done once a day."),
    "send": Later("ohms.cli.sending:send", "Tell webhooks, and send what waits in the outbox."),
    "backup-key": Later("ohms.cli.backing_up:backup_key", "Make the key of this place's backups."),
    "backup": Later("ohms.cli.backing_up:backup", "Database and documents into one sealed file."),
    "restore": Later("ohms.cli.backing_up:restore", "Put a backup back, checked first."),
    "check": Later("ohms.cli.checking:check", "Recompute every invariant of the data."),
    "audit": Later("ohms.cli.checking:audit", "The audit: verify its chain."),
}


@click.group(
    cls=OhmsGroup,
    later=COMMANDS,
    epilog="\b\nExample:\n  ohms demo\n  ohms create-staff --help",
)
@click.version_option(package_name="ohms", prog_name="ohms", message="%(prog)s %(version)s")
def cli() -> None:
    """OHMS: claim tracking and care coordination for COHEs.

    The database is the one that OHMS_DATABASE_URL names, else ohms.sqlite in the instance folder.
    `run` is Flask's development server; people are served by `serve`.
    """
    logging.getLogger("werkzeug").addFilter(_without_shouting)


def main() -> None:
    """The entry point `ohms`."""
    cli.main(prog_name="ohms")


def _without_shouting(record: logging.LogRecord) -> bool:
    """Flask's `run` begins with a loud warning; the same is said calmly, and everything else stays."""
    first, newline, rest = str(record.msg).partition("\n")
    if "development server" in first:
        record.msg = f" * For development; `ohms serve` is for production{newline}{rest}"
    return True
