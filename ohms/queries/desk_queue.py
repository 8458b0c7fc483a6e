"""The queue of a desk: one filter, its counts, rows and export from the same statement. Nothing of a
claim is asked: a desk knows what a referral's content tells it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import PACIFIC
from ohms.domain.names import folded
from ohms.domain.referral_content import called, read_content
from ohms.domain.referrals import AWAITED, ENDED, UNDER_WAY, is_silent
from ohms.domain.services import SERVICES
from ohms.domain.tasks import overdue_business_days
from ohms.domain.values import ReferralStep, Service
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.referrals import Referral, ReferralVersion
from ohms.models.staff import StaffMember
from ohms.models.workers import Employer
from ohms.queries.among import among_uneven, not_among_uneven
from ohms.queries.cursors import Page, beyond, in_order, page_from, read_cursor
from ohms.queries.referral_sight import services_of
from ohms.queries.scope import visible

LONG_DAYS = 30
MOST_URGENT = 8
NOBODY = 0
"""The officer of what nobody has."""


class Queue(StrEnum):
    """New: nobody who is still in service has it. Waiting: the COHE was asked back. Over: ended, not
    gone yet."""

    NEW = "new"
    MINE = "mine"
    WAITING = "waiting"
    OPEN = "open"
    OVER = "over"


class DeskAge(StrEnum):
    """Late: our answer is past its day. Long: sent more than 30 days ago and not over."""

    LATE = "late"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class DeskFilter:
    which: Queue = Queue.NEW
    step: ReferralStep | None = None
    officer_id: int | None = None
    """`NOBODY` for what nobody has."""
    age: DeskAge | None = None
    employer: str = ""
    after: str | None = None
    per_page: int = 50

    @property
    def sort(self) -> str:
        """What waits by its day, the most urgent first; what is over by its sending, the last first."""
        return "-sent_at" if self.which is Queue.OVER else "expected_by"


class QueuedReferral(NamedTuple):
    id: int
    claim_id: int
    cohe_id: int
    service: Service
    step: ReferralStep
    cohe: str
    employer: str
    sent_at: datetime
    expected_by: date | None
    officer: str | None
    outcome: str | None
    about: str = ""

    def late_by(self, today: date) -> int | None:
        return late_by(self.step, self.expected_by, today)


def late_by(step: ReferralStep, expected_by: date | None, today: date) -> int | None:
    """Business days past the expected one while it is the desk's turn; None: in time."""
    if expected_by is None or not is_silent(step, expected_by, today):
        return None
    return overdue_business_days(expected_by, today)


def desk_page(actor: Actor, asked: DeskFilter) -> Page[QueuedReferral]:
    """One page in the queue's order, with the exact total."""
    matching = _matching(actor, asked).with_only_columns(Referral.id).subquery()
    total = db.session.execute(select(func.count()).select_from(matching)).scalar_one()
    cursor = read_cursor(asked.after, datetime if asked.which is Queue.OVER else date)
    statement = beyond(_ordered(actor, asked), cursor, _sorted_by(asked), Referral.id, asked.sort)
    found = db.session.execute(statement.limit(asked.per_page + 1)).all()
    page = page_from(found, QueuedReferral, total=total, per_page=asked.per_page, cursor=cursor)
    return Page(_with_what_they_are_about(actor, page.rows), page.total, page.first, page.next)


def every_queued_referral(actor: Actor, asked: DeskFilter) -> list[QueuedReferral]:
    """All rows of the filter in its order, for an export."""
    rows = [QueuedReferral(*row[:-1]) for row in db.session.execute(_ordered(actor, asked))]
    return _with_what_they_are_about(actor, rows)


def counts(actor: Actor, asked: DeskFilter) -> Mapping[Queue, int]:
    """How many of each queue the rest of the filter leaves: one statement."""
    sums = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in _in(actor).values()
    ]
    row = db.session.execute(_narrowed(actor, asked).with_only_columns(*sums)).one()
    return MappingProxyType(dict(zip(Queue, (int(each) for each in row), strict=True)))


class DeskNow(NamedTuple):
    """What of a desk's queue needs somebody now; late: of what is open, past the day of our answer."""

    new: int
    mine: int
    waiting: int
    late: int
    open: int
    urgent: list[QueuedReferral]


def desk_now(actor: Actor) -> DeskNow:
    found, late = counts(actor, DeskFilter()), counts(actor, DeskFilter(age=DeskAge.LATE))
    first = most_urgent(actor)
    return DeskNow(
        new=found[Queue.NEW],
        mine=found[Queue.MINE],
        waiting=found[Queue.WAITING],
        late=late[Queue.OPEN],
        open=found[Queue.OPEN],
        urgent=first,
    )


def most_urgent(actor: Actor) -> list[QueuedReferral]:
    """What waits for this desk's answer, the earliest day first: all that is late, and of the rest what
    nobody has and what is one's own. Two statements, however long the queue is."""
    queues, asked = _in(actor), DeskFilter(Queue.OPEN)
    statement = _ordered(actor, asked).where(
        among_uneven(Referral.step, AWAITED),
        or_(Referral.expected_by < actor.on_day, queues[Queue.NEW], queues[Queue.MINE]),
    )
    found = db.session.execute(statement.limit(MOST_URGENT)).all()
    return _with_what_they_are_about(actor, [QueuedReferral(*row[:-1]) for row in found])


