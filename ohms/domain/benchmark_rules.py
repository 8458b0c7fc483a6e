"""How a claim stands with each of L&I's benchmarks that judge claims.

A claim belongs to the quarter in which it was initiated. Ripe claims only: one whose window is open on
the last day that the feed tells of is left out, and counted beside. A deadline is met on the day itself,
so its claim is ripe once that day is over.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from ohms.domain.benchmark_lines import PUBLISHED, BenchmarkLine
from ohms.domain.benchmark_measures import Benchmark
from ohms.domain.calendar import business_days_between
from ohms.domain.milestones import apf_due, roa_due


class Standing(StrEnum):
    """How a claim, a provider or an APF stands with a benchmark.

    Open: its window is, so that it counts beside. Apart: not of those that the benchmark is about.
    """

    MET = "met"
    MISSED = "missed"
    OPEN = "open"
    APART = "apart"


COUNTED = frozenset({Standing.MET, Standing.MISSED})


class ClaimFacts(NamedTuple):
    """What the benchmarks ask of a claim. Days on which something was first; None: not, so far."""

    claim_id: int
    provider_id: int
    clinic_id: int
    hsc_id: int | None
    """The coordinator who was responsible on the day of initiation."""

    initiated_on: date
    established_on: date | None
    first_visit_on: date | None
    roa_received_on: date | None
    roa_complete: bool | None
    apf_on: date | None
    time_loss_on: date | None
    activity_on: date | None
    """Of the first signed note that stands, with claim-specific minutes of an HSC or assistant."""

    reached_on: date | None
    """Somebody of the claim was reached."""

    provider_call_on: date | None
    employer_call_on: date | None


@dataclass(frozen=True, slots=True)
class BenchmarkRules:
    """What a COHE may set, and the lines of its contract; the defaults are L&I's, and assumed where its
    page is silent."""

    activity_weeks: int = 12
    low_adopter_percent: int = 75
    apf_sample: int = 20
    """So many APFs of a quarter are drawn for the review."""

    lines: Mapping[str, BenchmarkLine] = field(default_factory=lambda: PUBLISHED)
    """By the benchmark's name; none for what is held against a figure of others."""


ClaimRule = Callable[[ClaimFacts, date, BenchmarkRules], Standing]


def standing_of(
    benchmark: Benchmark, facts: ClaimFacts, as_of: date, rules: BenchmarkRules
) -> Standing:
    """How a claim stands with a benchmark that judges claims."""
    return _RULES[benchmark.name](facts, as_of, rules)


def _apf_in_12_weeks(facts: ClaimFacts, as_of: date, _rules: BenchmarkRules) -> Standing:
    if facts.first_visit_on is None:
        return Standing.APART
    due_by = _apf_dueis_by(facts.first_visit_on)
    return _judged(due_by, as_of, is_met=is_by(facts.apf_on, due_by))


def _provider_employer_call(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    end = window_end(facts.initiated_on, rules)
    called = is_by(facts.provider_call_on, end) and is_by(facts.employer_call_on, end)
    return _judged(end, as_of, is_met=called)


def _time_loss_touched(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    end = window_end(facts.initiated_on, rules)
    if not is_by(facts.time_loss_on, end):
        return Standing.APART
    touched = is_by(facts.provider_call_on, end) or is_by(facts.activity_on, end)
    return _judged(end, as_of, is_met=touched)


def _activity(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    end = window_end(facts.initiated_on, rules)
    return _judged(end, as_of, is_met=is_by(facts.activity_on, end))


def _time_loss_activity(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    end = window_end(facts.initiated_on, rules)
    if not is_by(facts.time_loss_on, end):
        return Standing.APART
    return _judged(end, as_of, is_met=is_by(facts.activity_on, end))


def _first_activity(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    if facts.established_on is None:
        return Standing.APART
    end = window_end(facts.established_on, rules)
    if end > as_of:
        return Standing.OPEN
    days = days_to_activity(facts)
    if days is None or not is_by(facts.activity_on, end):
        return Standing.APART
    return Standing.MET if days <= rules.lines["first_activity"].value else Standing.MISSED


def _time_loss(facts: ClaimFacts, as_of: date, rules: BenchmarkRules) -> Standing:
    end = window_end(facts.initiated_on, rules)
    return _judged(end, as_of, is_met=is_by(facts.time_loss_on, end))


def _roa_complete(facts: ClaimFacts, _as_of: date, _rules: BenchmarkRules) -> Standing:
    if facts.roa_complete is None:
        return Standing.OPEN
    return Standing.MET if facts.roa_complete else Standing.MISSED


def _roa_in_2_days(facts: ClaimFacts, as_of: date, _rules: BenchmarkRules) -> Standing:
    if facts.first_visit_on is None:
        return Standing.APART
    due_by = _roa_dueis_by(facts.first_visit_on)
    return _judged(due_by, as_of, is_met=is_by(facts.roa_received_on, due_by))


def _judged(due_by: date, as_of: date, *, is_met: bool) -> Standing:
    if due_by > as_of:
        return Standing.OPEN
    return Standing.MET if is_met else Standing.MISSED


def is_by(day: date | None, due_by: date) -> bool:
    return day is not None and day <= due_by


def window_end(first_on: date, rules: BenchmarkRules) -> date:
    return _weeks_after(first_on, rules.activity_weeks)


@lru_cache(maxsize=4096)
def _weeks_after(day: date, weeks: int) -> date:
    return day + timedelta(weeks=weeks)


@lru_cache(maxsize=4096)
def _apf_dueis_by(first_visit_on: date) -> date:
    return apf_due(first_visit_on).day


@lru_cache(maxsize=4096)
def _roa_dueis_by(first_visit_on: date) -> date:
    return roa_due(first_visit_on).day


def days_to_activity(facts: ClaimFacts) -> int | None:
    """Business days from the day the claim was established to the first activity; 0 where it was
    before. None: no activity, or not established."""
    if facts.established_on is None or facts.activity_on is None:
        return None
    return max(business_days_between(facts.established_on, facts.activity_on), 0)


_RULES: Mapping[str, ClaimRule] = MappingProxyType(
    {
        "apf_in_12_weeks": _apf_in_12_weeks,
        "provider_employer_call": _provider_employer_call,
        "time_loss_touched": _time_loss_touched,
        "claims_with_activity": _activity,
        "time_loss_with_activity": _time_loss_activity,
        "first_activity": _first_activity,
        "time_loss_share": _time_loss,
        "roa_complete_when_sent": _roa_complete,
        "roa_in_2_days": _roa_in_2_days,
    }
)
