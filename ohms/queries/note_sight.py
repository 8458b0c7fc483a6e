"""Who sees case notes and what stands beside them, and whose the content of notes and documents is to read."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, or_

from ohms.domain.actor import Actor
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.values import Role
from ohms.models.claims import Claim
from ohms.models.documents import Document
from ohms.models.notes import CaseNote
from ohms.queries.claim_sight import (
    Condition,
    exists_beside,
    or_narrowly,
    through_its_claim,
)


def seen_notes(actor: Actor) -> Condition:
    """Signed notes of the claims one sees; a draft is its author's alone."""
    seen = and_(signed_or_own(actor), through_its_claim(CaseNote)(actor))
    return or_narrowly(actor, seen, CaseNote, CaseNote.author_id == actor.staff_id)


def signed_or_own(actor: Actor) -> Condition:
    return or_(CaseNote.signed_at.is_not(None), CaseNote.author_id == actor.staff_id)


def beside_own_notes(model: Any) -> Callable[[Actor], Condition]:
    """Rows beside notes: all of a claim seen as a whole, those of one's own notes of any other."""

    def condition(actor: Actor) -> Condition:
        of_own = exists_beside(
            model, CaseNote.id == model.note_id, CaseNote.author_id == actor.staff_id
        )
        return or_narrowly(actor, through_its_claim(model)(actor), model, of_own)

    return condition


def kept_by_author(actor: Actor) -> Condition:
    """Written by the actor for a COHE in which they still work, on a claim that it has no more."""
    moved_on = exists_beside(
        CaseNote, Claim.id == CaseNote.claim_id, Claim.cohe_id != CaseNote.cohe_id
    )
    return and_(
        CaseNote.author_id == actor.staff_id,
        CaseNote.cohe_id.in_(actor.cohes_as(Role.HSC, Role.HSC_ASSISTANT, Role.SUPERVISOR)),
        moved_on,
    )


def may_read_content(actor: Actor, model: type[Document] | type[CaseNote] = Document) -> Condition:
    """On a document or a note that the actor sees: whether its content is theirs to read.

    The rule is `domain.documents.may_read_content`; this is the same one for a statement.
    """
    readers = model.cohe_id.in_(actor.cohes_as(*READ_MENTAL_HEALTH))
    return or_(model.mental_health.is_(False), readers)
