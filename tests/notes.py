"""Notes put into the house for a test, and what became of them."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from ohms.domain.values import NoteEventKind, StandardWork
from ohms.extensions import db
from ohms.queries.guard import unscoped
from tests.house import House

FRIDAY = datetime(2026, 11, 20, 18, tzinfo=UTC)


def put_note_to_co_sign(
    house: House, body: str = "A barrier plan.", at: datetime = FRIDAY, **values: Any
) -> int:
    """A note on AL10002 that alder's assistant signed, and that needs a co-signature; call it inside an
    app context."""
    from ohms.models.notes import CaseNote

    facts: dict[str, Any] = {
        "claim_id": house.claim["AL10002"],
        "cohe_id": house.cohe["alder"],
        "author_id": house.staff["alder.assistant1"],
        "position_id": house.position["alder.assistant1"],
        "standard_work": StandardWork.BARRIERS,
        "body": body,
        "performed_on": date(2026, 11, 20),
        "written_at": at,
        "signed_at": at,
        "co_signature_needed": True,
    }
    return house.add(CaseNote, **{**facts, **values})


def kinds_of(note_id: int) -> list[NoteEventKind]:
    """What happened to a note, oldest first; call it inside an app context."""
    from ohms.models.notes import NoteEvent

    with unscoped("a test looks"):
        kinds = select(NoteEvent.kind).where(NoteEvent.note_id == note_id).order_by(NoteEvent.id)
        return list(db.session.execute(kinds).scalars())
