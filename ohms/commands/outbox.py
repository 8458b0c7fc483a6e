"""The outbox: a message is claimed in a transaction, sent outside it, and told what became of it.

Of several senders one claims a message. One whose sender died may have gone out: it is given up and
told, and sent again only by a person who asks for it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, or_, select, update

from ohms import clock
from ohms.commands.account_care import token_to_send
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import Unit, housekeeping
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.outbox import (
    KEPT,
    OF_USE,
    OVERTAKEN,
    TOKEN_GOES_HERE,
    TOO_OLD,
    UNCLEAR,
    UNCLEAR_AFTER,
    next_try,
)
from ohms.extensions import db
from ohms.models.housekeeping import OutboxMessage
from ohms.queries.outbox import WAITS


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this sender alone sends now."""

    id: int
    kind: str
    recipient: str
    subject: str
    body: str
    tries: int


@dataclass(frozen=True, slots=True)
class GivenUp:
    id: int
    kind: str
    error: str


def give_up_what_is_past() -> list[GivenUp]:
    """End what waited too long, and what a sender claimed and never told of."""
    now = clock.now()
    with housekeeping("send_message") as unit:
        return [
            *_end(unit, and_(WAITS, OutboxMessage.written_at < now - OF_USE), TOO_OLD),
            *_end(
                unit,
                and_(
                    OutboxMessage.sent_at.is_(None),
                    OutboxMessage.given_up_at.is_(None),
                    OutboxMessage.claimed_at < now - UNCLEAR_AFTER,
                ),
                UNCLEAR,
            ),
        ]


def claim_next() -> Claimed | GivenUp | None:
    """The oldest message whose time has come, which nobody else gets from now on.

    A one-time link is made here: it lies nowhere before it is sent. GivenUp where its person may not
    have one any more.
    """
    now = clock.now()
    with housekeeping("send_message") as unit:
        message = db.session.execute(
            select(OutboxMessage)
            .where(WAITS, or_(OutboxMessage.try_at.is_(None), OutboxMessage.try_at <= now))
            .order_by(OutboxMessage.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).scalar_one_or_none()
        if message is None:
            return None
        message.claimed_at, message.tries = now, message.tries + 1
        body = message.body
        if message.link_for_id is not None:
            token = token_to_send(message.link_for_id, message.recipient, message.written_at)
            if token is None:
                return _end(unit, OutboxMessage.id == message.id, OVERTAKEN)[0]
            body = body.replace(TOKEN_GOES_HERE, token)
        return Claimed(
            message.id, message.kind, message.recipient, message.subject, body, message.tries
        )


def note_sent(message: Claimed) -> None:
    with housekeeping("send_message") as unit:
        _change(message.id, sent_at=clock.now(), given_up_at=None, last_error=None)
        unit.entries.append(
            Entry("send_message", "outbox_message", message.id, detail={"kind": message.kind})
        )


def put_off(message: Claimed, error: str) -> GivenUp | None:
    """Try it again later, or give it up when it was tried often enough."""
    at = next_try(message.tries, clock.now())
    if at is None:
        return give_up(message, error)
    with housekeeping("send_message"):
        _change(message.id, claimed_at=None, try_at=at, last_error=error[:200])
    return None


def give_up(message: Claimed, error: str) -> GivenUp:
    with housekeeping("send_message") as unit:
        return _end(unit, OutboxMessage.id == message.id, error[:200])[0]


def send_again(message_id: int) -> None:
    """Let a message that was given up wait again, tried from the beginning. The operator's word: it
    may arrive twice where nobody knows what became of it."""
    with housekeeping("send_again") as unit:
        found = db.session.get(OutboxMessage, message_id)
        if found is None:
            raise NotFound(f"There is no message {message_id}.")
        if found.given_up_at is None:
            raise RuleBroken(f"Message {message_id} was not given up.")
        if found.last_error == OVERTAKEN:
            raise RuleBroken(f"Message {message_id} was overtaken: let another link be mailed.")
        found.given_up_at = found.claimed_at = found.try_at = None
        found.tries, found.written_at = 0, clock.now()
        unit.entries.append(Entry("send_again", "outbox_message", message_id))


def forget_old_messages() -> int:
    """Take away what was written more than 30 days ago, sent or not."""
    with housekeeping("forget_messages") as unit:
        gone: Any = db.session.execute(
            delete(OutboxMessage).where(OutboxMessage.written_at < clock.now() - KEPT)
        )
        if gone.rowcount:
            unit.entries.append(Entry("forget_messages", detail={"messages": gone.rowcount}))
        return int(gone.rowcount)


def _end(unit: Unit, which: Any, error: str) -> list[GivenUp]:
    db.session.flush()
    ended = select(OutboxMessage.id, OutboxMessage.kind).where(which).order_by(OutboxMessage.id)
    # Looked at again once another sender has told what became of it: nobody ends what was sent.
    rows = db.session.execute(ended.with_for_update()).all()
    for row in rows:
        _change(row.id, given_up_at=clock.now(), last_error=error)
        unit.entries.append(
            Entry(
                "send_message",
                "outbox_message",
                row.id,
                result="failed",
                detail={"kind": row.kind},
            )
        )
    return [GivenUp(row.id, row.kind, error) for row in rows]


def _change(message_id: int, **values: datetime | str | None) -> None:
    db.session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id == message_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
