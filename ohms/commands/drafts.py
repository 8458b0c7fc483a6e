"""Text being typed, kept on the server: written while it is typed, gone with the real save.

Nobody's work, so housekeeping: the audit holds a draft's begin and end, never what it says.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.form_loads import is_used_up
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.access import Actor, NotFound
from ohms.domain.drafts import MOST_DRAFTS, Fields, check_length, written_down
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.housekeeping import Draft
from ohms.queries.drafts import NamedClaim, sees_claim


@dataclass(frozen=True, slots=True)
class TypedForm:
    """A form as it stands in one tab: which it is, where it stands, of which claim, what is in it."""

    tab: str
    form: str
    path: str
    fields: Fields
    claim: NamedClaim | None = None


def save_draft(actor: Actor, typed: TypedForm) -> None:
    """Keep what is typed, under its tab, for the actor alone.

    RuleBroken when it is too long or was saved for good already; NotFound for a draft begun on what
    is out of sight. One begun in sight is kept on when sight ends; its day then stands still.
    """
    assert actor.staff_id is not None
    check_length(typed.fields)
    mine = (Draft.staff_id == actor.staff_id, Draft.tab == typed.tab)
    with housekeeping("save_draft", actor) as unit:
        if is_used_up(typed.tab):
            raise RuleBroken("What stood in this form was saved already, or thrown away.")
        found = db.session.execute(select(Draft.id, Draft.claim_id).where(*mine)).one_or_none()
        if found is None:
            unit.entries.append(_begun(actor.staff_id, typed))
            return
        changes: dict[str, Any] = {"content": written_down(typed.fields)}
        if sees_claim(actor, found.claim_id):
            changes["saved_at"] = clock.now()
        db.session.execute(update(Draft).where(Draft.id == found.id).values(**changes))


def throw_away_draft(actor: Actor, tab: str) -> None:
    """Remove one's own draft for good. What is gone already, or another's, is let be in silence."""
    mine = (Draft.staff_id == actor.staff_id, Draft.tab == tab)
    with housekeeping("throw_away_draft", actor) as unit:
        found = db.session.execute(select(Draft.id, Draft.claim_id).where(*mine)).one_or_none()
        if found is None:
            return
        db.session.execute(delete(Draft).where(Draft.id == found.id))
        unit.entries.append(_entry("throw_away_draft", found.id, found.claim_id))


def _begun(staff_id: int, typed: TypedForm) -> Entry:
    claim_id = _claim_in_sight(typed.claim)
    of_the_person = select(func.count()).where(Draft.staff_id == staff_id)
    if db.session.execute(of_the_person).scalar_one() >= MOST_DRAFTS:
        raise RuleBroken(f"You left {MOST_DRAFTS} drafts: go on with some or throw them away.")
    now = clock.now()
    values = {
        "staff_id": staff_id,
        "tab": typed.tab,
        "form": typed.form,
        "path": typed.path,
        "claim_id": claim_id,
        "content": written_down(typed.fields),
        "begun_at": now,
        "saved_at": now,
    }
    statement = insert(Draft).values(**values).returning(Draft.id)
    return _entry("begin_draft", int(db.session.execute(statement).scalar_one()), claim_id)


def _claim_in_sight(claim: NamedClaim | None) -> int | None:
    if claim is None:
        return None
    if claim.id is None:
        raise NotFound
    return claim.id


def _entry(action: str, draft_id: int, claim_id: int | None) -> Entry:
    return Entry(action, object_type="draft", object_id=draft_id, claim_id=claim_id)
