"""Signing a note that was begun in sight of its claim, after sight ended."""

from sqlalchemy import select

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.note_rows import write_on
from ohms.commands.summaries import refresh_claim
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.drafts import may_finish
from ohms.domain.errors import NotFound
from ohms.domain.notes import ComposedNote, check_note
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.housekeeping import Draft
from ohms.queries.drafts import sees_claim
from ohms.queries.guard import unscoped
from ohms.queries.held_claims import held


@command(Permission.NOTE_WRITE)
def finish_note(actor: Actor, tab: str, note: ComposedNote, *, key: str) -> int:
    """Sign one's own draft of a note on the claim on which it was begun; the note's id.

    For seven days after sight ended. It says text, contacts and minutes; nothing of the claim is
    told. Sent twice under one `key` it is written once. NotFound when it is too late, or another's.
    """
    if (made := made_before(actor, key)) is not None:
        return made
    check_note(note, actor.on_day)
    draft = db.session.execute(
        select(Draft).where(
            Draft.staff_id == actor.staff_id, Draft.tab == tab, Draft.form == "note"
        )
    ).scalar_one_or_none()
    if draft is None or draft.claim_id is None or not _in_time(actor, draft):
        raise NotFound
    with unscoped("a note begun in sight of its claim is finished"):
        locked = held(select(Claim).where(Claim.id == draft.claim_id))
        claim = db.session.execute(locked).scalar_one()
        written = write_on(actor, claim, note, cohe_id=_where(actor, claim))
        refresh_claim(claim)
    remember(actor, key, "finish_note", written.id)
    return written.id


def _where(actor: Actor, claim: Claim) -> int | None:
    """The claim's COHE; where the claim went to another, that of the author's own position."""
    held = actor.position_for(Permission.NOTE_WRITE, claim.cohe_id)
    held = held or actor.position_for(Permission.NOTE_WRITE)
    return held.cohe_id if held else None


def _in_time(actor: Actor, draft: Draft) -> bool:
    in_sight = sees_claim(actor, draft.claim_id)
    ended_at = None if in_sight else draft.in_sight_at or draft.saved_at
    return may_finish(draft.begun_at, ended_at, clock.now())
