"""The minutes of one claim: those one may read by day, person and item, and everybody's in sum."""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, select

from ohms.domain.actor import Actor
from ohms.domain.values import Capture, Role, StandardWork
from ohms.extensions import db
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.cursors import Cursor, Page, beyond, in_order, read_cursor
from ohms.queries.rounds import Question
from ohms.queries.scope import summed_on_claims, visible

NEWEST_FIRST = "-performed_on"
PER_PAGE = 50


class ItemMinutes(NamedTuple):
    """Everybody's minutes on one item of standard work (None: on none), and those one reads."""

    standard_work: StandardWork | None
    minutes: int
    read: int


class PersonMinutes(NamedTuple):
    """One person's minutes on the claim."""

    name: str
    minutes: int


class WorkedDay(NamedTuple):
    """One person's minutes of a day on one item.

    How they came to be is the person's own to know: `captured` is None in the rows of others.
    """

    id: int
    performed_on: date
    name: str
    standard_work: StandardWork | None
    minutes: int
    waiting: int
    captured: int | None


@dataclass(frozen=True, slots=True)
class ClaimTime:
    """The sums of a claim's minutes that stand, exact, whoever worked them."""

    minutes: int
    waiting: int
    captured: int
    items: tuple[ItemMinutes, ...]
    people: tuple[PersonMinutes, ...]
    """Those whose minutes one reads."""

    @property
    def typed(self) -> int:
        return self.minutes - self.captured

    @property
    def read(self) -> int:
        return sum(person.minutes for person in self.people)

    @property
    def others(self) -> int:
        """Minutes of people whose rows one does not read."""
        return self.minutes - self.read


def reads_of_others(actor: Actor, cohe_id: int) -> bool:
    """Whether the minutes worked in this COHE are the actor's to read by person."""
    return cohe_id in actor.cohes_as(Role.SUPERVISOR)


def time_of_claim(actor: Actor, claim_id: int) -> Question[ClaimTime]:
    """All minutes of the claim in sum. Waiting ones are in it, and told beside."""
    everybodys = select(TimeEntry).where(summed_on_claims(actor), *_standing(claim_id))
    (totals,), own_items, all_items, people = yield (
        select(
            _sum(TimeEntry.minutes),
            _sum(case((TimeEntry.confirmed_at.is_(None), TimeEntry.minutes), else_=0)),
            _sum(case((TimeEntry.capture == Capture.CAPTURED, TimeEntry.minutes), else_=0)),
        ).where(summed_on_claims(actor), *_standing(claim_id)),
        _by_item(_read(actor, claim_id)),
        _by_item(everybodys),
        _read(actor, claim_id)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .with_only_columns(StaffMember.name, _sum(TimeEntry.minutes).label("minutes"))
        .group_by(StaffMember.id, StaffMember.name)
        .order_by(_sum(TimeEntry.minutes).desc(), StaffMember.name),
    )
    own = {row.standard_work: row.minutes for row in own_items}
    items = [
        ItemMinutes(row.standard_work, row.minutes, own.get(row.standard_work, 0))
        for row in all_items
    ]
    return ClaimTime(
        minutes=int(totals[0]),
        waiting=int(totals[1]),
        captured=int(totals[2]),
        items=tuple(sorted(items, key=lambda item: -item.minutes)),
        people=tuple(PersonMinutes(*row) for row in people),
    )


def days_worked(actor: Actor, claim_id: int, after: str | None) -> Page[WorkedDay]:
    """The minutes that the actor reads, by day, person and item, newest first."""
    of_days = (
        _read(actor, claim_id)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .with_only_columns(
            func.min(TimeEntry.id).label("id"),
            TimeEntry.performed_on,
            TimeEntry.staff_id,
            StaffMember.name,
            TimeEntry.standard_work,
            func.sum(TimeEntry.minutes).label("minutes"),
            _sum(case((TimeEntry.confirmed_at.is_(None), TimeEntry.minutes), else_=0)).label(
                "waiting"
            ),
            _sum(case((TimeEntry.capture == Capture.CAPTURED, TimeEntry.minutes), else_=0)).label(
                "captured"
            ),
        )
        .group_by(
            TimeEntry.performed_on, TimeEntry.staff_id, StaffMember.name, TimeEntry.standard_work
        )
        .subquery("worked")
    )
    day = of_days.c
    total = db.session.execute(select(func.count()).select_from(of_days)).scalar_one()
    cursor = read_cursor(after, date)
    rows = beyond(select(of_days), cursor, day.performed_on, day.id, NEWEST_FIRST)
    found = db.session.execute(
        rows.order_by(*in_order(day.performed_on, day.id, NEWEST_FIRST)).limit(PER_PAGE + 1)
    ).all()
    listed = [_worked(actor, row) for row in found[:PER_PAGE]]
    before = cursor.position if cursor else 0
    more = len(found) > PER_PAGE
    end = Cursor(before + len(listed), listed[-1].performed_on, listed[-1].id) if more else None
    return Page(listed, total, before + 1 if listed else 0, str(end) if end else None)


def _worked(actor: Actor, row: Any) -> WorkedDay:
    own = row.staff_id == actor.staff_id
    return WorkedDay(
        row.id,
        row.performed_on,
        row.name,
        row.standard_work,
        int(row.minutes),
        int(row.waiting),
        int(row.captured) if own else None,
    )


def _standing(claim_id: int) -> tuple[Any, ...]:
    return TimeEntry.claim_id == claim_id, TimeEntry.voided_at.is_(None)


def _read(actor: Actor, claim_id: int) -> Select[TimeEntry]:
    return visible(actor, TimeEntry).where(*_standing(claim_id))


def _by_item(statement: Any) -> Any:
    return statement.with_only_columns(
        TimeEntry.standard_work, _sum(TimeEntry.minutes).label("minutes")
    ).group_by(TimeEntry.standard_work)


def _sum(what: Any) -> Any:
    return func.coalesce(func.sum(what), 0)
