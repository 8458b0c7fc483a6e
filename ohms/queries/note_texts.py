"""Which notes' texts somebody may read: the one condition for pages, searches, exports and packets.

What is marked as mental health is for its author, coordinators and supervisors: withheld from
assistants. A note that was taken back or voided keeps its row, and its text stays its author's and the
supervisor's of its COHE alone; so do the texts of the events beside it. One that was voided because
it belongs to another claim is about another worker: nothing else of it is told to anybody either.
"""

from sqlalchemy import ColumnElement, and_, exists, or_, select

from ohms.domain.actor import Actor
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.values import NoteEventKind, Role
from ohms.models.notes import CaseNote, NoteEvent
from ohms.queries.among import among_cohes, among_fixed
from ohms.queries.scope import sees

NO_LONGER_STANDING = (NoteEventKind.TAKEN_BACK, NoteEventKind.VOIDED)


def readable_text(actor: Actor) -> ColumnElement[bool]:
    """Notes whose text this actor may read on the claim's own page; beside `visible(actor, CaseNote)`."""
    content = or_(
        CaseNote.mental_health.is_(False),
        among_cohes(CaseNote.cohe_id, actor.cohes_as(*READ_MENTAL_HEALTH)),
    )
    return or_(
        and_(standing_text(actor), content),
        CaseNote.author_id == actor.staff_id,
        among_cohes(CaseNote.cohe_id, actor.cohes_as(Role.SUPERVISOR)),
    )


def standing_text(actor: Actor) -> ColumnElement[bool]:
    """Notes neither taken back nor voided: all that a search, a print, an export or a packet holds."""
    return ~exists(
        select(NoteEvent.id)
        .where(
            sees(actor, NoteEvent),
            NoteEvent.note_id == CaseNote.id,
            among_fixed(NoteEvent.kind, NO_LONGER_STANDING),
        )
        .correlate(CaseNote)
    )
