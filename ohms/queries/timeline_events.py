"""One line of a claim's timeline, and what lines it can be narrowed to."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from ohms.domain.note_acts import NoteAct
from ohms.domain.values import Service
from ohms.models.notes import Contact


class Kind(StrEnum):
    """What the timeline can be narrowed to."""

    NOTE = "note"
    CALL = "call"
    TASK = "task"
    REFERRAL = "referral"
    DOCUMENT = "document"
    STATUS = "status"


@dataclass(slots=True)
class Event:
    """One line of the timeline; `subject` is the row it tells of.

    Of a note or a document `text` is None where it is withheld; `acts` is what the actor may do with a
    note. Of one that was moved to the claim it belongs to, those who may not read it are told nothing else;
    `moved_to` and `moved_from` are claims that the actor sees. `brought_at`: the end of the feed's run.
    `is_since`: it came after the actor's visit before this one, `is_new`: and by somebody else.
    """

    kind: Kind
    on: date
    at: datetime | None
    what: str
    subject: Any
    by: str | None = None
    contacts: list[Contact] = field(default_factory=list)
    events: list[Any] = field(default_factory=list)
    minutes: int = 0
    state: str = ""
    text: str | None = None
    acts: tuple[NoteAct, ...] = ()
    question_open: bool = False
    service: Service | None = None
    moved_to: str | None = None
    moved_from: str | None = None
    brought_at: datetime | None = None
    is_since: bool = False
    is_new: bool = False
