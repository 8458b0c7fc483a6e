"""Who answers for a provider on a working day while the coordinator is away: somebody present, or a gap.

A day on which somebody has any leave, or is not scheduled, is a day on which they cover nobody; so no
cover leads on to somebody who is away, and none in a circle. A position without minutes (a director, a
neighbour) is there whenever no absence says otherwise. Claims that were given to somebody by name are
covered too: by the coordinator of their provider, else by its deputy. Source: design.md section 5,
"Coverage"; who covers claims given by name is ours.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from ohms.domain.calendar import WorkingCalendar, days_from, written
from ohms.domain.errors import RuleBroken
from ohms.domain.responsibility import Held
from ohms.domain.staffing import AbsenceFact, PositionFact

FREE_DAYS_AHEAD = timedelta(days=27)
"""Cover of days on which somebody is only not scheduled is put down four weeks ahead."""

LONGEST_ABSENCE = 366
"""Days of one record: longer leave is a change of the position."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Who of a COHE is there on which day: coordinators' positions by person, and recorded leave."""

    positions: Mapping[int, tuple[PositionFact, ...]]
    absences: Collection[AbsenceFact]

    def on_leave(self, staff_id: int, day: date) -> bool:
        """A recorded absence touches the day, half a day too."""
        return any(
            leave.position_id == position.position_id and leave.from_on <= day <= leave.to_on
            for position in self.positions.get(staff_id, ())
            if position.is_held_on(day)
            for leave in self.absences
        )

    def is_there(self, staff_id: int, day: date) -> bool:
        """At work that day without any leave; without scheduled minutes at all: whenever not on leave."""
        held = [each for each in self.positions.get(staff_id, ()) if each.is_held_on(day)]
        scheduled = any(not e.weekly_minutes or e.weekday_minutes[day.weekday()] for e in held)
        return scheduled and not self.on_leave(staff_id, day)


class HowCovered(StrEnum):
    """What a working day of a provider is."""

    OWN = "own"
    """The coordinator is there."""
    COVERED = "covered"
    GAP = "gap"


@dataclass(frozen=True, slots=True)
class DayOfProvider:
    """One working day of one provider; `who` is there for its claims, None: nobody. `by_name`: for
    those alone that were given to the coordinator by name, where another one has the provider."""

    provider_id: int
    day: date
    coordinator_id: int
    who: int | None
    free_day: bool
    """The coordinator is not scheduled that day, without any absence."""
    by_name: bool = False

    @property
    def how(self) -> HowCovered:
        if self.who is None:
            return HowCovered.GAP
        return HowCovered.OWN if self.who == self.coordinator_id else HowCovered.COVERED


@dataclass(frozen=True, slots=True)
class CoverFact:
    """Somebody covers a provider for its absent coordinator on these days; `declined`: would not."""

    provider_id: int
    absent_id: int
    covering_id: int
    from_on: date
    to_on: date
    declined: bool = False

    def holds_on(self, day: date) -> bool:
        return self.from_on <= day <= self.to_on


@dataclass(frozen=True, slots=True)
class CoveragePlan:
    """Everything that decides who is there for a COHE's providers: dated, by provider."""

    calendar: WorkingCalendar
    presence: Presence
    coordinators: Mapping[int, tuple[Held, ...]]
    deputies: Mapping[int, tuple[Held, ...]]
    covers: Collection[CoverFact]
    named: Mapping[int, Collection[int]] = field(default_factory=dict)
    """By provider: who was given open claims of theirs by name."""

    def days(self, first_on: date, last_on: date) -> Iterator[DayOfProvider]:
        """Every working day of every provider that has a coordinator, day by day; and beside it of
        whoever else has claims of theirs by name."""
        by_provider = self._covers_by_provider()
        for day in self.calendar.working_days(first_on, last_on):
            for provider_id, who, by_name in self._answering(day):
                covers = by_provider.get(provider_id, ())
                yield self._day(provider_id, who, day, covers, by_name=by_name)

    def gaps(self, first_on: date, last_on: date) -> list[DayOfProvider]:
        return [each for each in self.days(first_on, last_on) if each.how is HowCovered.GAP]

    def to_be(self, first_on: date, last_on: date) -> dict[tuple[int, int, date], int]:
        """Who is to cover, by provider, absent coordinator and day: whoever does and is there, else who
        stands in by the plan. Of leave every day, of free days those of the next weeks."""
        by_provider = self._covers_by_provider()
        free_until = first_on + FREE_DAYS_AHEAD
        found = {}
        for day in self.calendar.working_days(first_on, max(last_on, free_until)):
            for provider_id, absent, _by_name in self._answering(day):
                if self.presence.is_there(absent, day):
                    continue
                covers = by_provider.get(provider_id, ())
                who = self._arranged(absent, day, covers)
                if who is None and (day <= free_until or self.presence.on_leave(absent, day)):
                    who = self._standing_in(provider_id, absent, day, covers)
                if who is not None:
                    found[provider_id, absent, day] = who
        return found

    def _answering(self, day: date) -> Iterator[tuple[int, int, bool]]:
        """Who answers for claims of which provider on a day; True: only for those given by name."""
        for provider_id, held in self.coordinators.items():
            coordinator = _holding(held, day)
            if coordinator is not None:
                yield provider_id, coordinator, False
        for provider_id, people in self.named.items():
            coordinator = _holding(self.coordinators.get(provider_id, ()), day)
            for staff_id in people:
                if staff_id != coordinator:
                    yield provider_id, staff_id, True

    def _day(
        self,
        provider_id: int,
        coordinator: int,
        day: date,
        covers: Iterable[CoverFact],
        *,
        by_name: bool,
    ) -> DayOfProvider:
        if self.presence.is_there(coordinator, day):
            return DayOfProvider(provider_id, day, coordinator, coordinator, False, by_name)
        free_day = not self.presence.on_leave(coordinator, day)
        who = self._arranged(coordinator, day, covers)
        if who is None and free_day:
            who = self._standing_in(provider_id, coordinator, day, covers)
        return DayOfProvider(provider_id, day, coordinator, who, free_day, by_name)

    def _arranged(self, absent: int, day: date, covers: Iterable[CoverFact]) -> int | None:
        for cover in covers:
            if cover.absent_id == absent and cover.holds_on(day) and not cover.declined:
                return cover.covering_id if self.presence.is_there(cover.covering_id, day) else None
        return None

    def _standing_in(
        self, provider_id: int, absent: int, day: date, covers: Iterable[CoverFact]
    ) -> int | None:
        """Without an arrangement: the provider's coordinator where another is meant, else its deputy."""
        for held in (self.coordinators, self.deputies):
            who = _holding(held.get(provider_id, ()), day)
            if who is None or who == absent or not self.presence.is_there(who, day):
                continue
            if not any(e.declined and _is_for(e, who, absent, day) for e in covers):
                return who
        return None

    def _covers_by_provider(self) -> dict[int, list[CoverFact]]:
        found: dict[int, list[CoverFact]] = {}
        for cover in self.covers:
            found.setdefault(cover.provider_id, []).append(cover)
        return found


