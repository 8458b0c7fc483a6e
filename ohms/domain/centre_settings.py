"""What a COHE sets for its own casework: which kinds wait for a co-signature, how much a claim file
holds, how a worker is tried, how long a service takes to answer. Every number here is our assumption
until the COHE has set its own; each change is a row with its day, reason and author.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ohms.domain.benchmark_rules import BenchmarkRules
from ohms.domain.calendar import add_months, written
from ohms.domain.co_signing import CoSignKind
from ohms.domain.document_content import MEGABYTE
from ohms.domain.documents import HOUSE_LIMITS
from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line
from ohms.domain.retention import LEAST_YEARS, RecordClass
from ohms.domain.services import SERVICES
from ohms.domain.tries import ContactRules
from ohms.domain.values import Service

AHEAD_MONTHS = 12
NO, YES = 0, 1

CO_SIGN = "cosign."
DOCUMENTS = "documents."
CONTACT = "contact."
ANSWER = "referral.answer_days."
BILLING = "billing."
LOAD = "load."
BENCHMARK = "benchmark."
RETENTION = "retention."


_ONE = re.compile(r"(?<=day|eek|ear|ute)s\b")
"""The plural's end of days, weeks, years and minutes."""


@dataclass(frozen=True, slots=True)
class CentreSetting:
    """One setting: a whole number within bounds, or yes and no kept as 1 and 0."""

    name: str
    label: str
    assumed: int
    unit: str = ""
    least: int = NO
    most: int = YES

    @property
    def field(self) -> str:
        """Its name where a form or a broken rule says it."""
        return self.name.replace(".", "_")

    @property
    def is_yes_or_no(self) -> bool:
        return self.most == YES

    def in_words(self, value: int) -> str:
        """A value as a person reads it: yes, or 25 MB; one of what is counted in the singular."""
        if self.is_yes_or_no:
            return "yes" if value else "no"
        return f"{value:,} {_ONE.sub('', self.unit, count=1) if value == 1 else self.unit}"


def _megabytes(name: str, label: str, assumed: int, most: int) -> CentreSetting:
    return CentreSetting(DOCUMENTS + name, label, assumed // MEGABYTE, "MB", 1, most)


def _days(service: Service) -> CentreSetting:
    told = SERVICES[service]
    return CentreSetting(
        ANSWER + service.value, told.name, told.answer_days, "business days", 1, 60
    )


def _years(record_class: RecordClass, label: str) -> CentreSetting:
    return CentreSetting(RETENTION + record_class.value, label, 7, "years", LEAST_YEARS, 50)


GROUPS: Mapping[str, tuple[CentreSetting, ...]] = MappingProxyType(
    {
        "What an assistant enters and a coordinator co-signs": (
            CentreSetting(CO_SIGN + CoSignKind.FRQ.value, "FRQ results", YES),
            CentreSetting(CO_SIGN + CoSignKind.BARRIER_PLAN.value, "Barrier plans", YES),
            CentreSetting(CO_SIGN + CoSignKind.CLOSING.value, "Closings of a coordination", YES),
        ),
        "Documents that people give": (
            _megabytes("file", "One file", HOUSE_LIMITS.file, 25),
            _megabytes("claim", "All files of a claim", HOUSE_LIMITS.claim, 5_000),
            _megabytes("person_day", "One person on one day", HOUSE_LIMITS.person_day, 5_000),
        ),
        "Trying to reach a worker": (
            CentreSetting(
                CONTACT + "tries_before_letter",
                "Tries before the letter",
                ContactRules().tries_before_letter,
                "days",
                1,
                10,
            ),
            CentreSetting(
                CONTACT + "business_days_between_tries",
                "From one try to the next",
                ContactRules().business_days_between_tries,
                "business days",
                1,
                20,
            ),
        ),
        "How load is reckoned": (
            CentreSetting(
                LOAD + "minutes_a_week",
                "An open coordination, before there are 13 weeks of minutes",
                8,
                "minutes a week",
                1,
                600,
            ),
            CentreSetting(
                LOAD + "other_minutes",
                "Planned other work of a full week",
                240,
                "minutes",
                0,
                2400,
            ),
        ),
        "Time as it is billed": (
            CentreSetting(BILLING + "unit_minutes", "One unit", 1, "minutes", 1, 60),
            CentreSetting(BILLING + "round_up", "Each begun unit counts", NO),
        ),
        "L&I's benchmarks, from the next quarter that begins": (
            CentreSetting(
                BENCHMARK + "activity_weeks",
                "Time in which a call, an activity or time loss counts",
                BenchmarkRules().activity_weeks,
                "weeks",
                2,
                52,
            ),
            CentreSetting(
                BENCHMARK + "low_adopter_percent",
                "A provider is a low adopter below",
                BenchmarkRules().low_adopter_percent,
                "% of practices met",
                2,
                100,
            ),
            CentreSetting(
                BENCHMARK + "apf_sample",
                "APFs of a quarter that are drawn for the review",
                BenchmarkRules().apf_sample,
                "APFs",
                5,
                200,
            ),
        ),
        "How long records are kept, at least, after the last thing that happened on a claim": (
            _years(RecordClass.FILE, "The claim file"),
            _years(RecordClass.CLAIM, "All of the claim"),
        ),
        "When a referral's first answer is expected": tuple(_days(each) for each in Service),
    }
)
SETTINGS: Mapping[str, CentreSetting] = MappingProxyType(
    {each.name: each for group in GROUPS.values() for each in group}
)
ASSUMED: Mapping[str, int] = MappingProxyType(
    {each.name: each.assumed for each in SETTINGS.values()}
)


def check_values(values: Mapping[str, int]) -> None:
    """Every setting has a value within its bounds."""
    for setting in SETTINGS.values():
        value = values[setting.name]
        if not setting.least <= value <= setting.most:
            raise RuleBroken(f"Enter {setting.least:,} to {setting.most:,}.", field=setting.field)


def changes_to(standing: Mapping[str, int], draft: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """The settings that differ, each with its value before and after."""
    return {
        name: (standing[name], draft[name]) for name in SETTINGS if standing[name] != draft[name]
    }


def checked_start(from_on: date | None, today: date) -> date:
    """From when a change holds: today or later, never backwards, at most a year ahead."""
    latest = add_months(today, AHEAD_MONTHS)
    if from_on is None or not today <= from_on <= latest:
        raise RuleBroken(f"Enter a day from today up to {written(latest)}.", field="from_on")
    return from_on


def checked_why(reason: str | None) -> str:
    """Why it changes: it stays in the history."""
    return checked_line(reason, "Enter why this changes: it stays in the history.")
