"""What lies in the outbox: for the sender, and for who looks after the installation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, case, func, or_, select

from ohms import clock
from ohms.extensions import db
from ohms.models.housekeeping import OutboxMessage

LATELY = timedelta(days=7)
WAITS = and_(
    OutboxMessage.sent_at.is_(None),
    OutboxMessage.given_up_at.is_(None),
    OutboxMessage.claimed_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How much waits, since when, and how much was given up within a week."""

    waiting: int
    oldest_at: datetime | None
    given_up: int


def is_anything_due() -> bool:
    """Whether a message waits whose time has come."""
    due = or_(OutboxMessage.try_at.is_(None), OutboxMessage.try_at <= clock.now())
    statement = select(OutboxMessage.id).where(WAITS, due).limit(1)
    return db.session.execute(statement).first() is not None


def outbox_state() -> OutboxState:
    lately = OutboxMessage.given_up_at > clock.now() - LATELY
    row = db.session.execute(
        select(
            func.coalesce(func.sum(case((WAITS, 1), else_=0)), 0),
            func.min(case((WAITS, OutboxMessage.written_at))),
            func.coalesce(func.sum(case((lately, 1), else_=0)), 0),
        )
    ).one()
    return OutboxState(int(row[0]), row[1], int(row[2]))
