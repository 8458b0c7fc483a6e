"""Text being typed, kept on the server: written while it is typed, gone with the real save.

Nobody's work, so housekeeping: the audit holds a draft's begin and end, never what it says.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Delete, Update, delete, func, insert, or_, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.form_loads import is_used_up
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.actor import Actor
from ohms.domain.drafts import (
    KEPT_FOR,
    MOST_DRAFTS,
    TO_FINISH,
    Fields,
    check_length,
    written_down,
)
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.retention import check_not_purged
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.housekeeping import Draft, IdempotencyKey
from ohms.queries.drafts import NamedClaim, sees_claim
from ohms.queries.scope import visible

TOKENS_AT_ONCE = 500


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
    is out of sight. One begun in sight is kept on when sight ends.
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
        now = clock.now()
        changes: dict[str, Any] = {"content": written_down(typed.fields), "saved_at": now}
        if sees_claim(actor, found.claim_id):
            changes["in_sight_at"] = now
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


def tidy_drafts(actor: Actor) -> None:
    """At a sign-in: note which of one's drafts are in sight, and remove what was kept long enough.

    That is a text out of sight for over seven days, and one not saved for ninety; and the tokens of
    one's forms that were sent ninety days ago, some hundreds at a time.
    """
    now = clock.now()
    mine = Draft.staff_id == actor.staff_id
    seen = visible(actor, Claim).with_only_columns(Claim.id)
    in_sight = or_(Draft.claim_id.is_(None), Draft.claim_id.in_(seen))
    too_old = or_(Draft.in_sight_at < now - TO_FINISH, Draft.saved_at < now - KEPT_FOR)
    with housekeeping("tidy_drafts", actor) as unit:
        _core(update(Draft).where(mine, in_sight).values(in_sight_at=now))
        old = db.session.execute(select(Draft.id).where(mine, too_old)).scalars().all()
        if old:
            _core(delete(Draft).where(Draft.id.in_(old)))
            unit.entries.append(Entry("tidy_drafts", detail={"drafts": len(old)}))
        used = (
            select(IdempotencyKey.id)
            .where(IdempotencyKey.staff_id == actor.staff_id)
            .where(IdempotencyKey.used_at < now - KEPT_FOR)
            .limit(TOKENS_AT_ONCE)
        )
        _core(delete(IdempotencyKey).where(IdempotencyKey.id.in_(used)))


def _core(statement: Update | Delete) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))


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
        "in_sight_at": now,
    }
    statement = insert(Draft).values(**values).returning(Draft.id)
    return _entry("begin_draft", int(db.session.execute(statement).scalar_one()), claim_id)


def _claim_in_sight(claim: NamedClaim | None) -> int | None:
    if claim is None:
        return None
    if claim.id is None:
        raise NotFound
    purged_at = select(Claim.purged_at).where(Claim.id == claim.id)
    check_not_purged(db.session.execute(purged_at).scalar_one())
    return claim.id


def _entry(action: str, draft_id: int, claim_id: int | None) -> Entry:
    return Entry(action, object_type="draft", object_id=draft_id, claim_id=claim_id)