def claims_by_cohe(rows: Sequence[QueuedReferral]) -> dict[int, list[int]]:
    """Of which claims rows tell: a desk has no COHE, and its lists are read in the record of each."""
    claims: dict[int, list[int]] = {}
    for row in rows:
        claims.setdefault(row.cohe_id, []).append(row.claim_id)
    return claims


def officers(actor: Actor) -> list[tuple[int, str]]:
    """Who has or had something of one's desk, by name."""
    rows = db.session.execute(
        visible(actor, Referral)
        .join(StaffMember, StaffMember.id == Referral.officer_id)
        .where(of_a_desk(actor))
        .with_only_columns(StaffMember.id, StaffMember.name)
        .distinct()
        .order_by(StaffMember.name)
    )
    return [(row.id, row.name) for row in rows]


def of_a_desk(actor: Actor) -> ColumnElement[bool]:
    """Of the services whose desk the actor holds; a position in a COHE beside it adds nothing here."""
    return and_(Referral.service.in_(services_of(actor)), Referral.sent_at.is_not(None))


def _matching(actor: Actor, asked: DeskFilter) -> Select[Any]:
    return _narrowed(actor, asked).where(_in(actor)[asked.which])


def _narrowed(actor: Actor, asked: DeskFilter) -> Select[Any]:
    return (
        visible(actor, Referral)
        .join(Employer, Employer.id == Referral.employer_id)
        .where(of_a_desk(actor), *_conditions(actor, asked))
    )


def _conditions(actor: Actor, asked: DeskFilter) -> Iterator[ColumnElement[bool]]:
    if asked.step is not None:
        yield among_uneven(Referral.step, (asked.step,))
    if asked.officer_id is not None:
        nobody = asked.officer_id == NOBODY
        yield Referral.officer_id.is_(None) if nobody else Referral.officer_id == asked.officer_id
    if asked.age is DeskAge.LATE:
        yield among_uneven(Referral.step, AWAITED)
        yield Referral.expected_by < actor.on_day
    elif asked.age is DeskAge.LONG:
        today = datetime.combine(actor.on_day, time.min, PACIFIC)
        yield not_among_uneven(Referral.step, ENDED)
        yield Referral.sent_at < today - timedelta(days=LONG_DAYS)
    if asked.employer:
        yield Employer.search_name.contains(folded(asked.employer), autoescape=True)


def _in(actor: Actor) -> dict[Queue, ColumnElement[bool]]:
    gone = select(StaffMember.id).where(StaffMember.active.is_(False))
    untaken = or_(Referral.officer_id.is_(None), Referral.officer_id.in_(gone))
    mine = Referral.officer_id == actor.staff_id if actor.staff_id is not None else false()
    is_open = among_uneven(Referral.step, UNDER_WAY)
    return {
        Queue.NEW: and_(among_uneven(Referral.step, AWAITED), untaken),
        Queue.MINE: and_(is_open, mine),
        Queue.WAITING: among_uneven(Referral.step, (ReferralStep.NEEDS_INFORMATION,)),
        Queue.OPEN: is_open,
        Queue.OVER: among_uneven(Referral.step, ENDED),
    }


def _ordered(actor: Actor, asked: DeskFilter) -> Select[Any]:
    """The columns and order; the order's value stands last in each row, for the cursor."""
    columns = (
        Referral.id,
        Referral.claim_id,
        Referral.cohe_id,
        Referral.service,
        Referral.step,
        Cohe.name,
        Employer.name,
        Referral.sent_at,
        Referral.expected_by,
        StaffMember.name,
        Referral.outcome,
        _sorted_by(asked).label("sort_value"),
    )
    named: Any = (
        _matching(actor, asked)
        .join(Cohe, Cohe.id == Referral.cohe_id)
        .outerjoin(StaffMember, StaffMember.id == Referral.officer_id)
        .with_only_columns(*columns)
    )
    in_its_order = in_order(_sorted_by(asked), Referral.id, asked.sort)
    return cast("Select[Any]", named.order_by(*in_its_order))


def _sorted_by(asked: DeskFilter) -> Any:
    return Referral.sent_at if asked.which is Queue.OVER else Referral.expected_by


def _with_what_they_are_about(actor: Actor, rows: Sequence[QueuedReferral]) -> list[QueuedReferral]:
    told = _newest_contents(actor, [row.id for row in rows])
    return [row._replace(about=called(SERVICES[row.service], told.get(row.id, {}))) for row in rows]


def _newest_contents(actor: Actor, referral_ids: Sequence[int]) -> dict[int, dict[str, str]]:
    rows = db.session.execute(
        visible(actor, ReferralVersion)
        .where(ReferralVersion.referral_id.in_(referral_ids), ReferralVersion.sent_at.is_not(None))
        .with_only_columns(ReferralVersion.referral_id, ReferralVersion.content)
        .order_by(ReferralVersion.referral_id, ReferralVersion.number)
    )
    return {row.referral_id: read_content(row.content) for row in rows}
