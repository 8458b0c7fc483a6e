"""Staffed against required FTE of a COHE, and what a change of its positions would do to both."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY
from ohms.domain.contract import ContractSettings
from ohms.domain.positions import (
    check_end,
    check_end_beside,
    check_new_hours,
    checked_begin,
    checked_week,
)
from ohms.domain.replacement import StaffingAfterEnd, staffing_after_end
from ohms.domain.required_fte import RequiredFte, required_fte, twelve_months_to
from ohms.domain.staffing import PositionFact, staffed_on
from ohms.domain.values import EndedBy, Role
from ohms.models.staff import Position
from ohms.queries.period_sums import initiated_within
from ohms.queries.positions import fact_of, worked_to
from ohms.queries.rounds import Question, asked, side_by_side
from ohms.queries.settings import settings_histories
from ohms.queries.staffing import data_reach

NEW = 0
"""The id of a position that is not recorded yet."""


@dataclass(frozen=True, slots=True)
class StaffingLevel:
    """Staffed and required FTE of a COHE: what every change of its positions is held against."""

    cohe_id: int
    positions: tuple[PositionFact, ...]
    settings: ContractSettings
    required: RequiredFte | None
    """None: there are no claims yet."""

    required_to: date
    """The last of the 12 months whose claims it goes by: as the feed is in, however late time is."""

    today: date

    @property
    def required_exact(self) -> Fraction:
        return self.required.exact if self.required else Fraction(0)

    def staffed(self, day: date | None = None) -> Fraction:
        return staffed_on(day or self.today, self.positions, self.settings)

    def after_end(self, position_id: int, last_on: date, ended_by: EndedBy) -> StaffingAfterEnd:
        """What it would mean that a position ended on a day."""
        changed = [
            replace(each, to_on=last_on) if each.position_id == position_id else each
            for each in self.positions
        ]
        ended = next(each for each in changed if each.position_id == position_id)
        return staffing_after_end(
            ended,
            ended_by,
            positions=changed,
            required=self.required_exact,
            settings=self.settings,
        )


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change would do on its first day."""

    on: date
    before: Fraction
    after: Fraction
    required: Fraction
    vacancy_due: date | None = None
    """By when the vacancy that it opens is to be filled; None: it opens none."""

    below_already: bool = False

    @property
    def is_below(self) -> bool:
        return self.after < self.required


def staffing_level(actor: Actor, cohe_id: int, on: date | None = None) -> Question[StaffingLevel]:
    """Staffed and required FTE today, as figures of the supervisor or contract manager; `on` a day that
    is past what was required on it. Two rounds."""
    day = min(on or actor.on_day, actor.on_day)
    before = day - ONE_DAY
    reach, histories, (rows,) = yield from side_by_side(
        data_reach(actor, cohe_id, before),
        settings_histories([cohe_id]),
        asked(select(Position).where(Position.cohe_id == cohe_id)),
    )
    as_of = min(reach.feed_complete_to or before, before)
    settings = histories[cohe_id].on(day)
    required = None
    if reach.claims_from is not None and reach.claims_from <= as_of:
        year = twelve_months_to(as_of)
        _counts, in_year = yield from initiated_within(actor, cohe_id, [year], year)
        required = required_fte(
            in_year, as_of=as_of, data_from=reach.claims_from, settings=settings
        )
    positions = tuple(fact_of(each.Position) for each in rows)
    return StaffingLevel(cohe_id, positions, settings, required, as_of, actor.on_day)


def of_ending(
    level: StaffingLevel,
    position: PositionFact,
    last_on: date,
    ended_by: EndedBy,
    beside: Collection[PositionFact],
) -> Consequence:
    """Of a last day worked; `beside`: the person's positions in the COHE. RuleBroken beside `last_on` where it may not be."""
    check_end(position, last_on, worked_to(position.position_id), level.today)
    check_end_beside(position, last_on, beside)
    after = level.after_end(position.position_id, last_on, ended_by)
    return Consequence(
        last_on + ONE_DAY,
        after.staffed_before,
        after.staffed_after,
        after.required,
        after.vacancy_due.day if after.vacancy_due else None,
        after.was_below_already,
    )


def of_changed_hours(
    level: StaffingLevel, position: PositionFact, week: tuple[int | None, ...], from_on: date
) -> Consequence:
    """Of other minutes from a day on; RuleBroken beside `mon` or `from_on`."""
    minutes = checked_week(week)
    check_new_hours(position, minutes, from_on, level.today)
    changed = replace(position, weekday_minutes=minutes, from_on=from_on)
    former = replace(position, to_on=from_on - ONE_DAY)
    others = [p for p in level.positions if p.position_id != position.position_id]
    return _compared(level, from_on, (*others, former, changed))


def of_beginning(
    level: StaffingLevel, role: Role, week: tuple[int | None, ...], from_on: date | None
) -> Consequence:
    """Of a new position; RuleBroken beside `mon` or `from_on`."""
    day = checked_begin(from_on, level.today)
    new = PositionFact(NEW, role, level.cohe_id, checked_week(week), day)
    return _compared(level, day, (*level.positions, new))


def _compared(level: StaffingLevel, day: date, positions: tuple[PositionFact, ...]) -> Consequence:
    before, after = level.staffed(day - ONE_DAY), staffed_on(day, positions, level.settings)
    return Consequence(day, before, after, level.required_exact)
