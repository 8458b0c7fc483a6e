"""`ohms send`: the outbox and what waits for webhooks, for a timer every few minutes."""

import json
from dataclasses import asdict

import click

from ohms.cli.house import open_house
from ohms.commands.delivering import Delivered, deliver_waiting
from ohms.commands.outbox import send_again
from ohms.commands.sending import Outcome, send_waiting
from ohms.commands.webhook_deliveries import Sender, give_up_what_waited_too_long
from ohms.config import BadEnvironment, Settings, loopback_for, secret_for
from ohms.extensions import db
from ohms.queries.actors import installation_kind
from ohms.queries.outbox import outbox_state
from ohms.queries.webhooks import is_any_delivery_due, is_any_webhook, webhooks_state


@click.command(epilog="\b\nExample:\n  ohms send\n  ohms send --again 12")
@click.option("--again", type=int, metavar="ID", help="First let a message that was given up wait.")
@click.option("--json", "as_json", is_flag=True, help="What became of them, as one JSON object.")
def send(again: int | None, as_json: bool) -> None:
    """Send what waits: to webhooks each event at least once, then each message of the outbox once, as text
    and HTML.

    What is not taken now is tried for a day, further and further apart. Exit 1 where no mail is set up and
    messages wait or no webhook stands, the mail server cannot be used, or something was given up that
    nobody paused or removed.
    """
    with open_house() as settings:
        delivered = _delivered(settings)
        standing = webhooks_state()
        db.session.rollback()
        outcome = _sent(settings, again, needed=not standing.standing)
        waiting = outbox_state().waiting
        db.session.rollback()
    if as_json:
        webhooks = {**asdict(delivered), "waiting": standing.waiting}
        click.echo(json.dumps({**asdict(outcome), "waiting": waiting, "webhooks": webhooks}))
    else:
        _tell(outcome, waiting)
        if standing.standing:
            _tell_webhooks(delivered, standing.waiting)
    if given_up := len(outcome.given_up):
        raise click.ClickException(f"{given_up} messages were given up.")
    if given_up := sum(not each.chosen for each in delivered.given_up):
        raise click.ClickException(f"{given_up} deliveries to webhooks were given up.")


def _delivered(settings: Settings) -> Delivered:
    """Webhooks first: no mail server keeps them waiting. Where nothing is due no secret is needed."""
    any_stood, kind = is_any_webhook(), installation_kind() or "live"
    is_due = any_stood and is_any_delivery_due()
    db.session.rollback()
    if not any_stood:
        return Delivered()
    if not is_due:
        return Delivered(given_up=give_up_what_waited_too_long())
    secret = secret_for(kind, settings).encode()
    return deliver_waiting(Sender(secret, settings.address, loopback_for(kind, settings)))


def _sent(settings: Settings, again: int | None, *, needed: bool) -> Outcome:
    """`needed`: that there is nothing else to send."""
    if settings.mail is None:
        waiting = outbox_state().waiting
        db.session.rollback()
        if needed or waiting or again is not None:
            raise BadEnvironment(
                "No mail is set up here: set OHMS_MAIL_URL and OHMS_MAIL_FROM."
                f" Messages that wait: {waiting}."
            )
        return Outcome()
    if again is not None:
        send_again(again)
    return send_waiting(settings.mail)


def _tell(outcome: Outcome, waiting: int) -> None:
    click.echo(f"Sent: {outcome.sent}. Put off: {outcome.put_off}. Still waiting: {waiting}.")
    for each in outcome.given_up:
        click.echo(f"Given up: message {each.id} ({each.kind}): {each.error}")


def _tell_webhooks(delivered: Delivered, waiting: int) -> None:
    click.echo(
        f"Told webhooks: {delivered.sent}. Put off: {delivered.put_off}. Still waiting: {waiting}."
    )
    for each in delivered.given_up:
        click.echo(f"Given up: delivery {each.id} ({each.event}): {each.error}")
