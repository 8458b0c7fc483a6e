"""The claim list: one scope, filters, a sort and a cursor; its count, its rows and its export agree
because they start from the same statement."""

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.access import CLAIM_READERS, Actor
from ohms.domain.claims import claim_number_prefix
from ohms.domain.names import folded
from ohms.domain.values import (
    ClaimStatus,
    Complexity,
    Coordination,
    Milestone,
    ReferralStep,
    Role,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.providers import Provider, ProviderAssignment
from ohms.models.referrals import Referral
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.models.workers import Employer, Worker
from ohms.queries.scope import answered_for_by, covered_by, in_force, sees, visible


class ListScope(StrEnum):
    """Whose claims: one's own list, what one covers today, or all of the COHE."""

    MINE = "mine"
    COVERED = "covered"
    COHE = "cohe"


PER_PAGE = (25, 50, 100)
SORTS: Mapping[str, InstrumentedAttribute[Any]] = {
    "next_due": Claim.next_due_by,
    "last_contact": Claim.last_contact_on,
    "initiated_on": Claim.initiated_on,
    "injury_on": Claim.injury_on,
    "worker": Worker.search_name,
}
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """What the address of the list says; every field empty means: no limit by it."""

    scope: ListScope = ListScope.MINE
    provider_id: int | None = None
    status: ClaimStatus | None = None
    coordination: Coordination | None = None
    time_loss: bool | None = None
    work_status: WorkStatus | None = None
    complexity: Complexity | None = None
    assignee_id: int | None = None
    last_contact_before: date | None = None
    milestone: Milestone | None = None
    referral: ReferralStep | None = None
    q: str = ""
    sort: str = "next_due"
    after: str | None = None
    per_page: int = 50


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


def default_scope(actor: Actor) -> ListScope:
    """Coordinators begin with their own list, everyone else with all they may see."""
    return ListScope.MINE if actor.holds(Role.HSC) else ListScope.COHE


def claims_matching(actor: Actor, asked: ClaimFilter) -> Select[Claim]:
    """The claims of a filter, in no order."""
    return visible(actor, Claim).where(*_conditions(actor, asked))


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


def count_of(actor: Actor, asked: ClaimFilter) -> int:
    """How many claims a filter has: the number that its link, its list and its export agree on."""
    matching = claims_matching(actor, asked).with_only_columns(Claim.id).subquery()
    return db.session.execute(select(func.count()).select_from(matching)).scalar_one()


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


def _conditions(actor: Actor, asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    yield from _scope_conditions(actor, asked)
    for column, value in (
        (Claim.initiating_provider_id, asked.provider_id),
        (Claim.status, asked.status),
        (Claim.coordination, asked.coordination),
        (Claim.work_status, asked.work_status),
        (Claim.complexity, asked.complexity),
        (Claim.on_time_loss, asked.time_loss),
    ):
        if value is not None:
            yield column == value
    if asked.assignee_id is not None:
        yield answered_for_by(actor, asked.assignee_id)
    if asked.last_contact_before is not None:
        before = Claim.last_contact_on < asked.last_contact_before
        yield or_(before, Claim.last_contact_on.is_(None))
    if asked.milestone is not None:
        yield _still_open(actor, asked.milestone)
    if asked.referral is not None:
        yield _has_referral(actor, asked.referral)
    if asked.q:
        yield _search(actor, asked.q)


def _scope_conditions(actor: Actor, asked: ClaimFilter) -> Iterator[ColumnElement[bool]]:
    if asked.scope is ListScope.MINE and actor.staff_id is not None and actor.holds(Role.HSC):
        yield answered_for_by(actor, actor.staff_id)
    elif asked.scope is ListScope.COVERED:
        yield covered_by(actor)


def _still_open(actor: Actor, milestone: Milestone) -> ColumnElement[bool]:
    """Claims whose milestone is not met yet; for those that are done it says nothing."""
    open_work = Claim.coordination != Coordination.CLOSED
    if milestone is Milestone.APF_12_WEEKS:
        prescribed = exists(
            select(ActivityPrescription.id)
            .where(sees(actor, ActivityPrescription), ActivityPrescription.claim_id == Claim.id)
            .correlate(Claim)
        )
        return and_(open_work, ~prescribed)
    return and_(open_work, Claim.last_contact_on.is_(None), Claim.established_on.is_not(None))


def _has_referral(actor: Actor, step: ReferralStep) -> ColumnElement[bool]:
    return exists(
        select(Referral.id)
        .where(sees(actor, Referral), Referral.claim_id == Claim.id, Referral.step == step)
        .correlate(Claim)
    )


def _search(actor: Actor, q: str) -> ColumnElement[bool]:
    """By the shape of the input: a claim number's beginning, else the beginning of a last name."""
    number = claim_number_prefix(q)
    if number is not None:
        return Claim.claim_number.between(number, number + "\uffff")
    name = folded(q)
    named = select(Worker.id).where(
        sees(actor, Worker),
        Worker.cohe_id.in_(actor.cohes_as(*CLAIM_READERS)),
        Worker.search_name.between(name, name + "\uffff"),
    )
    return Claim.worker_id.in_(named)


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


def without_cursor(asked: ClaimFilter) -> ClaimFilter:
    return replace(asked, after=None)
