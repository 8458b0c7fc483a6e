"""`ohms send`: what waits in the outbox goes to the mail server, each message once."""

from dataclasses import dataclass, field

from ohms.commands.outbox import (
    Claimed,
    GivenUp,
    claim_next,
    give_up,
    give_up_what_is_past,
    note_sent,
    put_off,
)
from ohms.commands.smtp import MailConnection, NotNow, Refused, Unclear
from ohms.config import MailServer
from ohms.domain.outbox import UNCLEAR
from ohms.extensions import db
from ohms.queries.outbox import is_anything_due


@dataclass(slots=True)
class Outcome:
    """What became of the messages of one run."""

    sent: int = 0
    put_off: int = 0
    given_up: list[GivenUp] = field(default_factory=list)


def send_waiting(server: MailServer) -> Outcome:
    """Send what waits. Raises BadEnvironment, with nothing claimed, where the server cannot be used."""
    outcome = Outcome(given_up=give_up_what_is_past())
    connection = MailConnection(server)
    try:
        while _is_anything_due():
            connection.open()
            claimed = claim_next()
            if claimed is None:
                break
            if isinstance(claimed, GivenUp):
                outcome.given_up.append(claimed)
                continue
            _hand_over(connection, claimed, outcome)
    finally:
        connection.close()
    return outcome


def _hand_over(connection: MailConnection, message: Claimed, outcome: Outcome) -> None:
    ended: GivenUp | None = None
    try:
        connection.send(message)
    except NotNow as later:
        ended = put_off(message, str(later))
        outcome.put_off += ended is None
    except Refused as never:
        ended = give_up(message, str(never))
    except Unclear:
        ended = give_up(message, UNCLEAR)
    else:
        note_sent(message)
        outcome.sent += 1
    if ended is not None:
        outcome.given_up.append(ended)


def _is_anything_due() -> bool:
    try:
        return is_anything_due()
    finally:
        db.session.rollback()