def _is_for(cover: CoverFact, covering: int, absent: int, day: date) -> bool:
    return (cover.covering_id, cover.absent_id) == (covering, absent) and cover.holds_on(day)


def _holding(held: Iterable[Held], day: date) -> int | None:
    return next((each.staff_id for each in held if each.holds_on(day)), None)


def check_may_cover(
    name: str, staff_id: int, absent_id: int, presence: Presence, days: Collection[date]
) -> None:
    """Somebody else, who is there on every one of the days."""
    if staff_id == absent_id:
        raise RuleBroken("Choose somebody else: nobody covers for themselves.", field="covering")
    away = sorted(day for day in days if not presence.is_there(staff_id, day))
    if away:
        more = f" and {len(away) - 1} more" if len(away) > 1 else ""
        raise RuleBroken(
            f"{name} is away on {written(away[0])}{more}. Choose fewer days, or somebody else.",
            field="covering",
        )


def check_absence(from_on: date | None, to_on: date | None) -> tuple[date, date]:
    """The first and last day away, both included; without a last day it is one day."""
    if from_on is None:
        raise RuleBroken("Enter the first day away.", field="from_on")
    last_on = to_on or from_on
    if last_on < from_on:
        raise RuleBroken("The last day away is before the first.", field="to_on")
    if (last_on - from_on).days >= LONGEST_ABSENCE:
        raise RuleBroken("Enter at most a year at a time.", field="to_on")
    return from_on, last_on


def check_not_twice(from_on: date, to_on: date, recorded: Iterable[tuple[date, date]]) -> None:
    """One absence a day: two of them would take the same minutes twice."""
    for first, last in recorded:
        if first <= to_on and from_on <= last:
            raise RuleBroken(
                f"Away from {written(first)} to {written(last)} is recorded already. Change that one.",
                field="from_on",
            )


def stretches_of(
    days: Mapping[date, int], calendar: WorkingCalendar
) -> Iterator[tuple[date, date, int]]:
    """Days with their covering person as stretches: closed days between two of them are bridged."""
    start: date | None = None
    last: date | None = None
    for day in sorted(days):
        if (
            start is not None
            and last is not None
            and days[last] == days[day]
            and not any(between not in (last, day) for between in calendar.working_days(last, day))
        ):
            last = day
            continue
        if start is not None and last is not None:
            yield start, last, days[last]
        start = last = day
    if start is not None and last is not None:
        yield start, last, days[last]


def days_of(covers: Iterable[CoverFact]) -> dict[tuple[int, int, date], int]:
    """Cover that nobody declined, day by day."""
    return {
        (cover.provider_id, cover.absent_id, day): cover.covering_id
        for cover in covers
        if not cover.declined
        for day in days_from(cover.from_on, cover.to_on)
    }


def told_of_named(deputy: str, named: int, own: int, come: int) -> str:
    """What became of naming one coordinator as deputy of all providers who were shown without: their
    `own` have none still, and others have `come` to have none meanwhile."""
    if named:
        told = [
            f"{deputy} is the deputy of {named:,} provider{'' if named == 1 else 's'} from today on."
        ]
    elif own:
        told = ["All others who were shown without a deputy have one already."]
    else:
        told = ["Everyone who was shown without a deputy has one already."]
    if own:
        told.append(
            f"{own:,} {'has' if own == 1 else 'have'} none still: nobody is their own deputy."
        )
    if come:
        told.append(
            f"{come:,} more {'has' if come == 1 else 'have'} none since the page was shown."
        )
    return " ".join(told)
