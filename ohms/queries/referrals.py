"""The referral list: one filter, a sort and a cursor; its counts, rows and export start from the same
statement."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, Subquery, func, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC, pacific_day
from ohms.domain.referrals import AWAITED, ENDED, is_silent
from ohms.domain.tasks import overdue_business_days
from ohms.domain.values import ReferralStep, Role, Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral
from ohms.models.workers import Employer, Worker
from ohms.queries.among import among_uneven, not_among_uneven
from ohms.queries.claim_sight import answered_or_covered_by
from ohms.queries.cursors import Page, in_order, read_cursor
from ohms.queries.paging import Paging
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import ask
from ohms.queries.rounds import asked as asked_of
from ohms.queries.scope import sees, sees_beside_its_claim

LONG_DAYS = 30
SORTS: Mapping[str, tuple[InstrumentedAttribute[Any], type[date] | type[datetime] | type[str]]] = {
    "expected_by": (Referral.expected_by, date),
    "sent_at": (Referral.sent_at, datetime),
    "claim": (Claim.claim_number, str),
}


class Whose(StrEnum):
    """Mine: of claims that one answers for. COHE: of every claim in one's sight."""

    MINE = "mine"
    COHE = "cohe"


class StepFilter(StrEnum):
    """Open takes everything that is not over; the others are the steps."""

    OPEN = "open"
    ANY = "any"
    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    NEEDS_INFORMATION = "needs_information"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


class Age(StrEnum):
    """Silent: no word by the expected day. Long: sent more than 30 days ago and not over."""

    SILENT = "silent"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class ReferralFilter:
    whose: Whose = Whose.MINE
    step: StepFilter = StepFilter.OPEN
    service: Service | None = None
    age: Age | None = None
    sort: str = "expected_by"
    after: str | None = None
    per_page: int = 50


class ListedReferral(NamedTuple):
    """One row of the list, ready to print."""

    id: int
    service: Service
    step: ReferralStep
    expected_by: date | None
    sent_at: datetime | None
    outcome: str | None
    claim_id: int
    claim_number: str
    last_name: str
    first_name: str
    employer: str

    def silent_days(self, today: date) -> int | None:
        """Business days past the expected day; None while the referral is not silent."""
        if self.expected_by is None or not is_silent(self.step, self.expected_by, today):
            return None
        return overdue_business_days(self.expected_by, today)

    def age_days(self, today: date) -> int | None:
        """Days since it was sent; None for what was not, and for what is over."""
        if self.sent_at is None or self.step in ENDED:
            return None
        return (today - pacific_day(self.sent_at)).days


ReferralPage = Page[ListedReferral]


def default_whose(actor: Actor) -> Whose:
    return Whose.MINE if actor.holds(Role.HSC) else Whose.COHE


def referral_page(actor: Actor, asked: ReferralFilter) -> ReferralPage:
    """One page in the filter's order, with the exact total."""
    _column, kind = SORTS[asked.sort.lstrip("-")]
    return _paging.page(actor, asked, read_cursor(asked.after, kind), own=False)


def every_listed_referral(actor: Actor, asked: ReferralFilter) -> Iterator[ListedReferral]:
    """All rows of the filter in its order, for an export."""
    for row in db.session.execute(_ordered(actor, asked).execution_options(yield_per=1000)):
        yield ListedReferral(*row)


def counts_by_step(actor: Actor, asked: ReferralFilter) -> dict[StepFilter, int]:
    """How many of each step the rest of the filter leaves."""
    lasting = replace(asked, step=StepFilter.ANY, sort="", after=None)
    (rows,) = ask(asked_of(_by_step(actor, lasting)))
    by_step = {step: number for step, number in rows}  # noqa: C416 - rows are no pairs to mypy
    counts = {StepFilter(step.value): number for step, number in by_step.items()}
    counts[StepFilter.OPEN] = sum(n for step, n in by_step.items() if step not in ENDED)
    counts[StepFilter.ANY] = sum(by_step.values())
    return counts


@prepared
def _by_step(actor: Actor, asked: ReferralFilter) -> AnySelect:
    return (
        _joined(actor)
        .where(*_of_whom(actor, asked), *_narrowed(actor, asked))
        .with_only_columns(Referral.step, func.count(Referral.id))
        .group_by(Referral.step)
    )


def referrals_of_claim(actor: Actor, claim_id: int) -> list[ListedReferral]:
    """All referrals of a claim that one sees, the newest first."""
    statement = _with_names(actor, _joined(actor).where(Referral.claim_id == claim_id))
    rows = db.session.execute(statement.order_by(Referral.id.desc()))
    return [ListedReferral(*row) for row in rows]


def _joined(actor: Actor) -> Select[Any]:
    joined: Select[Any] = (
        select(Referral)
        .join(Claim, Claim.id == Referral.claim_id)
        .where(sees_beside_its_claim(actor, Referral), sees(actor, Claim))
    )
    return joined


def _matching(actor: Actor, asked: ReferralFilter) -> Select[Any]:
    return _joined(actor).where(
        *_of_whom(actor, asked), *_narrowed(actor, asked), *_at_step(asked.step)
    )


def _of_whom(actor: Actor, asked: ReferralFilter) -> Iterator[ColumnElement[bool]]:
    if asked.whose is Whose.MINE and actor.staff_id is not None:
        yield answered_or_covered_by(actor)


def _narrowed(actor: Actor, asked: ReferralFilter) -> Iterator[ColumnElement[bool]]:
    if asked.service is not None:
        yield Referral.service == asked.service
    if asked.age is Age.SILENT:
        yield among_uneven(Referral.step, AWAITED)
        yield Referral.expected_by < actor.on_day
    elif asked.age is Age.LONG:
        yield not_among_uneven(Referral.step, ENDED)
        yield Referral.sent_at < _long_ago(actor.on_day)


def _long_ago(today: date) -> datetime:
    return datetime(today.year, today.month, today.day, tzinfo=PACIFIC) - timedelta(days=LONG_DAYS)


def _at_step(step: StepFilter) -> Iterator[ColumnElement[bool]]:
    if step is StepFilter.OPEN:
        yield not_among_uneven(Referral.step, ENDED)
    elif step is not StepFilter.ANY:
        yield among_uneven(Referral.step, (ReferralStep(step.value),))


def _with_names(actor: Actor, statement: Select[Any]) -> Select[Any]:
    named: Any = (
        statement.with_only_columns(
            Referral.id,
            Referral.service,
            Referral.step,
            Referral.expected_by,
            Referral.sent_at,
            Referral.outcome,
            Referral.claim_id,
            Claim.claim_number,
            Worker.last_name,
            Worker.first_name,
            Employer.name.label("employer"),
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker))
        .join(Employer, Employer.id == Referral.employer_id)
    )
    return cast("Select[Any]", named)


def _ordered(actor: Actor, asked: ReferralFilter) -> Select[Any]:
    """The list's columns and order."""
    column, _kind = SORTS[asked.sort.lstrip("-")]
    statement = _with_names(actor, _matching(actor, asked))
    return statement.order_by(*in_order(column, Referral.id, asked.sort))


def _ids(actor: Actor, asked: ReferralFilter) -> Select[Any]:
    column, _kind = SORTS[asked.sort.lstrip("-")]
    return _matching(actor, asked).with_only_columns(Referral.id, column.label("sort_value"))


def _rows_of(actor: Actor, page: Subquery) -> Select[Any]:
    return _with_names(actor, _joined(actor).join(page, page.c.id == Referral.id))


_paging = Paging(ListedReferral, _ids, _rows_of)
