"""The vacancies of a COHE, judged from its positions as they stand: by one rule, wherever they change.

What is past stays as it was: a vacancy that was closed before today, and that one opened. Everything
from today on follows from the positions alone, in whatever order they were entered.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY
from ohms.domain.contract import ContractSettings
from ohms.domain.replacement import staffing_after_end
from ohms.domain.staffing import PositionFact, staffed_on
from ohms.domain.values import EndedBy, Role


class VacancyClosedBy(StrEnum):
    """What closed a vacancy; the record says which."""

    REPLACED = "replaced"
    STAFFED_ENOUGH = "staffed_enough"


@dataclass(frozen=True, slots=True)
class Held:
    """A position, by whom it is held, and how it ended."""

    fact: PositionFact
    staff_id: int
    ended_by: EndedBy | None = None


@dataclass(frozen=True, slots=True)
class VacancyFact:
    """A vacancy by the position that its leaver held; `closed_on` may be a day to come."""

    position_id: int
    opened_on: date
    due_by: date
    below_already: bool
    closed_on: date | None = None
    closed_by: VacancyClosedBy | None = None
    replacement_id: int | None = None


@dataclass(frozen=True, slots=True)
class StaffingFacts:
    """What a COHE's vacancies follow from."""

    positions: Collection[Held]
    required: Fraction
    settings: ContractSettings
    today: date
    required_then: Mapping[date, Fraction] = field(default_factory=dict)
    """Of days that are past what was required on them; today's is taken for every other day."""

    def required_on(self, day: date) -> Fraction:
        return self.required_then.get(day, self.required)

    def staffed(self, day: date) -> Fraction:
        return staffed_on(day, [each.fact for each in self.positions], self.settings)


def judged_vacancies(
    standing: Collection[VacancyFact],
    facts: StaffingFacts,
    *,
    ended: int | None = None,
    since: date | None = None,
) -> list[VacancyFact]:
    """The vacancies that there are: those closed before today as they stand, the others anew.

    A departure opens one where staffed is below required the day after, judged while that day is not
    past, or nobody judged it `since` a day; and for the position that just `ended`, whose last day may
    be past: by what was required on that day. It closes when a replacing
    HSC position begins, or on the first day on which staffed is at or above required again; who waits
    longest is replaced first, and each position replaces one. A position that begins before the
    opening day counts in what is staffed on that day and replaces nobody.
    """
    settled = [each for each in standing if each.closed_on and each.closed_on < facts.today]
    taken = {each.replacement_id for each in settled}
    found = list(settled)
    unjudged = min(since or facts.today, facts.today)
    running = _running(standing, {each.position_id for each in settled}, facts, ended, unjudged)
    for vacancy in sorted(running, key=lambda each: (each.opened_on, each.position_id)):
        closed = _closed(vacancy, taken, facts)
        taken.add(closed.replacement_id)
        found.append(closed)
    return found


def _running(
    standing: Collection[VacancyFact],
    settled: Collection[int],
    facts: StaffingFacts,
    ended: int | None,
    unjudged_from: date,
) -> Iterator[VacancyFact]:
    """Each that is not settled, as it opened."""
    before = {each.position_id: each for each in standing}
    for each in facts.positions:
        fact, was = each.fact, before.get(each.fact.position_id)
        if fact.to_on is None or each.ended_by is not EndedBy.DEPARTURE:
            continue
        if fact.position_id in settled:
            continue
        opens_on = fact.to_on + ONE_DAY
        if opens_on >= unjudged_from:
            yield from _opened(fact, facts)
        elif was is not None and was.opened_on == opens_on:
            yield replace(was, closed_on=None, closed_by=None, replacement_id=None)
        elif fact.position_id == ended:
            yield from _opened(fact, facts)


def _opened(left: PositionFact, facts: StaffingFacts) -> Iterator[VacancyFact]:
    after = staffing_after_end(
        left,
        EndedBy.DEPARTURE,
        positions=[each.fact for each in facts.positions],
        required=facts.required_on(left.to_on + ONE_DAY) if left.to_on else facts.required,
        settings=facts.settings,
    )
    if after.vacancy_due is not None:
        yield VacancyFact(
            left.position_id,
            after.ended_on + ONE_DAY,
            after.vacancy_due.day,
            after.was_below_already,
        )


def _closed(
    vacancy: VacancyFact, taken: Collection[int | None], facts: StaffingFacts
) -> VacancyFact:
    """The same with its end, by what comes first; open where neither is in sight."""
    enough_on = _enough_on(max(vacancy.opened_on, facts.today), facts)
    replacing = next(
        (
            each
            for each in _beginning(facts.positions)
            if each.from_on >= vacancy.opened_on and each.position_id not in taken
        ),
        None,
    )
    if replacing is not None and (enough_on is None or replacing.from_on <= enough_on):
        return replace(
            vacancy,
            closed_on=replacing.from_on,
            closed_by=VacancyClosedBy.REPLACED,
            replacement_id=replacing.position_id,
        )
    if enough_on is not None:
        return replace(vacancy, closed_on=enough_on, closed_by=VacancyClosedBy.STAFFED_ENOUGH)
    return vacancy


def _enough_on(first_on: date, facts: StaffingFacts) -> date | None:
    """The first day from one on, on which staffed is at or above required."""
    changes = {each.fact.from_on for each in facts.positions}
    changes |= {each.fact.to_on + ONE_DAY for each in facts.positions if each.fact.to_on}
    days = sorted({first_on, *(day for day in changes if day > first_on)})
    return next((day for day in days if facts.staffed(day) >= facts.required), None)


def _beginning(positions: Collection[Held]) -> list[PositionFact]:
    """HSC positions of somebody who was none here the day before: other hours replace nobody, nor
    does who only covers."""
    coordinators = [
        each for each in positions if each.fact.role is Role.HSC and each.fact.weekly_minutes
    ]
    new = [
        each.fact
        for each in coordinators
        if not any(
            other.staff_id == each.staff_id and other.fact.is_held_on(each.fact.from_on - ONE_DAY)
            for other in coordinators
        )
    ]
    return sorted(new, key=lambda fact: (fact.from_on, fact.position_id))
