"""The claim list: its rows, its count and its export agree because they start from one statement."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, select

from ohms.domain.actor import Actor
from ohms.domain.tasks import OPEN
from ohms.domain.values import ClaimStatus, Complexity, Coordination, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Employer, Worker
from ohms.queries.among import among_fixed
from ohms.queries.claim_filter import SORTS, USUAL_SORT, ClaimFilter, claims_matching
from ohms.queries.claim_sight import coordinator_today
from ohms.queries.cursors import Page, in_order, read_cursor
from ohms.queries.paging import Paging
from ohms.queries.scope import (
    sees,
    sees_beside_its_claim,
    visible,
    worker_beside_their_claim,
)


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
    purged_at: datetime | None
    score: int | None = None
    """Triage's score, where the list is sorted by it."""


ClaimPage = Page[ListedClaim]


def claim_page(actor: Actor, asked: ClaimFilter) -> ClaimPage:
    """One page in the filter's order, with the exact total."""
    column = SORTS[asked.sort.lstrip("-")]
    cursor = read_cursor(asked.after, str if column is Worker.search_name else date)
    return _paging.page(actor, asked, cursor, own=bool(asked.q))


def every_listed_claim(actor: Actor, asked: ClaimFilter) -> Iterator[ListedClaim]:
    """All rows of the filter in its order, for an export: streamed, never all in memory."""
    for row in db.session.execute(_every(actor, asked).execution_options(yield_per=1000)):
        yield ListedClaim(*row)


def listed_claims(actor: Actor, asked: ClaimFilter, ids: Collection[int]) -> dict[int, ListedClaim]:
    """Some claims of the filter by their ids, ready to print."""
    usual = replace(asked, sort=USUAL_SORT)
    some = _matching(actor, usual).where(Claim.id.in_(ids)).subquery("some")
    rows = db.session.execute(_rows_of(actor, some))
    return {row.id: ListedClaim(*row) for row in rows}


def _every(actor: Actor, asked: ClaimFilter) -> Select[Any]:
    every = _matching(actor, asked).subquery("every")
    return _rows_of(actor, every).order_by(*in_order(every.c.sort_value, every.c.id, asked.sort))


def _matching(actor: Actor, asked: ClaimFilter) -> Select[Any]:
    """The ids of the filter with the sort's value: no column that a page does not show."""
    column = SORTS[asked.sort.lstrip("-")]
    statement = (
        claims_matching(actor, asked)
        .with_only_columns(Claim.id, column.label("sort_value"))
        .select_from(Claim)
    )
    if column is Worker.search_name:
        statement = statement.join(Worker, Worker.id == Claim.worker_id).where(sees(actor, Worker))
    return statement


def _rows_of(actor: Actor, page: Subquery) -> Select[Any]:
    """Everything a row prints."""
    return (
        visible(actor, Claim)
        .with_only_columns(*_columns(actor))
        .select_from(page)
        .join(Claim, Claim.id == page.c.id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(worker_beside_their_claim())
        .join(Employer, Employer.id == Claim.employer_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
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
        Claim.purged_at,
    )


def _next_task(actor: Actor) -> ColumnElement[str | None]:
    return (
        select(Task.title)
        .where(
            sees_beside_its_claim(actor, Task),
            Task.claim_id == Claim.id,
            among_fixed(Task.state, OPEN),  # as its index has them, past all that is done
        )
        .order_by(Task.due_by, Task.id)
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )


def coordinator_name(actor: Actor) -> ColumnElement[str | None]:
    """Who answers for the claim of the enclosing SELECT today: given by name, else by provider."""
    return (
        select(StaffMember.name)
        .where(StaffMember.id == coordinator_today(actor))
        .correlate(Claim)
        .scalar_subquery()
    )


_paging = Paging(ListedClaim, _matching, _rows_of)
