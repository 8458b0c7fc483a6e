"""The clocks of a claim: report of accident, first contact, APF, FRQ window and first year.

L&I's published measures (domain notes S2, S3, S17, S32); the day counts are settings of the COHE
with these defaults. Each deadline says how it was computed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from ohms.domain.calendar import (
    ONE_DAY,
    Computed,
    add_months,
    business_days_between,
    due_after_business_days,
    written,
)
from ohms.domain.values import MilestoneState
from ohms.domain.work_status import EpisodeFact, days_off, is_off_on, nth_day_off, off_stretches


@dataclass(frozen=True, slots=True)
class MilestoneSettings:
    """The COHE's thresholds, with L&I's published values as defaults."""

    first_contact_business_days: int = 10
    roa_business_days: int = 2
    apf_weeks: int = 12
    frq_from_days_off: int = 10
    frq_to_days_off: int = 58
    first_year_months: int = 12


DEFAULTS = MilestoneSettings()


def first_contact_due(established_on: date, settings: MilestoneSettings = DEFAULTS) -> Computed:
    """First contact: within 10 business days of the day L&I established the claim."""
    return due_after_business_days(
        established_on, settings.first_contact_business_days, "the claim was established"
    )


def roa_due(first_visit_on: date, settings: MilestoneSettings = DEFAULTS) -> Computed:
    """The Report of Accident is at L&I within 2 business days of the first visit."""
    return due_after_business_days(first_visit_on, settings.roa_business_days, "the first visit")


def apf_due(first_visit_on: date, settings: MilestoneSettings = DEFAULTS) -> Computed:
    """The first APF: within 12 weeks of the first visit, the last day included."""
    day = first_visit_on + timedelta(weeks=settings.apf_weeks)
    return Computed(day, f"{settings.apf_weeks} weeks after {_first_visit(first_visit_on)}")


def first_year_ends(first_visit_on: date, settings: MilestoneSettings = DEFAULTS) -> Computed:
    """The last day of the first year, which runs from the first visit as its first day."""
    day = add_months(first_visit_on, settings.first_year_months) - ONE_DAY
    months = settings.first_year_months
    return Computed(day, f"last of the {months} months from {_first_visit(first_visit_on)}")


@dataclass(frozen=True, slots=True)
class FrqWindow:
    """The days on which the FRQ is worth asking: from the 10th to the 58th day off work."""

    opens: Computed
    closes: Computed | None
    """None: the worker went back before the 58th day off."""
    ends: Computed
    """Its last day: where it closes, or the last day off of a worker who went back before."""


def frq_window(
    episodes: Collection[EpisodeFact], settings: MilestoneSettings = DEFAULTS
) -> FrqWindow | None:
    """The FRQ window of a claim, an open stretch off work going on; None: it never opens."""
    opens = nth_day_off(episodes, settings.frq_from_days_off)
    closes = nth_day_off(episodes, settings.frq_to_days_off)
    if opens is None:
        return None
    shut = Computed(closes, f"day {settings.frq_to_days_off} off work") if closes else None
    return FrqWindow(
        Computed(opens, f"day {settings.frq_from_days_off} off work"), shut, shut or _back(episodes)
    )


def _back(episodes: Collection[EpisodeFact]) -> Computed:
    """Never reached the 58th day off, so every stretch off work has its last day."""
    last = max(last for _first, last in off_stretches(episodes) if last is not None)
    return Computed(last, f"last day off, after {days_off(episodes, last)} of them")


def frq_met_on(window: FrqWindow, answered: Collection[date]) -> date | None:
    """The first day within the window on which an FRQ was answered."""
    return min(
        (day for day in answered if window.opens.day <= day <= window.ends.day), default=None
    )


def is_in_frq_window(
    episodes: Collection[EpisodeFact], day: date, settings: MilestoneSettings = DEFAULTS
) -> bool:
    """Off work that day, with 10 to 58 days off so far, both included."""
    so_far = days_off(episodes, day)
    within = settings.frq_from_days_off <= so_far <= settings.frq_to_days_off
    return within and is_off_on(episodes, day)


@dataclass(frozen=True, slots=True)
class ReachedUs:
    """A claim came to us after L&I had established it: on which day of the first-contact clock.

    `day` counts business days after the day it was established, as the deadline does.
    """

    day: int
    of: int

    @property
    def is_over(self) -> bool:
        return self.day > self.of


def reached_us(
    established_on: date, listed_on: date, settings: MilestoneSettings = DEFAULTS
) -> ReachedUs | None:
    """How late the claim was first listed by the feed; None: on the day or before."""
    if listed_on <= established_on:
        return None
    late = business_days_between(established_on, listed_on)
    return ReachedUs(late, settings.first_contact_business_days)


def milestone_state(due_by: date, met_on: date | None, today: date) -> MilestoneState:
    """Met on or before the deadline; missed after it, done late or not; running until then."""
    if met_on is not None:
        return MilestoneState.MET if met_on <= due_by else MilestoneState.MISSED
    return MilestoneState.RUNNING if today <= due_by else MilestoneState.MISSED


def _first_visit(day: date) -> str:
    return f"the first visit, {written(day)}"
