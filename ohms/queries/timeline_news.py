"""What is new on a claim to the person who opens it: what came to be seen there since their last visit,
by others. The record of acts tells the visits; nothing is kept beside it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.visits import here_until
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.feed import FeedRun
from ohms.models.notes import NoteEvent
from ohms.queries.guard import unscoped
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, Rows
from ohms.queries.scope import visible, visible_by_what
from ohms.queries.timeline_events import Event, Kind

Coming = tuple[datetime | None, int | None]
"""When something came to be seen on the claim, and by whose act; what the feed brought, by nobody's."""

MOST_LOOKS = 50
"""A visit of more than these looks is taken to begin with the oldest of them."""


def visit_before(actor: Actor, claim_id: int) -> Question[datetime | None]:
    """Until when the visit before this one lasted; None where there was none."""
    (looks,) = yield (_own_looks(actor, claim_id=claim_id),)
    return here_until([row.at for row in looks], clock.now())


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


@prepared
def brought(actor: Actor, model: Any, *, claim_id: int) -> AnySelect:
    """Rows of a claim, each with the end of the feed's run that brought it."""
    return (
        visible(actor, model)
        .where(model.claim_id == claim_id)
        .outerjoin(FeedRun, FeedRun.id == model.feed_run_id)
        .with_only_columns(model, FeedRun.finished_at)
    )


def mark_new(actor: Actor, until: datetime, events: Sequence[Event], entered: Rows) -> None:
    """Mark each line of a timeline that came to this claim after `until`, and whether by somebody else;
    an addendum by somebody else makes a note new again. `entered`: the claim's forms entered by people."""
    forms = _entries(entered)
    notes = [event.subject for event in events if event.kind is Kind.NOTE]
    moves, authors = _moves(notes), {note.id: note.author_id for note in notes}
    for event in events:
        came = _comings(event, moves, authors, forms.get((event.what, event.subject.id), []))
        since = [by for at, by in came if at is not None and at > until]
        event.is_since, event.is_new = bool(since), any(by != actor.staff_id for by in since)


def _comings(
    event: Event,
    moves: dict[int, tuple[datetime, int]],
    authors: dict[int, int],
    entries: list[Coming],
) -> Iterator[Coming]:
    subject = event.subject
    match event.kind:
        case Kind.NOTE:
            yield from _of_note(event, moves.get(subject.moved_from_id))
        case Kind.CALL:
            yield subject.matched_at, subject.matched_by_id
        case Kind.TASK:
            # What a contact ended by itself, its note's author ended.
            by = subject.finished_by_id or authors.get(subject.evidence_note_id)
            yield subject.finished_at, by
        case Kind.REFERRAL:
            yield subject.at, subject.staff_id
        case _ if subject.feed_run_id:
            yield event.brought_at or clock.now(), None  # a run under way brings more yet
            yield from entries
        case Kind.DOCUMENT:
            yield subject.listed_at, subject.uploaded_by_id
        case _:
            yield from entries


def _of_note(event: Event, move: tuple[datetime, int] | None) -> Iterator[Coming]:
    """A moved note came with all that stood under it; only what happened later happened here."""
    yield move or (event.subject.signed_at, event.subject.author_id)
    for row in event.events:
        if move is None or row.NoteEvent.at > move[0]:
            yield row.NoteEvent.at, row.NoteEvent.staff_id


def _moves(notes: Sequence[Any]) -> dict[int, tuple[datetime, int]]:
    """By the note that was left on another claim: when it was moved, and by whom."""
    here = {note.id for note in notes}
    left = [note.moved_from_id for note in notes if note.moved_from_id]
    elsewhere = [id_ for id_ in left if id_ not in here]
    if not elsewhere:
        return {}
    statement = select(NoteEvent.note_id, NoteEvent.at, NoteEvent.staff_id).where(
        NoteEvent.note_id.in_(elsewhere), NoteEvent.belongs_elsewhere.is_(True)
    )
    with unscoped("when a note came to its claim, from whichever"):
        return {row.note_id: (row.at, row.staff_id) for row in db.session.execute(statement)}


def _entries(entered: Rows) -> dict[tuple[str, int], list[Coming]]:
    """By the line of the APF or the ROA: when a person entered it from a document, or corrected it."""
    found: dict[tuple[str, int], list[Coming]] = defaultdict(list)
    for (form,) in entered:
        apf, roa = form.activity_prescription_id, form.report_of_accident_id
        line = ("roa", roa) if apf is None else ("apf", apf)
        found[line].append((form.entered_at, form.entered_by_id))
    return found
