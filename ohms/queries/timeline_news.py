"""What is new on a claim to the person who opens it: what came to be seen there since their last visit,
by others. The record of acts tells the visits; nothing is kept beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.visits import here_until
from ohms.models.audit import AuditEntry
from ohms.models.feed import FeedRun
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible_by_what

MOST_LOOKS = 50
"""A visit of more than these looks is taken to begin with the oldest of them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """Until when somebody was here, and the last file of the feed that was in by then."""

    until: datetime
    feed_run_id: int


def visit_before(actor: Actor, claim_id: int) -> Question[Visit | None]:
    """The visit before this one; None where there was none."""
    (looks,) = yield (_own_looks(actor, claim_id=claim_id),)
    until = here_until([row.at for row in looks], clock.now())
    if until is None:
        return None
    (runs,) = yield (_runs_done_by(until),)
    return Visit(until, runs[0].last or 0)


@prepared
def _own_looks(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible_by_what(actor)
        .with_only_columns(AuditEntry.at)
        .where(
            AuditEntry.claim_id == claim_id,
            AuditEntry.staff_id == actor.staff_id,
            AuditEntry.action == "read_claim",
            AuditEntry.result == "done",
        )
        .order_by(AuditEntry.at.desc())
        .limit(MOST_LOOKS)
    )


def _runs_done_by(until: datetime) -> AnySelect:
    return select(func.max(FeedRun.id).label("last")).where(FeedRun.finished_at <= until)


def is_new(actor: Actor, visit: Visit, kind: str, subject: Any, happened: Sequence[Any]) -> bool:
    """Whether a line of the timeline came after the visit and is not the actor's own doing. `happened`:
    the events of a note with its signature; an addendum by somebody else makes the note new again."""
    if kind == "status" or (kind == "document" and subject.feed_run_id):
        return (subject.feed_run_id or 0) > visit.feed_run_id
    return any(
        at is not None and at > visit.until and by != actor.staff_id
        for at, by in _told_by(kind, subject, happened)
    )


def _told_by(
    kind: str, subject: Any, happened: Sequence[Any]
) -> list[tuple[datetime | None, int | None]]:
    """When it came to be seen, and by whom."""
    match kind:
        case "note":
            signed = (subject.signed_at, subject.author_id)
            return [signed, *((row.NoteEvent.at, row.NoteEvent.staff_id) for row in happened)]
        case "call":
            return [(subject.taken_at, subject.taken_by_id)]
        case "task":
            return [(subject.finished_at, subject.finished_by_id)]
        case "referral":
            return [(subject.at, subject.staff_id)]
        case _:
            return [(subject.listed_at, subject.uploaded_by_id)]
