"""Whether the audit is whole: every lane recomputed from its first entry to its head.

Finds a changed field, and entries deleted, inserted, reordered or cut off at the end. What was cut
off together with its head only the anchor outside the database can tell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from ohms.domain.audit_chain import HASHED, START, hash_of
from ohms.models.audit import AuditEntry, AuditLane
from ohms.queries.guard import unscoped

ROWS_AT_ONCE = 2_000
NAMES = (*HASHED, "hash")


@dataclass(frozen=True, slots=True)
class Break:
    """The first place of a lane where the chain does not hold; `reason` says what is wrong there."""

    lane: int
    number: int
    reason: str


@dataclass(slots=True)
class _Link:
    """The last entry that held."""

    number: int = 0
    hash: str = START


def first_break(session: Session) -> Break | None:
    """The first broken entry of the lowest broken lane, or None when every lane holds.

    Entries are streamed, so that memory does not grow with them. A lane's head is read before and
    after: what others append meanwhile is no break, what stands beyond the head is one.
    """
    with unscoped("the audit chain is verified"):
        lanes = session.execute(select(AuditLane.lane).order_by(AuditLane.lane)).scalars().all()
        return next(filter(None, (_break_of(session, lane) for lane in lanes)), None)


def _break_of(session: Session, lane: int) -> Break | None:
    head, last = _head(session, lane), _Link()
    if head.last_number == 0 and head.head_hash != START:
        return Break(lane, 0, "The head of the empty lane holds another hash.")
    columns = [AuditEntry.__table__.c[name] for name in NAMES]
    statement = select(*columns).where(AuditEntry.lane == lane).order_by(AuditEntry.number)
    with session.execute(statement.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        for row in rows:
            entry = dict(zip(NAMES, row, strict=True))
            if reason := _fault_of(entry, last, head):
                return Break(lane, last.number + 1, reason)
            last.number, last.hash = entry["number"], entry["hash"]
    if last.number < head.last_number:
        return Break(lane, last.number + 1, "The last entries of the lane are missing.")
    if last.number > _head(session, lane).last_number:
        return Break(lane, head.last_number + 1, "An entry stands beyond the lane's head.")
    return None


def _fault_of(entry: Mapping[str, Any], before: _Link, head: Row[int, str]) -> str | None:
    if entry["number"] != before.number + 1:
        return "The entry of this number is missing."
    if entry["previous_hash"] != before.hash:
        return "The entry does not follow the one before it."
    if entry["hash"] != hash_of(entry):
        return "The entry was changed after it was written."
    if entry["number"] == head.last_number and entry["hash"] != head.head_hash:
        return "The lane's head holds another hash."
    return None


def _head(session: Session, lane: int) -> Row[int, str]:
    return session.execute(
        select(AuditLane.last_number, AuditLane.head_hash).where(AuditLane.lane == lane)
    ).one()
