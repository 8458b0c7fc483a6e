"""Whether the audit still holds what its anchors remember."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from ohms.domain.anchors import Anchor, Heads
from ohms.models.audit import AuditEntry, AuditLane
from ohms.queries.audit_chain import Break
from ohms.queries.guard import unscoped


def heads_now(session: Session) -> Heads:
    """Where each lane that has entries stands."""
    statement = select(AuditLane.lane, AuditLane.last_number, AuditLane.head_hash)
    rows = session.execute(statement.where(AuditLane.last_number > 0).order_by(AuditLane.lane))
    return {lane: (number, head) for lane, number, head in rows}


def first_forgotten(session: Session, anchors: Iterable[Anchor]) -> Break | None:
    """The oldest anchored entry that is missing or another one now; None when all stand."""
    with unscoped("the audit is held against its anchors"):
        for anchor in anchors:
            for lane, (number, remembered) in anchor.heads.items():
                statement = select(AuditEntry.hash).where(
                    AuditEntry.lane == lane, AuditEntry.number == number
                )
                found = session.execute(statement).scalar_one_or_none()
                if found != remembered:
                    what = "is missing" if found is None else "is another one"
                    return Break(lane, number, f"The entry anchored on {anchor.on} {what}.")
    return None
