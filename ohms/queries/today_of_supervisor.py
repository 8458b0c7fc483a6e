"""What needs a supervisor now: who is behind, what nobody answers for, and the week's minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import case, func

from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor
from ohms.domain.calendar import week_start
from ohms.domain.coordination import UNDER_WAY
from ohms.domain.values import Coordination, Role
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.queries.attesting import LateWaiting, late_waiting
from ohms.queries.break_glass import Opening, openings_told
from ohms.queries.calls import Calls, calls_without_anybody
from ohms.queries.claim_sight import along_its_cohe, answered_for_by_nobody
from ohms.queries.entries_to_co_sign import whole_queue
from ohms.queries.handover import AwayLine, absences_told
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.scope import visible
from ohms.queries.task_filter import TaskFilter, Whose, tasks_matching

LISTED = 20


class OwnerLoad(NamedTuple):
    """Somebody's open tasks that show by today."""

    staff_id: int
    name: str
    open_tasks: int
    overdue: int


class Orphan(NamedTuple):
    """An open claim that no coordinator answers for today."""

    id: int
    claim_number: str
    provider: str
    initiated_on: date


@dataclass(frozen=True, slots=True)
class Supervision:
    """What needs the supervisor of a COHE now; minutes from Monday to today, waiting ones too."""

    owners: list[OwnerLoad]
    orphans: list[Orphan]
    orphans_total: int
    claim_minutes: int
    other_minutes: int
    to_co_sign: int
    """Assistants' notes and entries whose coordinator let 3 business days pass."""
    calls: Calls
    late: LateWaiting | None
    """Minutes that came for a locked quarter."""
    openings: list[Opening]
    """Claims of or by the COHE that break-glass opened lately."""
    handovers: Sequence[AwayLine]

    @property
    def claim_ids(self) -> set[int]:
        ids = {orphan.id for orphan in self.orphans} | self.calls.claim_ids
        return ids | {opening.claim_id for opening in self.openings}

    @property
    def overdue(self) -> int:
        return sum(owner.overdue for owner in self.owners)


def supervision(actor: Actor) -> Question[Supervision]:
    """The day of a supervisor: one round."""
    found = yield from side_by_side(
        claims_without_coordinator(actor),
        minutes_of_week(actor),
        calls_without_anybody(actor, LISTED),
        task_owners(actor),
        absences_told(actor, own_too=False),
        whole_queue(actor),
        late_waiting(actor),
        openings_told(actor),
    )
    (orphans, total), (on_claims, other), calls, owners, away, queue, late, opened = found
    return Supervision(
        owners, orphans, total, on_claims, other, len(queue), calls, late, opened, away
    )


def task_owners(actor: Actor) -> Question[list[OwnerLoad]]:
    """Everybody with an open task in sight, who has most overdue first."""
    overdue = func.sum(case((Task.due_by < actor.on_day, 1), else_=0))
    (rows,) = yield (
        tasks_matching(actor, TaskFilter(whose=Whose.ANYONE))
        .join(StaffMember, StaffMember.id == Task.owner_id)
        .where(Task.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)))
        .with_only_columns(
            StaffMember.id, StaffMember.name, func.count().label("tasks"), overdue.label("overdue")
        )
        .group_by(StaffMember.id, StaffMember.name)
        .order_by(overdue.desc(), StaffMember.name),
    )
    return [OwnerLoad(*row) for row in rows]


def claims_without_coordinator(actor: Actor) -> Question[tuple[list[Orphan], int]]:
    """Open claims of the supervised COHEs, given to nobody, whose provider has no coordinator."""
    (rows,) = yield (
        visible(actor, Claim)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(
            Claim.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
            Claim.coordination.in_(UNDER_WAY | {Coordination.NEW}),
            along_its_cohe(),
            answered_for_by_nobody(actor),
        )
        .with_only_columns(
            Claim.id,
            Claim.claim_number,
            Provider.last_name,
            Claim.initiated_on,
            func.count().over().label("total"),
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(LISTED),
    )
    return [Orphan(*row[:-1]) for row in rows], rows[0].total if rows else 0


def minutes_of_week(actor: Actor) -> Question[tuple[int, int]]:
    """Minutes on claims and for none, by everybody of the supervised COHEs since Monday."""
    on_claims = func.coalesce(
        func.sum(case((TimeEntry.claim_id.is_not(None), TimeEntry.minutes), else_=0)), 0
    )
    (rows,) = yield (
        visible(actor, TimeEntry)
        .where(
            TimeEntry.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(week_start(actor.on_day), actor.on_day),
        )
        .with_only_columns(
            on_claims.label("on_claims"),
            func.coalesce(func.sum(TimeEntry.minutes), 0).label("all_minutes"),
        ),
    )
    (week,) = rows
    return week.on_claims, week.all_minutes - week.on_claims
