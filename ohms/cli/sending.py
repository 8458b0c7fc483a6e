"""`ohms send`: the outbox, for a timer every few minutes."""

import json
from dataclasses import asdict

import click

from ohms.cli.house import open_house
from ohms.commands.outbox import send_again
from ohms.commands.sending import Outcome, send_waiting
from ohms.config import BadEnvironment
from ohms.extensions import db
from ohms.queries.outbox import outbox_state


@click.command(epilog="\b\nExample:\n  ohms send\n  ohms send --again 12")
@click.option("--again", type=int, metavar="ID", help="First let a message that was given up wait.")
@click.option("--json", "as_json", is_flag=True, help="What became of them, as one JSON object.")
def send(again: int | None, as_json: bool) -> None:
    """Send what waits in the outbox: each message once, as text and HTML.

    A message that the mail server does not take now is tried for a day, further and further apart. Exit 1
    where no mail is set up, the server cannot be used, or a message was given up.
    """
    with open_house() as settings:
        if settings.mail is None:
            waiting = outbox_state().waiting
            raise BadEnvironment(
                "No mail is set up here: set OHMS_MAIL_URL and OHMS_MAIL_FROM."
                f" Messages that wait: {waiting}."
            )
        if again is not None:
            send_again(again)
        outcome = send_waiting(settings.mail)
        waiting = outbox_state().waiting
        db.session.rollback()
    if as_json:
        click.echo(json.dumps({**asdict(outcome), "waiting": waiting}))
    else:
        _tell(outcome, waiting)
    if outcome.given_up:
        raise click.ClickException(f"{len(outcome.given_up)} messages were given up.")


def _tell(outcome: Outcome, waiting: int) -> None:
    click.echo(f"Sent: {outcome.sent}. Put off: {outcome.put_off}. Still waiting: {waiting}.")
    for each in outcome.given_up:
        click.echo(f"Given up: message {each.id} ({each.kind}): {each.error}")
