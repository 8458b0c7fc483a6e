"""The drafts that a person left. A draft is its author's alone: nothing here is asked for another.

The table hangs on no claim's sight, so every query says whose rows it wants.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, func, or_, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.drafts import (
    TO_FINISH,
    Fields,
    first_words,
    may_finish,
    name_of_form,
    read_back,
)
from ohms.domain.errors import NotFound
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.housekeeping import Draft
from ohms.queries.guard import unscoped
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible, visible_among_few
from ohms.queries.sight import NAMED_BY


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A draft as its form takes it back."""

    tab: str
    form: str
    path: str
    saved_at: datetime
    fields: Fields


@dataclass(frozen=True, slots=True)
class LeftDraft:
    """A draft as the list tells of it. Of a claim out of sight it tells the number and nothing more."""

    tab: str
    form: str
    path: str
    claim_id: int | None
    claim_number: str | None
    is_in_sight: bool
    saved_at: datetime
    fields: Fields

    @property
    def name(self) -> str:
        return name_of_form(self.form)

    @property
    def words(self) -> str:
        return first_words(self.fields)

    @property
    def is_note_to_finish(self) -> bool:
        """A note that can be signed though its claim went out of sight."""
        return self.form == "note" and not self.is_in_sight


class NamedClaim(NamedTuple):
    """The claim that an address is about; no id where it is out of the actor's sight."""

    id: int | None


def own_draft(actor: Actor, tab: str) -> OwnDraft | None:
    row = db.session.execute(
        select(Draft.tab, Draft.form, Draft.path, Draft.saved_at, Draft.content).where(
            Draft.staff_id == actor.staff_id, Draft.tab == tab
        )
    ).one_or_none()
    if row is None:
        return None
    return OwnDraft(row.tab, row.form, row.path, row.saved_at, read_back(row.content))


def drafts_left(actor: Actor) -> list[LeftDraft]:
    """One's own drafts, the latest first; those out of sight for seven days after it ended."""
    rows = db.session.execute(
        select(Draft)
        .where(Draft.staff_id == actor.staff_id)
        .order_by(Draft.saved_at.desc(), Draft.id)
    ).scalars()
    found, now = list(rows), clock.now()
    claim_ids = {row.claim_id for row in found if row.claim_id}
    seen = _numbers(visible(actor, Claim), claim_ids)
    with unscoped("the number of a claim on which one's own draft was begun in sight"):
        numbers = seen | _numbers(select(Claim), claim_ids - set(seen))
    listed = []
    for row in found:
        in_sight = row.claim_id is None or row.claim_id in seen
        if may_finish(row.begun_at, None if in_sight else row.in_sight_at or row.saved_at, now):
            number = numbers.get(row.claim_id or 0)
            listed.append(
                LeftDraft(
                    tab=row.tab,
                    form=row.form,
                    path=row.path,
                    claim_id=row.claim_id,
                    claim_number=number,
                    is_in_sight=in_sight,
                    saved_at=row.saved_at,
                    fields=read_back(row.content),
                )
            )
    return listed


def draft_left(actor: Actor, tab: str) -> LeftDraft:
    """One of `drafts_left`; NotFound for every other."""
    for draft in drafts_left(actor):
        if draft.tab == tab:
            return draft
    raise NotFound


def count_drafts(actor: Actor) -> Question[int]:
    """How many `drafts_left` lists."""
    (((count,),),) = yield (_how_many(actor, in_sight_since=clock.now() - TO_FINISH),)
    return int(count)


@prepared
def _how_many(actor: Actor, *, in_sight_since: datetime) -> AnySelect:
    seen = visible_among_few(actor).where(Claim.id == Draft.claim_id).correlate(Draft).exists()
    return select(func.count(Draft.id)).where(
        Draft.staff_id == actor.staff_id,
        or_(Draft.claim_id.is_(None), Draft.in_sight_at >= in_sight_since, seen),
    )


def sees_claim(actor: Actor, claim_id: int | None) -> bool:
    """Whether a draft's claim is in sight; a draft of no claim always is."""
    if claim_id is None:
        return True
    statement = visible(actor, Claim).with_only_columns(Claim.id).where(Claim.id == claim_id)
    return db.session.execute(statement).first() is not None


def claim_named_by(actor: Actor, arguments: Mapping[str, Any]) -> NamedClaim | None:
    """The claim that the arguments of an address are about; None when it is about none."""
    for name, value in arguments.items():
        if name in NAMED_BY:
            model, column = NAMED_BY[name]
            wanted = as_claim_number(value) if column is Claim.claim_number else value
            about: Any = Claim.id if model is Claim else getattr(model, "claim_id", None)
            if about is not None:
                return _claim_of(actor, model, about, column == wanted)
    return None


def _claim_of(actor: Actor, model: Any, about: Any, condition: Any) -> NamedClaim | None:
    rows = visible(actor, model).with_only_columns(about).where(condition)
    row = db.session.execute(rows).first()
    if row is None:
        return NamedClaim(None)
    return NamedClaim(row[0]) if row[0] is not None else None


def _numbers(claims: Select[Any], claim_ids: set[int]) -> dict[int, str]:
    if not claim_ids:
        return {}
    statement = claims.with_only_columns(Claim.id, Claim.claim_number)
    rows = db.session.execute(statement.where(Claim.id.in_(claim_ids)))
    return {id_: number for id_, number in rows}  # noqa: C416 - rows are no pairs to mypy
