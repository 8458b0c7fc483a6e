"""How one's own week stands: attested, under a lock, to be attested, and worth a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select

from ohms import clock
from ohms.domain.access import CASEWORK
from ohms.domain.actor import Actor
from ohms.domain.attesting import LoggedFact, Oddities, oddities
from ohms.domain.calendar import ONE_DAY, Quarter
from ohms.extensions import db
from ohms.models.attesting import QuarterLock, ReopeningRequest, TimeAttestation
from ohms.models.cohes import Cohe
from ohms.models.time import TimeEntry
from ohms.queries.rounds import Question, ask_all
from ohms.queries.scope import visible
from ohms.queries.time import Entry, Week


class LockedQuarter(NamedTuple):
    """A locked quarter that holds days of the week; `asked`: one's request is open or was declined."""

    cohe_id: int
    cohe: str
    quarter: Quarter
    asked: str | None


@dataclass(frozen=True, slots=True)
class ToAttest:
    """What the next attesting would be about: the days, and their minutes."""

    from_on: date
    """The day after what is attested; the quarter's first where nothing is yet."""

    through_on: date
    minutes: int
    waiting: int


@dataclass(frozen=True, slots=True)
class WeekStanding:
    attested_through: date | None
    """In all COHEs of the person; None where one of them is attested through no day."""

    locks: tuple[LockedQuarter, ...]
    to_attest: ToAttest | None
    odd: Oddities
    odd_entries: Mapping[int, str]
    """By entry: what is odd about it, in a word."""

    def is_attested(self, day: date) -> bool:
        return self.attested_through is not None and day <= self.attested_through

    def is_locked(self, day: date) -> bool:
        return any(lock.quarter.contains(day) for lock in self.locks)


def standing_of(actor: Actor, week: Week) -> WeekStanding:
    """Two statements, whatever the week holds."""
    through, locks = ask_all(_attested_through(actor), _locks(actor, week.days))
    odd = oddities([_fact(entry) for entry in week.entries], _days_away(week))
    return WeekStanding(
        through,
        locks,
        _to_attest(actor, through, min(week.days[-1], actor.on_day)),
        odd,
        {
            **{week.entries[place].id: "Late" for place in odd.late},
            **{week.entries[place].id: "Overlaps" for place in odd.overlapping},
        },
    )


def _fact(entry: Entry) -> LoggedFact:
    return LoggedFact(
        entry.performed_on,
        entry.minutes,
        entry.capture,
        entry.entered_at,
        clock.day_of(entry.entered_at),
    )


def _days_away(week: Week) -> frozenset[date]:
    """Days on which something is scheduled by the weekday, and leave or a closing day took it all."""
    return frozenset(
        day
        for day in week.closed
        if any(
            position.fact.is_held_on(day) and position.fact.weekday_minutes[day.weekday()]
            for position in week.positions
        )
    )


def _attested_through(actor: Actor) -> Question[date | None]:
    cohes = actor.cohes_as(*CASEWORK)
    (found,) = yield (
        select(TimeAttestation.cohe_id, func.max(TimeAttestation.through_on).label("through"))
        .where(TimeAttestation.staff_id == actor.staff_id, TimeAttestation.cohe_id.in_(cohes))
        .group_by(TimeAttestation.cohe_id),
    )
    return min(row.through for row in found) if found and len(found) == len(cohes) else None


def _locks(actor: Actor, days: Sequence[date]) -> Question[tuple[LockedQuarter, ...]]:
    quarters = sorted({Quarter.of(day) for day in days})
    asked = case(
        (ReopeningRequest.id.is_(None), None),
        (ReopeningRequest.answered_at.is_(None), "open"),
        else_="declined",
    )
    (rows,) = yield (
        select(QuarterLock.cohe_id, Cohe.name, QuarterLock.year, QuarterLock.quarter, asked)
        .join(Cohe, Cohe.id == QuarterLock.cohe_id)
        .outerjoin(
            ReopeningRequest,
            and_(
                ReopeningRequest.lock_id == QuarterLock.id,
                ReopeningRequest.staff_id == actor.staff_id,
            ),
        )
        .where(
            QuarterLock.cohe_id.in_(actor.cohes_as(*CASEWORK)),
            QuarterLock.reopened_at.is_(None),
            or_(
                *(
                    and_(QuarterLock.year == each.year, QuarterLock.quarter == each.number)
                    for each in quarters
                )
            ),
        )
        .order_by(Cohe.name, QuarterLock.year, QuarterLock.quarter, ReopeningRequest.id),
    )
    found = {
        (cohe_id, year, number): LockedQuarter(cohe_id, name, Quarter(year, number), state)
        for cohe_id, name, year, number, state in rows
    }
    return tuple(found.values())


def _to_attest(actor: Actor, through: date | None, until: date) -> ToAttest | None:
    """None where the week is attested whole."""
    if through is not None and until <= through:
        return None
    first = through + ONE_DAY if through is not None else Quarter.of(until).first_on
    waiting = case((TimeEntry.confirmed_at.is_(None), TimeEntry.minutes), else_=0)
    row = db.session.execute(
        visible(actor, TimeEntry)
        .where(
            TimeEntry.staff_id == actor.staff_id,
            TimeEntry.voided_at.is_(None),
            TimeEntry.performed_on.between(first, until),
        )
        .with_only_columns(
            func.coalesce(func.sum(TimeEntry.minutes), 0),
            func.coalesce(func.sum(waiting), 0),
        )
    ).one()
    return ToAttest(first, until, int(row[0]), int(row[1]))
