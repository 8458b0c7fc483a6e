"""What somebody who leaves, or left, wrote and nobody has finished, whom they were deputy of, and minutes
that were entered for them."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from ohms.domain.access import Actor
from ohms.domain.calendar import ONE_DAY, written
from ohms.domain.drafts import name_of_form
from ohms.domain.errors import RuleBroken
from ohms.domain.values import OtherTime
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.co_signing import CoSignature
from ohms.models.housekeeping import Draft
from ohms.models.notes import CaseNote
from ohms.models.providers import Provider, StandingDeputy
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.co_signing import note_lacks_co_signature
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import visible
from ohms.queries.workload_rows import number_in_sight, text_in_sight


class Thing(NamedTuple):
    """Something left behind: its id, what it is called, its claim where it has one, and where it is
    looked at."""

    id: int
    name: str
    claim_number: str | None = None
    claim_id: int | None = None
    address: str | None = None


class EnteredMinutes(NamedTuple):
    """Minutes of who left that somebody else entered."""

    performed_on: date
    minutes: int
    claim_number: str | None
    category: OtherTime | None
    remark: str | None
    by: str
    waits: bool
    """Of a locked quarter: until a supervisor accepts them."""


def minutes_entered_for(actor: Actor, staff_id: int, cohe_id: int) -> list[EnteredMinutes]:
    """What stands of somebody in a COHE that they did not enter themselves, the newest first; what was
    corrected since as it stands now."""
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.entered_by_id)
        .where(
            TimeEntry.staff_id == staff_id,
            TimeEntry.cohe_id == cohe_id,
            or_(TimeEntry.entered_by_id != staff_id, TimeEntry.supersedes_id.is_not(None)),
        )
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.supersedes_id,
            TimeEntry.voided_at,
            TimeEntry.performed_on,
            TimeEntry.minutes,
            number_in_sight(actor),
            TimeEntry.category,
            text_in_sight(actor, TimeEntry.remark),
            StaffMember.name,
            TimeEntry.confirmed_at.is_(None),
        )
        .order_by(TimeEntry.id)
    )
    remarks: dict[int, str | None] = {}
    found: list[EnteredMinutes] = []
    for entry_id, former, voided_at, *told in rows:
        entered = EnteredMinutes(*told)
        if former is not None:
            if former not in remarks:
                continue  # corrects what they entered themselves
            entered = entered._replace(remark=entered.remark or remarks[former])
        remarks[entry_id] = entered.remark
        if voided_at is None:
            found.append(entered)
    return sorted(found, key=lambda each: each.performed_on)[::-1]


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
            select(CaseNote.id, CaseNote.performed_on, Claim.claim_number, Claim.id)
            .join(Claim, Claim.id == CaseNote.claim_id)
            .where(
                CaseNote.author_id == writer_id,
                CaseNote.cohe_id == cohe_id,
                note_lacks_co_signature(),
            )
        ),
        things(
            select(CoSignature.id, CoSignature.kind, Claim.claim_number, Claim.id)
            .join(Claim, Claim.id == CoSignature.claim_id)
            .where(
                CoSignature.entered_by_id == writer_id,
                CoSignature.cohe_id == cohe_id,
                CoSignature.outcome.is_(None),
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
    wanted = (
        select(Provider.id, Provider.last_name + ", " + Provider.first_name)
        .join(StandingDeputy, StandingDeputy.provider_id == Provider.id)
        .where(StandingDeputy.cohe_id == cohe_id, StandingDeputy.staff_id == staff_id)
        .order_by(Provider.last_name, Provider.first_name)
    )
    if ended_on is None:
        return things(wanted.where(holds(StandingDeputy, actor.on_day)))
    another = aliased(StandingDeputy)
    has_one = exists().where(
        another.provider_id == Provider.id,
        another.cohe_id == cohe_id,
        holds(another, actor.on_day),
    )
    return things(
        wanted.where(StandingDeputy.to_on == ended_on - ONE_DAY, ~has_one.correlate(Provider))
    )


def things(wanted: Any) -> Question[list[Thing]]:
    (rows,) = yield (wanted,)
    return [Thing(row[0], _name(row[1]), *row[2:]) for row in rows]


def _name(told: object) -> str:
    return written(told) if isinstance(told, date) else str(told)
