"""The claim list: its rows, its count and its export agree because they start from one statement."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from ohms.domain.access import Actor
from ohms.domain.values import ClaimStatus, Complexity, Coordination, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider, ProviderAssignment
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Employer, Worker
from ohms.queries.claim_filter import SORTS, ClaimFilter, claims_matching
from ohms.queries.scope import in_force, sees, visible


class ListedClaim(NamedTuple):
    """One row of the list, ready to print."""

    id: int
    claim_number: str
    last_name: str
    first_name: str
    injury_on: date
    initiated_on: date
    employer: str
    provider: str
    provider_id: int
    status: ClaimStatus
    coordination: Coordination
    complexity: Complexity
    work_status: WorkStatus
    on_time_loss: bool
    last_contact_on: date | None
    next_due_by: date | None
    next_task: str | None
    coordinator: str | None


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A page of the list: `first` is the number of its first row, `next` the cursor after its last."""

    rows: list[ListedClaim]
    total: int
    first: int
    next: str | None

    @property
    def last(self) -> int:
        return self.first + len(self.rows) - 1 if self.rows else 0


def claim_page(actor: Actor, asked: ClaimFilter) -> ClaimPage:
    """One page in the filter's order, with the exact total."""
    total = db.session.execute(
        select(func.count()).select_from(
            claims_matching(actor, asked).with_only_columns(Claim.id).subquery()
        )
    ).scalar_one()
    position, statement = _after_cursor(_in_order(actor, asked), asked)
    found = db.session.execute(
        _with_columns(actor, asked, statement.limit(asked.per_page + 1))
    ).all()
    rows = [ListedClaim(*row[:-1]) for row in found[: asked.per_page]]
    following = None
    if len(found) > asked.per_page:
        last = found[asked.per_page - 1]
        following = _cursor(position + len(rows), last[-1], last[0])
    return ClaimPage(rows, total, position + 1 if rows else 0, following)


def every_listed_claim(actor: Actor, asked: ClaimFilter) -> Iterator[ListedClaim]:
    """All rows of the filter in its order, for an export: streamed, never all in memory."""
    statement = _with_columns(actor, asked, _in_order(actor, asked))
    for row in db.session.execute(statement.execution_options(yield_per=1000)):
        yield ListedClaim(*row[:-1])


def _in_order(actor: Actor, asked: ClaimFilter) -> Select[Any]:
    """The ids of the filter with the sort's value, in order: no column that a page does not show."""
    column = SORTS[asked.sort.lstrip("-")]
    statement = (
        claims_matching(actor, asked)
        .with_only_columns(Claim.id, column.label("sort_value"))
        .select_from(Claim)
        .order_by(*_order(column, Claim.id, asked))
    )
    if column is Worker.search_name:
        statement = statement.join(Worker, Worker.id == Claim.worker_id).where(sees(actor, Worker))
    return statement


def _order(column: Any, claim_id: Any, asked: ClaimFilter) -> tuple[ColumnElement[Any], ...]:
    """Rows without a value stand last, whichever way the others go."""
    if asked.sort.startswith("-"):
        return column.is_(None), column.desc(), claim_id.desc()
    return column.is_(None), column.asc(), claim_id.asc()


def _with_columns(actor: Actor, asked: ClaimFilter, in_order: Select[Any]) -> Select[Any]:
    """Everything a row prints, looked up for the ids of a page only; the sort's value stands last."""
    page = in_order.subquery("page")
    return (
        visible(actor, Claim)
        .with_only_columns(*_columns(actor), page.c.sort_value)
        .select_from(page)
        .join(Claim, Claim.id == page.c.id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(Employer, Employer.id == Claim.employer_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .order_by(*_order(page.c.sort_value, page.c.id, asked))
    )


def _columns(actor: Actor) -> tuple[Any, ...]:
    return (
        Claim.id,
        Claim.claim_number,
        Worker.last_name,
        Worker.first_name,
        Claim.injury_on,
        Claim.initiated_on,
        Employer.name.label("employer"),
        Provider.last_name.label("provider"),
        Claim.initiating_provider_id,
        Claim.status,
        Claim.coordination,
        Claim.complexity,
        Claim.work_status,
        Claim.on_time_loss,
        Claim.last_contact_on,
        Claim.next_due_by,
        _next_task(actor),
        coordinator_name(actor),
    )


def _next_task(actor: Actor) -> ColumnElement[str | None]:
    return (
        select(Task.title)
        .where(sees(actor, Task), Task.claim_id == Claim.id, Task.finished_at.is_(None))
        .order_by(Task.due_by, Task.id)
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )


def coordinator_name(actor: Actor) -> ColumnElement[str | None]:
    """Who answers for the claim of the enclosing SELECT today: given by name, else by provider."""
    by_provider = (
        select(ProviderAssignment.staff_id)
        .where(
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
            ProviderAssignment.cohe_id == Claim.cohe_id,
            in_force(ProviderAssignment, actor),
        )
        .correlate(Claim)
        .scalar_subquery()
    )
    return (
        select(StaffMember.name)
        .where(StaffMember.id == func.coalesce(Claim.assigned_to_id, by_provider))
        .correlate(Claim)
        .scalar_subquery()
    )


def _after_cursor(statement: Select[Any], asked: ClaimFilter) -> tuple[int, Select[Any]]:
    cursor = _read_cursor(asked.after)
    if cursor is None:
        return 0, statement
    position, value, last_id = cursor
    column: Any = SORTS[asked.sort.lstrip("-")]
    backwards = asked.sort.startswith("-")
    further_id = Claim.id < last_id if backwards else Claim.id > last_id
    if value is None:
        return position, statement.where(column.is_(None), further_id)
    here = value if column is Worker.search_name else date.fromisoformat(value)
    further = column < here if backwards else column > here
    return position, statement.where(
        or_(further, and_(column == here, further_id), column.is_(None))
    )


def _cursor(position: int, value: Any, last_id: int) -> str:
    told = value.isoformat() if isinstance(value, date) else value
    return base64.urlsafe_b64encode(json.dumps([position, told, last_id]).encode()).decode()


def _read_cursor(text: str | None) -> tuple[int, str | None, int] | None:
    """What a cursor says, or None for one that this product did not make: the list's beginning."""
    if not text:
        return None
    try:
        position, value, last_id = json.loads(base64.urlsafe_b64decode(text.encode()))
        if isinstance(value, str) and len(value) == 10:
            date.fromisoformat(value)
        return int(position), value, int(last_id)
    except (ValueError, TypeError):
        return None
