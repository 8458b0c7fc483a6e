"""The task list: one filter, a sort and a cursor; its count, its rows and its export agree because
they start from the same statement."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Subquery, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.tasks import is_open, overdue_business_days
from ohms.domain.values import Role, StandardWork, TaskKind, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.claim_sight import in_force
from ohms.queries.cursors import Page, in_order, read_cursor
from ohms.queries.paging import Paging
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, sees_beside_its_claim, visible
from ohms.queries.task_filter import TaskFilter, may_choose_owners, tasks_matching

SORTS: Mapping[str, tuple[InstrumentedAttribute[Any], type[date] | type[datetime] | type[str]]] = {
    "due_by": (Task.due_by, date),
    "claim": (Claim.claim_number, str),
    "written_at": (Task.written_at, datetime),
}


class ListedTask(NamedTuple):
    """One row of the list, ready to print."""

    id: int
    title: str
    state: TaskState
    due_by: date
    appears_on: date
    standard_work: StandardWork | None
    waiting_on: str | None
    waiting_since_on: date | None
    claim_id: int
    claim_number: str
    last_name: str
    first_name: str
    owner_id: int
    owner: str
    kind: TaskKind
    because: str | None

    @property
    def is_open(self) -> bool:
        return is_open(self.state)

    def overdue_on(self, today: date) -> int:
        """Business days past the due day; none for what is over."""
        return overdue_business_days(self.due_by, today) if self.is_open else 0


TaskPage = Page[ListedTask]


def task_page(actor: Actor, asked: TaskFilter) -> TaskPage:
    """One page in the filter's order, with the exact total."""
    _column, kind = SORTS[asked.sort.lstrip("-")]
    own = bool(asked.q or asked.claim)
    return _paging.page(actor, asked, read_cursor(asked.after, kind), own=own)


def every_listed_task(actor: Actor, asked: TaskFilter) -> Iterator[ListedTask]:
    """All rows of the filter in its order, for an export."""
    for row in db.session.execute(_ordered(actor, asked).execution_options(yield_per=1000)):
        yield ListedTask(*row)


def tasks_of_claim(actor: Actor, claim_id: int) -> Question[list[ListedTask]]:
    """All tasks of a claim: open ones first, by due day; none where the actor does not see it."""
    (rows,) = yield (_tasks_of(actor, claim_id=claim_id),)
    return [ListedTask(*row) for row in rows]


@prepared
def _tasks_of(actor: Actor, *, claim_id: int) -> AnySelect:
    of_claim = (
        visible(actor, Task)
        .join(Claim, Claim.id == Task.claim_id)
        .where(sees(actor, Claim), Task.claim_id == claim_id)
    )
    open_first = case((Task.finished_at.is_(None), 0), else_=1)
    return with_names(actor, of_claim).order_by(open_first, Task.due_by, Task.id)


def with_names(actor: Actor, statement: Select[Any]) -> Select[Any]:
    """The columns of a listed task on a statement that has Task and Claim."""
    named: Any = (
        statement.with_only_columns(
            Task.id,
            Task.title,
            Task.state,
            Task.due_by,
            Task.appears_on,
            Task.standard_work,
            Task.waiting_on,
            Task.waiting_since_on,
            Task.claim_id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            Task.owner_id,
            StaffMember.name.label("owner"),
            Task.kind,
            Task.because,
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(StaffMember, StaffMember.id == Task.owner_id)
    )
    return cast("Select[Any]", named)


def owners(actor: Actor) -> list[tuple[int, str]]:
    """Whose tasks may be asked for by name: who worked on claims of the actor's COHEs, ever."""
    if not may_choose_owners(actor):
        return []
    here = func.max(case((in_force(Position, actor), 1), else_=0))
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name, here.label("is_here"))
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id.in_(actor.cohes_as(Role.HSC, Role.SUPERVISOR)),
            Position.role.in_(CASEWORK),
        )
        .group_by(StaffMember.id, StaffMember.name)
        .order_by(StaffMember.name, StaffMember.id)
    )
    return [(row.id, row.name if row.is_here else f"{row.name} (left)") for row in rows]


def _ordered(actor: Actor, asked: TaskFilter) -> Select[Any]:
    """The list's columns and order."""
    column, _kind = SORTS[asked.sort.lstrip("-")]
    statement: Select[Any] = with_names(actor, tasks_matching(actor, asked))
    return statement.order_by(*in_order(column, Task.id, asked.sort))


def _matching(actor: Actor, asked: TaskFilter) -> Select[Any]:
    column, _kind = SORTS[asked.sort.lstrip("-")]
    return tasks_matching(actor, asked).with_only_columns(Task.id, column.label("sort_value"))


def rows_of_tasks(actor: Actor, ids: Subquery) -> Select[Any]:
    """What is printed of some tasks, looked up for these alone."""
    of_page = (
        select(Task)
        .join(ids, ids.c.id == Task.id)
        .join(Claim, Claim.id == Task.claim_id)
        .where(sees_beside_its_claim(actor, Task), sees(actor, Claim))
    )
    return with_names(actor, of_page)


_paging = Paging(ListedTask, _matching, rows_of_tasks)
