"""Telling the colleagues whom a note or an addendum mentions, as part of the command that saves it."""

from sqlalchemy import select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.mentions import check_mentions, mentioned_in
from ohms.extensions import db
from ohms.models.notes import CaseNote, Mention
from ohms.models.staff import StaffMember
from ohms.queries.answering import sees_claim


def check_mentioned(actor: Actor, claim_id: int, text: str, *, field: str) -> None:
    """RuleBroken beside `field` when the text mentions anybody who does not see the claim."""
    names = mentioned_in(text)
    check_mentions(names, list(_seeing(actor, claim_id, names)), field=field)


def tell_mentioned(
    actor: Actor,
    note: CaseNote,
    text: str,
    *,
    event_id: int | None = None,
    by_id: int | None = None,
) -> None:
    """One mention for everybody the text names who sees the note's claim, its author aside.

    Whom it names without that is passed over: what must be refused, `check_mentioned` refuses first.
    """
    author = by_id if by_id is not None else actor.staff_id
    seeing = _seeing(actor, note.claim_id, mentioned_in(text))
    for staff_id in seeing.values():
        if staff_id != author:
            db.session.add(
                Mention(
                    claim_id=note.claim_id,
                    cohe_id=note.cohe_id,
                    note_id=note.id,
                    event_id=event_id,
                    staff_id=staff_id,
                    by_id=author,
                    at=clock.now(),
                )
            )
    if seeing:
        db.session.flush()


def _seeing(actor: Actor, claim_id: int, names: tuple[str, ...]) -> dict[str, int]:
    """Of these names those who see the claim today, with their ids."""
    if not names:
        return {}
    people = db.session.execute(
        select(StaffMember.username, StaffMember.id).where(StaffMember.username.in_(names))
    ).all()
    return {row.username: row.id for row in people if sees_claim(row.id, claim_id, actor.on_day)}
