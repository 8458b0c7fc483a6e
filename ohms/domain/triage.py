"""Triage of a claim: what speaks for working on it, each reason with its points, and what may be
decided.

Source of the signals: domain notes section 3.2. No public list of L&I's criteria was found: the
points are our assumption and a setting of the COHE (`triage.<signal>`). Surgery is not known yet and
gives no reason.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import ONE_DAY, add_business_days, add_months, written
from ohms.domain.errors import RuleBroken
from ohms.domain.milestones import (
    first_contact_due,
    frq_met_on,
    frq_window,
    is_in_frq_window,
)
from ohms.domain.values import ClaimStatus, Coordination, WorkStatus
from ohms.domain.work_status import OFF, EpisodeFact, days_off, is_off_on

OFF_WORK_OVER_DAYS = 3
TWO_TO_FOUR_WEEKS = (14, 28)
FIRST_CONTACT_ENDS_IN_BUSINESS_DAYS = 3
LOW_COMPLEXITY_OFF_DAYS = 14
LONGEST_WATCH_MONTHS = 12
LONGEST_REASON = 200

NOT_NEEDED = "not_needed"
"""Why our work on a claim ended when triage found that it needs none."""

RESTRICTED = frozenset(
    {WorkStatus.MODIFIED_DUTY, WorkStatus.LIMITED_HOURS, WorkStatus.TRANSITIONAL}
)


class TriageChoice(StrEnum):
    """What is decided for a claim at triage."""

    WORK = "work"
    WATCH = "watch"
    NO_ACTION = "no_action"
    GIVE_TO_ASSISTANT = "give_to_assistant"


PUT_AWAY = frozenset({TriageChoice.WATCH, TriageChoice.NO_ACTION})


@dataclass(frozen=True, slots=True)
class TriageWeights:
    """Points of each signal. Our assumption until a COHE has set its own."""

    time_loss: int = 40
    frq_positive: int = 30
    frq_window: int = 20
    off_two_to_four_weeks: int = 20
    off_work: int = 15
    restricted_without_apf: int = 15
    reopened: int = 15
    incoming_call: int = 15
    first_contact_ending: int = 10
    roa_incomplete: int = 5
    interpreter: int = 5


SIGNALS = tuple(each.name for each in fields(TriageWeights))
ASSUMED = TriageWeights()

BRINGS_BACK = frozenset(
    {
        "time_loss",
        "frq_positive",
        "frq_window",
        "off_work",
        "restricted_without_apf",
        "reopened",
        "incoming_call",
    }
)
"""Signals that bring a claim back which was put away before they were seen."""

NEEDS_WORK = BRINGS_BACK | {"off_two_to_four_weeks"}


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """What is known of a claim on a day (`today`), as far as triage asks."""

    today: date
    status: ClaimStatus
    established_on: date | None = None
    contacted: bool = False
    time_loss_told_on: date | None = None
    """The last day of the first stretch for which time loss or loss of earning power was paid."""
    episodes: tuple[EpisodeFact, ...] = ()
    apfs: tuple[tuple[date, date | None], ...] = ()
    """First and last day of each APF, both included."""
    called_on: date | None = None
    """The day of the last call with which nobody is done yet."""
    frqs: tuple[tuple[date, bool], ...] = ()
    """Day of each FRQ that stands, and whether it is positive."""
    roa_complete: bool | None = None
    """None: no Report of Accident told yet."""
    interpreter_needed: bool = False
    language: str | None = None
    represented: bool = False
    safety_flag: bool = False
    mental_health: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for working on a claim, and how much."""

    name: str
    points: int
    sentence: str


def reasons(facts: TriageFacts, weights: TriageWeights = ASSUMED) -> list[Reason]:
    """Every reason that holds on the day of the facts, the weightiest first."""
    found = [
        Reason(name, getattr(weights, name), sentence)
        for name, sentence in (*_of_work(facts), *_of_papers(facts))
    ]
    return sorted(found, key=lambda reason: (-reason.points, SIGNALS.index(reason.name)))


def score(found: Collection[Reason]) -> int:
    """The sum of the visible reasons, nothing else."""
    return sum(reason.points for reason in found)


def unseen(found: Collection[Reason], seen: Collection[str]) -> list[Reason]:
    """The reasons that bring a claim back which was put away while only `seen` ones were known."""
    return [reason for reason in found if reason.name in BRINGS_BACK and reason.name not in seen]


def proposed(found: Collection[Reason], obstacles: Collection[str] = ()) -> TriageChoice:
    """What the reasons speak for: most claims are left alone, so nothing found proposes no action.

    An incomplete ROA alone is a call to the clinic, the assistant's where nothing forbids it.
    """
    names = {reason.name for reason in found}
    if names & NEEDS_WORK:
        return TriageChoice.WORK
    if "roa_incomplete" in names and not obstacles:
        return TriageChoice.GIVE_TO_ASSISTANT
    return TriageChoice.WATCH if names else TriageChoice.NO_ACTION


def no_action_reason(facts: TriageFacts) -> str:
    """Why nothing need be done, from the facts; empty where they speak against it."""
    if _time_loss_told(facts) or is_off_on(facts.episodes, facts.today):
        return ""
    status = _holding(facts)
    if status is WorkStatus.FULL_DUTY:
        return "At full duty, no time loss"
    if status in RESTRICTED:
        return "At work with restrictions, no time loss"
    return "No time loss and no day off work known"


