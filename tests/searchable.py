"""Something of every kind for the search to find, in one centre: call it inside an app context."""

from datetime import UTC, date, datetime
from typing import Any

from ohms.domain.values import DocumentKind, NoteEventKind, Party, StandardWork
from ohms.models.documents import Document, DocumentText
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.workers import ContactPoint
from tests.house import House

AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
ON = date(2026, 11, 20)


def slug_of(number: str) -> str:
    return "alder" if number.startswith("A") else "birch"


def about(house: House, number: str) -> dict[str, int]:
    return {"claim_id": house.claim[number], "cohe_id": house.cohe[slug_of(number)]}


def add_note(house: House, number: str, body: str, **values: Any) -> int:
    """A signed note of the centre's first coordinator, unless told otherwise."""
    who = f"{slug_of(number)}.hsc1"
    facts = {
        "author_id": house.staff[who],
        "position_id": house.position[who],
        "standard_work": StandardWork.RETURN_TO_WORK,
        "performed_on": ON,
        "written_at": AT,
        "signed_at": AT,
    }
    return house.add(CaseNote, **{**about(house, number), **facts, "body": body, **values})


def add_event(house: House, number: str, note_id: int, kind: NoteEventKind, **values: Any) -> int:
    who = f"{slug_of(number)}.hsc1"
    return house.add(
        NoteEvent,
        **about(house, number),
        note_id=note_id,
        kind=kind,
        staff_id=house.staff[who],
        position_id=house.position[who],
        at=AT,
        **values,
    )


def add_document(house: House, number: str, body: str, **values: Any) -> int:
    document = house.add(
        Document,
        **about(house, number),
        kind=DocumentKind.CHART_NOTE,
        document_on=ON,
        received_on=ON,
        listed_at=AT,
        source="feed",
        title="Chart note",
        **values,
    )
    return house.add(DocumentText, **about(house, number), document_id=document, page=1, body=body)


def add_phone(house: House, number: str, value: str) -> int:
    return house.add(
        ContactPoint,
        **about(house, number),
        party=Party.WORKER,
        kind="phone",
        value=value,
        source="feed",
        noted_on=ON,
    )
