"""To whom a claim is restricted, since when and why, and who could be named."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.restriction import RestrictionReason, check_named
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, ClaimRestriction
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.actors import claim_readers
from ohms.queries.answering import coordinator_of, who_answers, who_sees
from ohms.queries.lane import holds
from ohms.queries.rounds import ask_all, asked
from ohms.queries.scope import visible
from ohms.queries.task_filter import in_an_open_state


class Named(NamedTuple):
    """Somebody for whom a restricted claim exists."""

    staff_id: int
    name: str
    admitted_at: datetime


class Nameable(NamedTuple):
    """Somebody who works on claims of the COHE or supervises them, before a claim is restricted."""

    staff_id: int
    name: str
    coordinates: bool
    covers: bool
    open_tasks: int
    sees: bool
    """Today: an assistant sees their lane alone, and a named one still does."""


class RestrictionShown(NamedTuple):
    """A restriction, standing or lifted."""

    reason: RestrictionReason
    restricted_by: str
    restricted_at: datetime
    lifted_by: str | None
    lifted_at: datetime | None


def named_on(actor: Actor, claim_id: int) -> list[Named]:
    rows = db.session.execute(
        visible(actor, ClaimAdmission)
        .join(StaffMember, StaffMember.id == ClaimAdmission.staff_id)
        .where(ClaimAdmission.claim_id == claim_id)
        .with_only_columns(StaffMember.id, StaffMember.name, ClaimAdmission.admitted_at)
        .order_by(StaffMember.name)
    )
    return [Named(*row) for row in rows]


def restrictions_of(actor: Actor, claim_id: int) -> list[RestrictionShown]:
    """The newest first."""
    by, lifter = aliased(StaffMember), aliased(StaffMember)
    rows = db.session.execute(
        visible(actor, ClaimRestriction)
        .join(by, by.id == ClaimRestriction.restricted_by_id)
        .outerjoin(lifter, lifter.id == ClaimRestriction.lifted_by_id)
        .where(ClaimRestriction.claim_id == claim_id)
        .with_only_columns(
            ClaimRestriction.reason,
            by.name,
            ClaimRestriction.restricted_at,
            lifter.name,
            ClaimRestriction.lifted_at,
        )
        .order_by(ClaimRestriction.id.desc())
    )
    return [RestrictionShown(*row) for row in rows]


def must_stay(actor: Actor, claim: Claim, named: list[Named]) -> set[int]:
    """Who of the named is not removed: its coordinator, and the last supervisor."""
    leads = supervisors_in(claim.cohe_id, actor.on_day) & {each.staff_id for each in named}
    answers = coordinator_of(actor, claim)
    return {*(leads if len(leads) == 1 else ()), *([answers] if answers is not None else [])}


def may_be_named(cohe_id: int, day: date) -> list[tuple[int, str]]:
    """Who works on claims of a COHE on a day or supervises them, by name."""
    return [(id_, each.name) for id_, each in claim_readers(cohe_id, day).items()]


def nameable_on(actor: Actor, claim: Claim, readers: Mapping[int, Actor]) -> list[Nameable]:
    """What ties each of those who could be named on a claim to it, in their order, and who sees it."""
    tasks = (
        visible(actor, Task)
        .where(Task.claim_id == claim.id, in_an_open_state())
        .with_only_columns(Task.owner_id, func.count().label("many"))
        .group_by(Task.owner_id)
    )
    (rows,), (coordinator, today), seeing = ask_all(
        asked(tasks),
        who_answers(actor, claim, actor.on_day),
        who_sees(readers.values(), claim.id),
    )
    many = {row.owner_id: row.many for row in rows}
    return [
        Nameable(
            id_,
            each.name,
            id_ == coordinator,
            id_ == today != coordinator,
            many.get(id_, 0),
            id_ in seeing,
        )
        for id_, each in readers.items()
    ]


def check_who_sees(actor: Actor, claim: Claim, named: Collection[int]) -> None:
    """Raises RuleBroken beside `people` where its coordinator or a supervisor is not among the named."""
    answers = coordinator_of(actor, claim)
    coordinator = None
    if answers is not None:
        coordinator = (answers, db.session.get_one(StaffMember, answers).name)
    check_named(named, coordinator, supervisors_in(claim.cohe_id, actor.on_day))


def supervisors_in(cohe_id: int, day: date) -> set[int]:
    rows = select(Position.staff_id).where(
        Position.cohe_id == cohe_id, Position.role == Role.SUPERVISOR, holds(Position, day)
    )
    return set(db.session.execute(rows).scalars())
