"""Cover follows the facts: leave, deputies and what was arranged; rebuilt from today on by whatever
command changes one of them, in its transaction."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, or_, select

from ohms.commands.audit import Entry
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.calendar import ONE_DAY
from ohms.domain.coverage import FREE_DAYS_AHEAD, CoveragePlan, days_of, stretches_of
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.coverage import Absence, Coverage
from ohms.models.staff import WEEKDAYS, Position
from ohms.queries.coverage import covers_of, plan_of
from ohms.queries.rounds import ask

Key = tuple[int, int]
"""A provider and its absent coordinator."""


def lock_cover(cohe_id: int) -> None:
    """One change of a COHE's cover at a time."""
    db.session.execute(select(Cohe.id).where(Cohe.id == cohe_id).with_for_update())


def lock_cover_by(staff_id: int, today: date) -> list[int]:
    """The COHEs whose cover changes with one person, each held: before the person is, where both are."""
    cohes = cohes_covered_by(staff_id, today)
    for cohe_id in cohes:
        lock_cover(cohe_id)
    return cohes


def follow_facts(cohe_id: int, today: date) -> None:
    """Make the cover of a COHE what leave, hours and deputies say, from today on; what was stays as it
    was.

    Cover by somebody who is away by now, or for somebody who is not, ends; days without any go to who
    stands in by the plan, is there and did not decline.
    """
    lock_cover(cohe_id)
    db.session.flush()
    last_on = _last_day(cohe_id, today)
    plan = ask(plan_of(cohe_id, today, max(last_on, today + FREE_DAYS_AHEAD)))
    arrange(cohe_id, plan, plan.to_be(today, last_on), today)


def follow_person(cohe_id: int, staff_id: int, today: date) -> None:
    """The same after claims were given to or taken from somebody by name: of who is on leave, today or
    later, or does not work every day, these have to be covered too."""
    on_leave = (
        select(Absence.id).where(Absence.staff_id == staff_id, Absence.to_on >= today).limit(1)
    )
    part_time = select(Position.id).where(
        Position.staff_id == staff_id,
        Position.cohe_id == cohe_id,
        or_(Position.to_on.is_(None), Position.to_on >= today),
        or_(*(getattr(Position, f"minutes_{day}") == 0 for day in WEEKDAYS[:5])),
    )
    if any(db.session.execute(each).first() is not None for each in (on_leave, part_time)):
        follow_facts(cohe_id, today)


@done_again
def bring_cover_to_facts(today: date) -> int:
    """A unit of its own, once a day: cover of free days reaches four weeks ahead again; how many days
    of cover stand otherwise than before. Done again it changes nothing."""
    changed = 0
    with bulk_unit("bring_cover_to_facts", None) as unit:
        for cohe_id in db.session.execute(select(Cohe.id).order_by(Cohe.id)).scalars().all():
            before = set(days_of(ask(covers_of(cohe_id, today, date.max))).items())
            follow_facts(cohe_id, today)
            changed += len(before ^ set(days_of(ask(covers_of(cohe_id, today, date.max))).items()))
        if changed:
            unit.entries.append(Entry("bring_cover_to_facts", detail={"days": changed}))
    return changed


def leave_goes_on(position_id: int, successor_id: int, from_on: date) -> None:
    """Leave from a position that another one follows on a day is leave from that one from then on."""
    statement = select(Absence).where(Absence.position_id == position_id, Absence.to_on >= from_on)
    for leave in db.session.execute(statement.order_by(Absence.id)).scalars():
        if leave.from_on >= from_on:
            leave.position_id = successor_id
            continue
        rest = Absence(
            staff_id=leave.staff_id,
            position_id=successor_id,
            from_on=from_on,
            to_on=leave.to_on,
            minutes_a_day=leave.minutes_a_day,
            kind=leave.kind,
            recorded_by_id=leave.recorded_by_id,
            recorded_at=leave.recorded_at,
        )
        leave.to_on = from_on - ONE_DAY
        db.session.add(rest)
    db.session.flush()


def arrange(
    cohe_id: int, plan: CoveragePlan, wanted: Mapping[tuple[int, int, date], int], today: date
) -> None:
    """Make these days of cover the ones that stand from today on."""
    working = plan.calendar.is_working_day
    standing = {
        key: who for key, who in days_of(plan.covers).items() if key[2] >= today and working(key[2])
    }
    changed: set[Key] = {
        key[:2] for key in {*standing, *wanted} if standing.get(key) != wanted.get(key)
    }
    if not changed:
        return
    _clear(cohe_id, changed, today)
    per: dict[Key, dict[date, int]] = defaultdict(dict)
    for (provider_id, absent_id, day), who in wanted.items():
        if (provider_id, absent_id) in changed:
            per[provider_id, absent_id][day] = who
    absences = _absences({absent for _provider, absent in per}, today)
    for (provider_id, absent_id), days in sorted(per.items()):
        for from_on, to_on, who in stretches_of(days, plan.calendar):
            db.session.add(
                Coverage(
                    absence_id=_absence_of(absences, absent_id, from_on),
                    provider_id=provider_id,
                    cohe_id=cohe_id,
                    absent_id=absent_id,
                    covering_id=who,
                    from_on=from_on,
                    to_on=to_on,
                )
            )
    db.session.flush()


def cohes_covered_by(staff_id: int, today: date) -> list[int]:
    """The COHEs in which somebody's leave may change who covers whom, in a stable order."""
    rows = db.session.execute(
        select(Position.cohe_id)
        .where(
            Position.staff_id == staff_id,
            Position.role.in_((Role.HSC, Role.SUPERVISOR)),
            Position.cohe_id.is_not(None),
            or_(Position.to_on.is_(None), Position.to_on >= today),
        )
        .distinct()
        .order_by(Position.cohe_id)
    ).scalars()
    return [cohe_id for cohe_id in rows if cohe_id is not None]


def _clear(cohe_id: int, changed: set[Key], today: date) -> None:
    """Undeclined cover of these from today on goes; what began before ends yesterday."""
    rows = db.session.execute(
        select(Coverage).where(
            Coverage.cohe_id == cohe_id, Coverage.to_on >= today, Coverage.declined_at.is_(None)
        )
    ).scalars()
    for cover in rows:
        if (cover.provider_id, cover.absent_id) not in changed:
            continue
        if cover.from_on < today:
            cover.to_on = today - ONE_DAY
        else:
            db.session.delete(cover)
    db.session.flush()


def _last_day(cohe_id: int, today: date) -> date:
    """The last day on which anything is recorded: cover beyond the leave ends with it."""
    held_by = select(Position.staff_id).where(Position.cohe_id == cohe_id)
    ends = [
        db.session.execute(
            select(func.max(Absence.to_on)).where(Absence.staff_id.in_(held_by))
        ).scalar_one(),
        db.session.execute(
            select(func.max(Coverage.to_on)).where(Coverage.cohe_id == cohe_id)
        ).scalar_one(),
    ]
    return max([today, *(end for end in ends if end is not None)])


def _absences(people: set[int], today: date) -> list[Absence]:
    statement = select(Absence).where(Absence.staff_id.in_(people), Absence.to_on >= today)
    return list(db.session.execute(statement.order_by(Absence.id)).scalars())


def _absence_of(absences: list[Absence], staff_id: int, day: date) -> int | None:
    return next(
        (
            each.id
            for each in absences
            if each.staff_id == staff_id and each.from_on <= day <= (each.to_on or day)
        ),
        None,
    )