def obstacles_to_low_complexity(facts: TriageFacts) -> list[str]:
    """Why a claim cannot be of low complexity (design: "Complexity"); none where it can."""
    off = days_off(facts.episodes, facts.today)
    return [
        told
        for holds, told in (
            (_time_loss_told(facts), "time loss was paid"),
            (off > LOW_COMPLEXITY_OFF_DAYS, f"{off} days off work, over {LOW_COMPLEXITY_OFF_DAYS}"),
            (_frq_positive_on(facts) is not None, "an FRQ is positive"),
            (facts.represented, "the worker has a representative"),
            (facts.safety_flag, "a safety flag stands on it"),
            (facts.mental_health, "mental-health content is marked on it"),
        )
        if holds
    ]


def check_may_be_low(obstacles: Collection[str]) -> None:
    """Refuse to rate a claim low, and so to give it to an assistant, with what stands against it."""
    if obstacles:
        raise RuleBroken(
            "This claim cannot be given to an assistant, who works on claims of low complexity:"
            f" {'; '.join(obstacles)}.",
            field="decision",
        )


def check_may_be_triaged(
    coordination: Coordination, close_reason: str | None, *, reopened: bool = False
) -> None:
    """Refuse a claim whose coordination ended for another reason than that none was needed, unless
    L&I has `reopened` it since."""
    if coordination is Coordination.CLOSED and close_reason != NOT_NEEDED and not reopened:
        raise RuleBroken(
            "Our work on this claim has ended. Triage decides on new claims and reopened ones only."
        )


def checked_watch_until(until: date | None, today: date) -> date:
    """The day until which a claim is watched: after today, at most a year ahead."""
    latest = add_months(today, LONGEST_WATCH_MONTHS)
    if until is None:
        raise RuleBroken("Enter the day until which you watch it.", field="watch_until")
    if not today < until <= latest:
        raise RuleBroken(f"Enter a day after today, up to {written(latest)}.", field="watch_until")
    return until


def checked_no_action_reason(reason: str | None) -> str:
    """Why a claim needs no action: a few words that stay with it."""
    text = " ".join((reason or "").split())
    if not text:
        raise RuleBroken("Enter why no action is needed: it stays with the claim.", field="reason")
    if len(text) > LONGEST_REASON:
        raise RuleBroken(f"Shorten the reason to {LONGEST_REASON} characters.", field="reason")
    return text


def _of_work(facts: TriageFacts) -> Iterator[tuple[str, str]]:
    off = days_off(facts.episodes, facts.today)
    if _time_loss_told(facts):
        yield "time_loss", "Time loss was paid."
    if (positive_on := _frq_positive_on(facts)) is not None:
        yield "frq_positive", f"The FRQ of {written(positive_on)} is positive."
    if is_in_frq_window(facts.episodes, facts.today) and not _frq_answered(facts):
        yield "frq_window", f"{off} days off work: within the FRQ window of days 10 to 58."
    if not is_off_on(facts.episodes, facts.today):
        return
    first, last = TWO_TO_FOUR_WEEKS
    if first <= off <= last:
        yield "off_two_to_four_weeks", f"{off} days off work: two to four weeks."
    if off > OFF_WORK_OVER_DAYS:
        yield "off_work", f"{off} days off work, and off today."


def _of_papers(facts: TriageFacts) -> Iterator[tuple[str, str]]:
    status = _holding(facts)
    if status in RESTRICTED | OFF and not _has_apf(facts):
        restricted = "Off work" if status in OFF else "At work with restrictions"
        yield "restricted_without_apf", f"{restricted}, and no APF says so today."
    if facts.status is ClaimStatus.REOPENED:
        yield "reopened", "L&I reopened the claim."
    if facts.called_on is not None and facts.called_on <= facts.today:
        day = facts.called_on
        yield "incoming_call", f"A call came in on {day:%b} {day.day}."
    if (ending := _first_contact_ending(facts)) is not None:
        yield "first_contact_ending", ending
    if facts.roa_complete is False:
        yield "roa_incomplete", "The Report of Accident is incomplete."
    if facts.interpreter_needed:
        yield "interpreter", f"An interpreter is needed: {facts.language or 'language not told'}."


def _time_loss_told(facts: TriageFacts) -> bool:
    return facts.time_loss_told_on is not None and facts.time_loss_told_on <= facts.today


def _frq_positive_on(facts: TriageFacts) -> date | None:
    """The day of the latest positive FRQ so far; a later negative one does not take it back."""
    positive = (day for day, positive in facts.frqs if positive and day <= facts.today)
    return max(positive, default=None)


def _frq_answered(facts: TriageFacts) -> bool:
    """Whether an FRQ was answered within its window, so that none is wanted any more."""
    window = frq_window(facts.episodes)
    answered = [day for day, _positive in facts.frqs if day <= facts.today]
    return window is not None and frq_met_on(window, answered) is not None


def _holding(facts: TriageFacts) -> WorkStatus | None:
    return next((e.status for e in facts.episodes if e.holds_on(facts.today)), None)


def _has_apf(facts: TriageFacts) -> bool:
    return any(
        from_on <= facts.today and (to_on is None or facts.today <= to_on)
        for from_on, to_on in facts.apfs
    )


def _first_contact_ending(facts: TriageFacts) -> str | None:
    """Nobody was contacted, and the last day for it is at most three business days away, or past."""
    if facts.contacted or facts.established_on is None:
        return None
    due = first_contact_due(facts.established_on).day
    if due > add_business_days(facts.today, FIRST_CONTACT_ENDS_IN_BUSINESS_DAYS):
        return None
    passed = due <= facts.today - ONE_DAY
    return f"No contact yet; the 10 business days {'ended' if passed else 'end'} on {written(due)}."
