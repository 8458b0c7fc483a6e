"""The people of a centre in a quarter: what each position had and gave, and what each has open."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import func, select

from ohms.domain.actor import Actor
from ohms.domain.coordination import OPEN_COORDINATION
from ohms.domain.fte import PositionFte
from ohms.domain.staffing import PositionFact
from ohms.domain.values import Coordination
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.claim_filter import ClaimFilter, ListScope, claims_matching
from ohms.queries.claim_sight import provider_assigned_on
from ohms.queries.rounds import Question, side_by_side
from ohms.queries.task_filter import Due, TaskFilter, Whose, tasks_matching
from ohms.queries.workload import Sight, Workload


@dataclass(frozen=True, slots=True)
class PositionRow:
    """A position in the quarter: what was available, and where it went."""

    fact: PositionFact
    staff_id: int
    name: str
    fte: PositionFte
    counts: bool
    """Whether its role's time is FTE by the contract setting."""

    waiting: int
    other: int

    @property
    def unlogged(self) -> int:
        """Available minutes that nobody logged; 0 where more was logged than available."""
        return max(self.fte.available - int(self.fte.on_claims) - self.waiting - self.other, 0)


@dataclass(frozen=True, slots=True)
class OpenWork:
    """What one person answers for today. `staff_id` None: nobody answers."""

    staff_id: int | None
    name: str
    claims: Mapping[Coordination, int] = field(default_factory=dict)
    overdue: int = 0

    @property
    def all_claims(self) -> int:
        return sum(self.claims.values())


def position_rows(found: Workload) -> list[PositionRow]:
    """One row for each position held in the quarter or worked under; none before its first day."""
    facts = found.facts
    if not facts.has_begun:
        return []
    held = {position.fact.position_id: position for position in found.staffing.positions}
    minutes = found.minutes
    return [
        PositionRow(
            held[fte.position_id].fact,
            held[fte.position_id].staff_id,
            held[fte.position_id].name,
            fte,
            fte.role in facts.settings.counted_roles,
            minutes.on_claims.waiting.get(fte.position_id, 0),
            minutes.other.get(fte.position_id, 0),
        )
        for fte in facts.bases(assistants=True).positions
    ]


def open_work(actor: Actor, found: Workload) -> Question[list[OpenWork]]:
    """Open claims and overdue tasks by person, those who hold a position today first by name.

    The same statements as the claim list and the task list start from, so that each count is the
    number of rows behind its link.
    """
    own = found.centre.sight is Sight.OWN
    claims, overdue = yield from side_by_side(
        _open_claims(actor, found.centre.id), _overdue_tasks(actor, found.centre.id)
    )
    today = {
        position.staff_id
        for position in found.staffing.positions
        if position.fact.is_held_on(actor.on_day)
    }
    people = {actor.staff_id} if own else today | set(claims) | set(overdue)
    names = {position.staff_id: position.name for position in found.staffing.positions}
    unnamed = {person for person in people - set(names) if person is not None}
    names |= yield from names_of(unnamed)
    rows = [
        OpenWork(
            person,
            names.get(person, actor.name) if person is not None else "Nobody answers",
            claims.get(person, {}),
            overdue.get(person, 0),
        )
        for person in people
    ]
    return sorted(rows, key=lambda row: (row.staff_id is None, row.name, row.staff_id or 0))


def _open_claims(actor: Actor, cohe_id: int) -> Question[dict[int | None, dict[Coordination, int]]]:
    answers = func.coalesce(Claim.assigned_to_id, ProviderAssignment.staff_id).label("answers")
    (rows,) = yield (
        claims_matching(actor, ClaimFilter(scope=ListScope.COHE))
        .outerjoin(ProviderAssignment, provider_assigned_on(actor.on_day))
        .where(Claim.cohe_id == cohe_id, Claim.coordination.in_(OPEN_COORDINATION))
        .with_only_columns(answers, Claim.coordination, func.count())
        .group_by("answers", Claim.coordination),
    )
    found: dict[int | None, dict[Coordination, int]] = defaultdict(dict)
    for person, state, count in rows:
        found[person][state] = count
    return found


def _overdue_tasks(actor: Actor, cohe_id: int) -> Question[dict[int | None, int]]:
    (rows,) = yield (
        tasks_matching(actor, TaskFilter(whose=Whose.ANYONE, due=Due.OVERDUE))
        .where(Task.cohe_id == cohe_id)
        .with_only_columns(Task.owner_id, func.count().label("overdue"))
        .group_by(Task.owner_id),
    )
    return {row.owner_id: row.overdue for row in rows}


def names_of(people: set[int]) -> Question[dict[int, str]]:
    if not people:
        return {}
    (rows,) = yield (select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(people)),)
    return {row.id: row.name for row in rows}
