"""What somebody who leaves, or left, wrote and nobody has finished, and whose deputy or coordinator they were."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, written
from ohms.domain.drafts import name_of_form
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.models.providers import Provider, StandingDeputy
from ohms.models.staff import Position
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds, holds_with_account
from ohms.queries.notes_to_co_sign import note_lacks_co_signature
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question, side_by_side


class Thing(NamedTuple):
    """Something left behind: its id, what it is called, its claim where it has one, and where it is
    looked at."""

    id: int
    name: str
    claim_number: str | None = None
    claim_id: int | None = None
    address: str | None = None


def came_back(staff_id: int, cohe_id: int, day: date) -> bool:
    """Whether who left a COHE holds a position there again: what they write is their own again."""
    held = select(Position.id).where(
        Position.staff_id == staff_id, Position.cohe_id == cohe_id, holds(Position, day)
    )
    return db.session.execute(held.limit(1)).first() is not None


def drafts_of(writer_id: int, cohe_id: int) -> Question[list[Thing]]:
    """Texts that somebody was typing on claims of a COHE: where they are, not what they say. Asked
    under an open door."""
    (rows,) = yield (
        select(Draft.id, Draft.form, Claim.claim_number, Claim.id.label("claim_id"))
        .join(Claim, Claim.id == Draft.claim_id)
        .where(Draft.staff_id == writer_id, Claim.cohe_id == cohe_id)
        .order_by(Claim.claim_number, Draft.id),
    )
    return [Thing(row.id, name_of_form(row.form), row.claim_number, row.claim_id) for row in rows]


def draft_of_the_departed(writer_id: int, cohe_id: int, draft_id: int) -> Draft:
    """One of them; RuleBroken for every other alike."""
    with unscoped("a text that only its author saw"):
        draft = db.session.execute(
            select(Draft)
            .join(Claim, Claim.id == Draft.claim_id)
            .where(Draft.id == draft_id, Draft.staff_id == writer_id, Claim.cohe_id == cohe_id)
        ).scalar_one_or_none()
    if draft is None:
        raise RuleBroken("This text is gone already: adopted, or let go.")
    return draft


def lacking_co_signature(writer_id: int, cohe_id: int) -> Question[list[Thing]]:
    notes, entries = yield from side_by_side(
        things(
            on_claims(CaseNote, CaseNote.performed_on, cohe_id).where(
                CaseNote.author_id == writer_id, note_lacks_co_signature()
            )
        ),
        things(
            on_claims(CoSignature, CoSignature.kind, cohe_id).where(
                CoSignature.entered_by_id == writer_id, CoSignature.outcome.is_(None)
            )
        ),
    )
    return [
        *(each._replace(address=f"/cosign/{each.id}") for each in notes),
        *(each._replace(address=f"/cosign/entries/{each.id}") for each in entries),
    ]


def deputies_lost(
    actor: Actor, cohe_id: int, staff_id: int, ended_on: date | None
) -> Question[list[Thing]]:
    """Those whose standing deputy they are; after a departure those that have none since."""
    wanted = providers_of(StandingDeputy, staff_id, cohe_id)
    if ended_on is None:
        return things(wanted.where(holds(StandingDeputy, actor.on_day)))
    another = aliased(StandingDeputy)
    has_one = exists().where(
        another.provider_id == Provider.id,
        another.cohe_id == cohe_id,
        holds_with_account(another, actor.on_day),
    )
    return things(
        wanted.where(StandingDeputy.to_on == ended_on - ONE_DAY, ~has_one.correlate(Provider))
    )


def providers_of(model: Any, staff_id: int, cohe_id: int) -> AnySelect:
    """Providers that somebody of a COHE is, or was, the coordinator or the standing deputy of."""
    return (
        select(Provider.id, Provider.last_name + ", " + Provider.first_name)
        .join(model, model.provider_id == Provider.id)
        .where(model.cohe_id == cohe_id, model.staff_id == staff_id)
        .order_by(Provider.last_name, Provider.first_name)
    )


def on_claims(model: Any, name: Any, cohe_id: int) -> AnySelect:
    """Rows of a COHE's claims under a name, each with its claim."""
    return (
        select(model.id, name, Claim.claim_number, Claim.id.label("claim_id"))
        .join(Claim, Claim.id == model.claim_id)
        .where(model.cohe_id == cohe_id)
    )


def things(wanted: Any) -> Question[list[Thing]]:
    (rows,) = yield (wanted,)
    return [Thing(row[0], _name(row[1]), *row[2:]) for row in rows]


def _name(told: object) -> str:
    return written(told) if isinstance(told, date) else str(told)
