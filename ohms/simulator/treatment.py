"""What the exams of a claim say: APFs from the first visit to full duty."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import NamedTuple

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import WorkStatus
from ohms.simulator.courses import Dated, Exam
from ohms.simulator.draws import Weighted, between, pick
from ohms.simulator.injuries import Injury
from ohms.simulator.workdays import DAYS

APF_COMPLETE = 0.86

_RESTRICTED: Weighted[WorkStatus] = Weighted(
    [
        (WorkStatus.MODIFIED_DUTY, 70),
        (WorkStatus.LIMITED_HOURS, 18),
        (WorkStatus.TRANSITIONAL, 12),
    ]
)
_HOURS = (Decimal(4), Decimal(5), Decimal(6))


class Stretch(NamedTuple):
    """Days in one work status; the last stretch is open."""

    status: WorkStatus
    from_on: date
    to_on: date | None


def stretches(
    rng: Random, first_visit_on: date, off: tuple[date, date] | None, restricted_days: int
) -> list[Stretch]:
    """Work status from the first visit on: restricted, off work, restricted again, full duty.

    `off`: first and last day off work; `restricted_days`: on modified work before full duty.
    """
    told: list[Stretch] = []
    begin = first_visit_on
    if off is not None:
        if off[0] > begin + ONE_DAY:
            told.append(Stretch(_RESTRICTED.draw(rng), begin, off[0] - ONE_DAY))
            begin = off[0]
        told.append(Stretch(WorkStatus.OFF_WORK, begin, max(begin, off[1])))
        begin = max(begin, off[1]) + ONE_DAY
    if restricted_days:
        end = begin + DAYS[restricted_days - 1]
        told.append(Stretch(_RESTRICTED.draw(rng), begin, end))
        begin = end + ONE_DAY
    told.append(Stretch(WorkStatus.FULL_DUTY, begin, None))
    return told


def _visits(rng: Random, stretch: Stretch) -> list[date]:
    """The exams of a stretch: at its beginning, and every two to four weeks while it lasts."""
    visits = [stretch.from_on]
    while stretch.to_on is not None:
        following = visits[-1] + DAYS[between(rng, 13, 28)]
        if following > stretch.to_on:
            break
        visits.append(following)
    return visits


def _provider_on(attending: tuple[Dated, ...], day: date) -> str:
    return next(value for on, value in reversed(attending) if on <= day or on == attending[0].on)


def exams_of(
    rng: Random, told: list[Stretch], injury: Injury, attending: tuple[Dated, ...]
) -> list[Exam]:
    """One APF for each exam of the claim."""
    visits = [(stretch, day) for stretch in told for day in _visits(rng, stretch)]
    exams: list[Exam] = []
    for n, (stretch, day) in enumerate(visits):
        following = visits[n + 1][1] if n + 1 < len(visits) else None
        full = stretch.status is WorkStatus.FULL_DUTY
        complete = full or rng.random() < APF_COMPLETE
        hours = pick(rng, _HOURS) if stretch.status is WorkStatus.LIMITED_HOURS else None
        exams.append(
            Exam(
                exam_on=day,
                provider_id=_provider_on(attending, day),
                work_status=stretch.status,
                from_on=day,
                to_on=following - ONE_DAY if following else None,
                hours_per_day=hours,
                restrictions=None if full else "; ".join(injury.restrictions),
                objective_finding=injury.finding if complete and not full else None,
                next_exam_on=following,
                complete=complete,
                known_on=day + DAYS[between(rng, 1, 4)],
            )
        )
    return exams
