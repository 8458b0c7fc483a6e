"""The task list: one filter, a sort and a cursor; its count, its rows and its export agree because
they start from the same statement."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CASEWORK, Actor
from ohms.domain.claims import is_claim_number, normal_claim_number
from ohms.domain.tasks import is_open, overdue_business_days
from ohms.domain.values import Role, StandardWork, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.staff import Position, StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Worker
from ohms.queries.scope import in_force, sees, visible
from ohms.queries.task_filter import TaskFilter, may_choose_owners, tasks_matching

PER_PAGE = (25, 50, 100)
SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "due_by": Task.due_by,
    "claim": Claim.claim_number,
    "written_at": Task.written_at,
}
LARGEST_ID = 2**31 - 1


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

    @property
    def is_open(self) -> bool:
        return is_open(self.state)

    def overdue_on(self, today: date) -> int:
        """Business days past the due day; none for what is over."""
        return overdue_business_days(self.due_by, today) if self.is_open else 0


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A page of the list: `first` is the number of its first row, `next` the cursor after its last."""

    rows: list[ListedTask]
    total: int
    first: int
    next: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


def task_page(actor: Actor, asked: TaskFilter) -> TaskPage:
    """One page in the filter's order, with the exact total."""
    matching = tasks_matching(actor, asked).with_only_columns(Task.id).subquery()
    total = db.session.execute(select(func.count()).select_from(matching)).scalar_one()
    position, statement = _after_cursor(_ordered(actor, asked), asked)
    found = db.session.execute(statement.limit(asked.per_page + 1)).all()
    rows = [ListedTask(*row[:-1]) for row in found[: asked.per_page]]
    following = None
    if len(found) > asked.per_page:
        last = found[asked.per_page - 1]
        following = _cursor(position + len(rows), last[-1], last[0])
    return TaskPage(rows, total, position + 1 if rows else 0, following)


def every_listed_task(actor: Actor, asked: TaskFilter) -> Iterator[ListedTask]:
    """All rows of the filter in its order, for an export."""
    for row in db.session.execute(_ordered(actor, asked).execution_options(yield_per=1000)):
        yield ListedTask(*row[:-1])


def tasks_of_claim(actor: Actor, claim_id: int) -> list[ListedTask]:
    """All tasks of a claim: open ones first, by due day; none where the actor does not see it."""
    of_claim = (
        visible(actor, Task)
        .join(Claim, Claim.id == Task.claim_id)
        .where(sees(actor, Claim), Task.claim_id == claim_id)
    )
    open_first = case((Task.finished_at.is_(None), 0), else_=1)
    statement = with_names(actor, of_claim).order_by(open_first, Task.due_by, Task.id)
    return [ListedTask(*row) for row in db.session.execute(statement)]


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
    """The list's columns and order. The sort's value stands last in each row, for the cursor."""
    column = SORTS[asked.sort.lstrip("-")]
    backwards = asked.sort.startswith("-")
    order = (column.desc(), Task.id.desc()) if backwards else (column.asc(), Task.id.asc())
    statement: Select[Any] = with_names(actor, tasks_matching(actor, asked))
    return statement.add_columns(column.label("sort_value")).order_by(*order)


def _after_cursor(statement: Select[Any], asked: TaskFilter) -> tuple[int, Select[Any]]:
    cursor = _read_cursor(asked)
    if cursor is None:
        return 0, statement
    position, value, last_id = cursor
    column: Any = SORTS[asked.sort.lstrip("-")]
    if asked.sort.startswith("-"):
        return position, statement.where(
            or_(column < value, and_(column == value, Task.id < last_id))
        )
    return position, statement.where(or_(column > value, and_(column == value, Task.id > last_id)))


def _cursor(position: int, value: Any, last_id: int) -> str:
    told = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([position, told, last_id]).encode()).decode()


def _read_cursor(asked: TaskFilter) -> tuple[int, Any, int] | None:
    """What a cursor says, or None for one that this product did not make: the list's beginning."""
    if not asked.after:
        return None
    try:
        position, told, last_id = json.loads(base64.urlsafe_b64decode(asked.after.encode()))
        value = _cursor_value(asked.sort.lstrip("-"), told)
        if not 0 <= int(last_id) <= LARGEST_ID:
            return None
        return int(position), value, int(last_id)
    except (ValueError, TypeError):
        return None


def _cursor_value(sort: str, told: str) -> Any:
    if sort == "due_by":
        return date.fromisoformat(told)
    if sort == "claim":
        return normal_claim_number(told) if is_claim_number(told) else ""
    instant = datetime.fromisoformat(told)
    if instant.tzinfo is None:
        raise ValueError("an instant carries its time zone")
    return instant
