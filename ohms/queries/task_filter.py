"""Which tasks: whose, in which state, due when, on which claim; the statement that a list, its count
and its export start from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, tuple_

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.calendar import days_of_week
from ohms.domain.claims import is_claim_number, normal_claim_number
from ohms.domain.delegation import DelegationScope
from ohms.domain.tasks import OPEN
from ohms.domain.values import Role, TaskState
from ohms.models.claims import Claim, Delegation
from ohms.models.tasks import Task
from ohms.queries.among import among_uneven
from ohms.queries.claim_sight import covered_by
from ohms.queries.covered import cover_on
from ohms.queries.lane import lent_to
from ohms.queries.scope import sees, sees_beside_its_claim


class Whose(StrEnum):
    """Whose tasks: one's own, those of absent colleagues whom one covers today, one person's, all."""

    ME = "me"
    COVERED = "covered"
    ANYONE = "anyone"
    ONE = "one"


class StateFilter(StrEnum):
    """Open takes to do, in progress and waiting together."""

    OPEN = "open"
    TO_DO = "to_do"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    NOT_NEEDED = "not_needed"
    ANY = "any"


class Due(StrEnum):
    """Overdue: before today. Week: from today to Sunday. Later: after that Sunday."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the address of the list says. Tasks that show later are left out unless asked for."""

    whose: Whose = Whose.ME
    owner_id: int | None = None
    state: StateFilter = StateFilter.OPEN
    due: Due | None = None
    claim: str = ""
    q: str = ""
    shows_later: bool = False
    sort: str = "due_by"
    after: str | None = None
    per_page: int = 50


def default_whose(actor: Actor) -> Whose:
    """Who works on claims begins with their own tasks, a supervisor with everybody's."""
    return Whose.ME if actor.holds(*CASEWORK) else Whose.ANYONE


def may_choose_owners(actor: Actor) -> bool:
    """Coordinators and supervisors look at colleagues' tasks; an assistant at her lane's."""
    return actor.holds(Role.HSC, Role.SUPERVISOR)


def tasks_matching(actor: Actor, asked: TaskFilter) -> Select[Task]:
    """The tasks of a filter with their claims beside them, in no order."""
    return (
        select(Task)
        .join(Claim, Claim.id == Task.claim_id)
        .where(sees_beside_its_claim(actor, Task), sees(actor, Claim), *_conditions(actor, asked))
    )


def in_an_open_state() -> ColumnElement[bool]:
    """As the open-task indexes spell it: with bound values neither engine takes them."""
    return among_uneven(Task.state, OPEN)


def shows_by(day: date) -> ColumnElement[bool]:
    """It has begun to show, and what can be done only until a day is not past."""
    not_past = or_(Task.shows_until_on.is_(None), Task.shows_until_on >= day)
    return and_(Task.appears_on <= day, not_past)


def owned_by_the_absent(actor: Actor) -> ColumnElement[bool]:
    """Tasks of colleagues whom the actor covers today, on the claims that this cover is for."""
    cover = cover_on(actor.on_day, covering=actor.staff_id or 0)
    theirs = tuple_(Claim.initiating_provider_id, Task.owner_id).in_(
        select(cover.c.provider_id, cover.c.absent_id)
    )
    return and_(theirs, covered_by(actor))


def _conditions(actor: Actor, asked: TaskFilter) -> Iterator[ColumnElement[bool]]:
    yield from _of_whom(actor, asked)
    yield from _in_state(actor, asked)
    if asked.due is not None:
        yield _due(actor.on_day, asked.due)
    if asked.claim:
        yield Claim.claim_number == _number(asked.claim)
    if asked.q:
        yield Task.title.icontains(asked.q, autoescape=True)


def _of_whom(actor: Actor, asked: TaskFilter) -> Iterator[ColumnElement[bool]]:
    if asked.whose is Whose.ME:
        yield _own(actor)
    elif asked.whose is Whose.COVERED:
        yield owned_by_the_absent(actor)
    elif asked.whose is Whose.ONE:
        yield Task.owner_id == asked.owner_id


def _own(actor: Actor) -> ColumnElement[bool]:
    """One's own; for an assistant also the one that is lent, and the next steps that they noted on
    a claim lent to work on: these are the coordinator's, and theirs to do."""
    own = Task.owner_id == actor.staff_id
    if not actor.holds(Role.HSC_ASSISTANT):
        return own
    task = Delegation.task_id == Task.id
    noted = and_(Task.asked_by_id == actor.staff_id, Delegation.scope == DelegationScope.CLAIM)
    claim = and_(Delegation.claim_id == Task.claim_id, noted)
    lent = exists().where(sees(actor, Delegation), lent_to(actor, or_(task, claim)))
    return or_(own, lent.correlate(Task))


def _in_state(actor: Actor, asked: TaskFilter) -> Iterator[ColumnElement[bool]]:
    if asked.state is StateFilter.OPEN:
        yield in_an_open_state()
    elif asked.state is not StateFilter.ANY:
        yield Task.state == TaskState(asked.state.value)
    if not asked.shows_later and asked.state not in (StateFilter.DONE, StateFilter.NOT_NEEDED):
        yield shows_by(actor.on_day)


def _due(today: date, due: Due) -> ColumnElement[bool]:
    sunday = days_of_week(today)[-1]
    return {
        Due.OVERDUE: Task.due_by < today,
        Due.TODAY: Task.due_by == today,
        Due.WEEK: Task.due_by.between(today, sunday),
        Due.LATER: Task.due_by >= sunday + timedelta(days=1),
    }[due]


def _number(typed: str) -> str:
    return normal_claim_number(typed) if is_claim_number(typed) else typed
