"""What forbids low complexity: the one rule, from facts to the reasons that a person reads.

Low means rated so by a coordinator and none of the reasons below (design: "Complexity"). Not rated
is not low. Days off go by by themselves, so the last day on which a claim can be low is known ahead.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import ONE_DAY, add_business_days
from ohms.domain.errors import RuleBroken
from ohms.domain.work_status import EpisodeFact, days_off, nth_day_off

MOST_DAYS_OFF = 14
FINISHES_IN_BUSINESS_DAYS = 2
LONGEST_REMARK = 200


class Ground(StrEnum):
    """What a person tells that ends low complexity, where no other record of ours says it."""

    SURGERY = "surgery_planned_or_done"
    PROTEST = "decision_protested"
    REPRESENTATIVE = "worker_represented"
    SAFETY = "safety"
    MENTAL_HEALTH = "mental_health"
    OTHER = "another_reason"


@dataclass(frozen=True, slots=True)
class LowFacts:
    """What is known of a claim on a day (`today`), as far as complexity asks."""

    today: date
    episodes: tuple[EpisodeFact, ...] = ()
    time_loss_paid: bool = False
    frq_positive: bool = False
    surgery: bool = False
    protest: bool = False
    represented: bool = False
    safety: bool = False
    mental_health: bool = False
    other: str | None = None
    """What a person told besides, in words; empty words are a reason too."""


def against_low(facts: LowFacts) -> list[str]:
    """Why a claim cannot be of low complexity on the day of the facts; nothing where it can."""
    return [told for holds, told in (*_of_work(facts), *_of_flags(facts)) if holds]


def low_until(episodes: Collection[EpisodeFact]) -> date | None:
    """The last day on which days off allow low complexity; None where they never end it."""
    over = nth_day_off(episodes, MOST_DAYS_OFF + 1)
    return over - ONE_DAY if over is not None else None


def finishes_until(raised_on: date) -> date:
    """The last day on which an assistant sees a claim that became harder, to finish."""
    return add_business_days(raised_on, FINISHES_IN_BUSINESS_DAYS)


def still_seen_from(today: date) -> date:
    """The earliest last low day of a claim whose assistant still sees it today, to finish."""
    day = today
    while finishes_until(day) >= today:
        day -= ONE_DAY
    return day


def check_may_be_low(reasons: Collection[str], *, field: str) -> None:
    """Refuse to rate a claim low, and so to give it to an assistant, with what stands against it."""
    if reasons:
        raise RuleBroken(
            "This claim is not of low complexity and cannot be given to an assistant:"
            f" {'; '.join(reasons)}.",
            field=field,
        )


def checked_remark(remark: str | None) -> str | None:
    """A few words in one line. Nobody who raises a claim is refused: what is too long is cut."""
    return " ".join((remark or "").split())[:LONGEST_REMARK] or None


def _of_work(facts: LowFacts) -> Iterator[tuple[bool, str]]:
    off = days_off(facts.episodes, facts.today)
    yield facts.time_loss_paid, "time loss was paid"
    yield off > MOST_DAYS_OFF, f"{off} days off work, over {MOST_DAYS_OFF}"


def _of_flags(facts: LowFacts) -> Iterator[tuple[bool, str]]:
    yield facts.surgery, "surgery is planned or done"
    yield facts.frq_positive, "an FRQ is positive"
    yield facts.mental_health, "mental-health content is marked on it"
    yield facts.safety, "a safety flag stands on it"
    yield facts.protest, "a decision is protested"
    yield facts.represented, "the worker has a representative"
    yield facts.other is not None, facts.other or "somebody found it harder"
