"""Nothing that is open belongs to who left."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from ohms.extensions import db
from ohms.models.claims import Claim, Delegation
from ohms.models.co_signing import CoSignature
from ohms.models.coverage import Coverage
from ohms.models.departures import Departure
from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.models.staff import AssistantAssignment, Position
from ohms.models.tasks import Task
from ohms.models.transfers import ClaimTransfer
from ohms.queries.lane import holds
from ohms.queries.notes_to_co_sign import note_lacks_co_signature
from ohms.queries.task_filter import in_an_open_state


def open_work_of_the_departed(today: date) -> Iterator[str]:
    """Of people with a departure from a COHE in which they hold no position any longer."""
    kinds: tuple[tuple[str, Any, Any, Any], ...] = (
        ("task", Task, Task.owner_id, in_an_open_state()),
        ("claim", Claim, Claim.assigned_to_id, Claim.assigned_to_id.is_not(None)),
        *(
            (model.__tablename__, model, column, holds(model, today))
            for model, column in (
                (ProviderAssignment, ProviderAssignment.staff_id),
                (AssistantAssignment, AssistantAssignment.coordinator_id),
                (AssistantAssignment, AssistantAssignment.assistant_id),
                (Coverage, Coverage.covering_id),
                (Coverage, Coverage.absent_id),
                (StandingDeputy, StandingDeputy.staff_id),
                (Delegation, Delegation.to_staff_id),
            )
        ),
        ("offer", ClaimTransfer, ClaimTransfer.to_staff_id, ClaimTransfer.decision.is_(None)),
    )
    for word, model, owner, is_open in kinds:
        of_theirs = and_(owner == Departure.staff_id, model.cohe_id == Departure.cohe_id)
        yield from _told(word, model, of_theirs, is_open, today)


def words_of_the_departed(today: date) -> Iterator[str]:
    """What they wrote and nobody has adopted or co-signed: unsigned notes, texts being typed, and what
    waits for a co-signature. It stands on the page of their departure until it is handed on."""
    kinds: tuple[tuple[str, Any, Any, Any], ...] = (
        ("note", CaseNote, CaseNote.author_id, CaseNote.signed_at.is_(None)),
        ("note to co-sign", CaseNote, CaseNote.author_id, note_lacks_co_signature()),
        ("entry", CoSignature, CoSignature.entered_by_id, CoSignature.outcome.is_(None)),
    )
    for word, model, author, is_open in kinds:
        of_theirs = and_(author == Departure.staff_id, model.cohe_id == Departure.cohe_id)
        yield from _told(word, model, of_theirs, is_open, today)
    claim = and_(Claim.id == Draft.claim_id, Claim.cohe_id == Departure.cohe_id)
    on_claims = select(Claim.id).where(claim).correlate(Draft, Departure).exists()
    yield from _told("draft", Draft, Draft.staff_id == Departure.staff_id, on_claims, today)


def _told(word: str, model: Any, of_theirs: Any, is_open: Any, today: date) -> Iterator[str]:
    rows = db.session.execute(
        select(model.id, Departure.id)
        .join(Departure, of_theirs)
        .where(is_open, _is_gone(today))
        .order_by(model.id)
    )
    for row_id, departure_id in rows:
        yield f"{word} {row_id} is of who left with departure {departure_id}"


def _is_gone(today: date) -> Any:
    """They hold no position in the COHE that they left."""
    held = select(Position.id).where(
        Position.staff_id == Departure.staff_id,
        Position.cohe_id == Departure.cohe_id,
        holds(Position, today),
    )
    return ~held.correlate(Departure).exists()
