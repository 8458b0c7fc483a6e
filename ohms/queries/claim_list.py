"""The claim list: its rows, its count and its export agree because they start from one statement."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from ohms.domain.access import Actor
from ohms.domain.values import ClaimStatus, Complexity, Coordination, WorkStatus
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Employer, Worker
from ohms.queries.claim_filter import SORTS, USUAL_SORT, ClaimFilter, claims_matching
from ohms.queries.claim_sight import coordinator_today
from ohms.queries.cursors import Cursor, Page, beyond, in_order, page_from, read_cursor
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import ask
from ohms.queries.rounds import asked as asked_of
from ohms.queries.scope import sees, visible


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
    lasting = replace(asked, after=None)
    if asked.q or cursor:  # typed names and places in a list are one's own: built, and not kept
        wanted = asked_of(_count(actor, lasting), _page(actor, lasting, cursor))
    else:
        wanted = asked_of(_shared_count(actor, lasting), _shared_page(actor, lasting, None))
    (((total,),), found) = ask(wanted)
    return page_from(found, ListedClaim, total=total, per_page=asked.per_page, cursor=cursor)


def _count(actor: Actor, asked: ClaimFilter) -> AnySelect:
    matching = claims_matching(actor, asked).with_only_columns(Claim.id)
    return select(func.count()).select_from(matching.subquery())


def _page(actor: Actor, asked: ClaimFilter, cursor: Cursor | None) -> AnySelect:
    """Its rows and one more."""
    column = SORTS[asked.sort.lstrip("-")]
    ids = beyond(_in_order(actor, asked), cursor, column, Claim.id, asked.sort)
    return _with_columns(actor, asked, ids.limit(asked.per_page + 1))


_shared_count, _shared_page = prepared(_count), prepared(_page)


def every_listed_claim(actor: Actor, asked: ClaimFilter) -> Iterator[ListedClaim]:
    """All rows of the filter in its order, for an export: streamed, never all in memory."""
    statement = _with_columns(actor, asked, _in_order(actor, asked))
    for row in db.session.execute(statement.execution_options(yield_per=1000)):
        yield ListedClaim(*row[:-1])


def listed_claims(actor: Actor, asked: ClaimFilter, ids: Collection[int]) -> dict[int, ListedClaim]:
    """Some claims of the filter by their ids, ready to print."""
    usual = replace(asked, sort=USUAL_SORT)
    some = _in_order(actor, usual).where(Claim.id.in_(ids))
    rows = db.session.execute(_with_columns(actor, usual, some))
    return {row.id: ListedClaim(*row[:-1]) for row in rows}


def _in_order(actor: Actor, asked: ClaimFilter) -> Select[Any]:
    """The ids of the filter with the sort's value, in order: no column that a page does not show."""
    column = SORTS[asked.sort.lstrip("-")]
    statement = (
        claims_matching(actor, asked)
        .with_only_columns(Claim.id, column.label("sort_value"))
        .select_from(Claim)
        .order_by(*in_order(column, Claim.id, asked.sort))
    )
    if column is Worker.search_name:
        statement = statement.join(Worker, Worker.id == Claim.worker_id).where(sees(actor, Worker))
    return statement


def _with_columns(actor: Actor, asked: ClaimFilter, ids: Select[Any]) -> Select[Any]:
    """Everything a row prints, looked up for the ids of a page only; the sort's value stands last."""
    page = ids.subquery("page")
    return (
        visible(actor, Claim)
        .with_only_columns(*_columns(actor), page.c.sort_value)
        .select_from(page)
        .join(Claim, Claim.id == page.c.id)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(Employer, Employer.id == Claim.employer_id)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .order_by(*in_order(page.c.sort_value, page.c.id, asked.sort))
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
        .where(sees(actor, Task), Task.claim_id == Claim.id, Task.finished_at.is_(None))
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
