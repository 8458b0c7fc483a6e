"""Whether the audit still holds what its anchors remember."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ohms.domain.anchors import Anchor, Heads, restores_after
from ohms.models.audit import AuditEntry, AuditLane
from ohms.queries.audit_chain import Break
from ohms.queries.guard import unscoped


def heads_now(session: Session) -> Heads:
    """Where each lane that has entries stands."""
    statement = select(AuditLane.lane, AuditLane.last_number, AuditLane.head_hash)
    rows = session.execute(statement.where(AuditLane.last_number > 0).order_by(AuditLane.lane))
    return {lane: (number, head) for lane, number, head in rows}


def what_came_to_be(session: Session, anchors: Iterable[Anchor]) -> list[Anchor]:
    """The anchors, without each restore that was only begun: one that was done has a line of its own, and
    of one that was killed before its commit nothing stands. Killed right after it, its line counts."""
    told = list(anchors)
    done = [each.heads for each in told if not each.begun]
    with unscoped("whether a restore that was begun was done"):
        return [
            each
            for each in told
            if not each.begun or (each.heads not in done and _holds(session, each))
        ]


def _holds(session: Session, anchor: Anchor) -> bool:
    return all(
        _hash_at(session, lane, number) == remembered
        for lane, (number, remembered) in anchor.heads.items()
    )


def _hash_at(session: Session, lane: int, number: int) -> str | None:
    statement = select(AuditEntry.hash).where(AuditEntry.lane == lane, AuditEntry.number == number)
    return session.execute(statement).scalar_one_or_none()


def first_forgotten(session: Session, anchors: Iterable[Anchor]) -> Break | None:
    """The oldest anchored entry that is missing or another one now, and that no restore took; None
    when all stand."""
    with unscoped("the audit is held against its anchors"):
        for anchor, restores in restores_after(what_came_to_be(session, anchors)):
            for lane, (number, remembered) in anchor.heads.items():
                if any(restored.took(anchor, lane) for restored in restores):
                    continue
                found = _hash_at(session, lane, number)
                if found != remembered:
                    what = "is missing" if found is None else "is another one"
                    return Break(lane, number, f"The entry anchored on {anchor.on} {what}.")
    return None


def restores_told(anchors: Sequence[Anchor]) -> Iterator[str]:
    """Each restore in words, with what it took of the entries that were anchored before it."""
    for place, restoring in enumerate(anchors):
        if (restored := restoring.restored) is None:
            continue
        lanes = {
            lane
            for anchor in anchors[:place]
            for lane in anchor.heads
            if restored.took(anchor, lane)
        }
        kept = ", ".join(
            f"{restored.heads.get(lane, (0, ''))[0]:,} of lane {lane}" for lane in sorted(lanes)
        )
        gone = f"entries after {kept} are gone" if kept else "no anchored entry is gone"
        made_at = restored.made_at[:16].replace("T", " ")
        yield f"Restored on {restoring.on} from the backup or export of {made_at} UTC: {gone}."
