"""Triage of a claim: what speaks for working on it, each reason with its points, and what may be
decided.

Source of the signals: domain notes section 3.2. No public list of L&I's criteria was found: the
points are our assumption and a setting of the COHE (`triage.<signal>`). Surgery gives no reason: it is
known by what we do about it.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
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
from ohms.domain.one_line import checked_line
from ohms.domain.triage_weights import ASSUMED, SIGNALS, TriageWeights
from ohms.domain.values import ClaimStatus, Coordination, WorkStatus
from ohms.domain.work_status import (
    OFF,
    EpisodeFact,
    Stretch,
    days_off,
    is_off_on,
    off_stretches,
    stretches_of,
)

OFF_WORK_OVER_DAYS = 3
TWO_TO_FOUR_WEEKS = (14, 28)
FIRST_CONTACT_ENDS_IN_BUSINESS_DAYS = 3
LONGEST_WATCH_MONTHS = 12

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
"""Signals that bring a claim back which was put away before they were seen, or which happen again."""

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
    time_loss_last_on: date | None = None
    """The last day of the last such stretch that was told."""
    reopened_on: date | None = None
    """The day on which the feed told last that L&I reopened it; None: it came to us reopened."""
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


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for working on a claim, and how much."""

    name: str
    points: int
    sentence: str
    since: date | None = None
    """The day from which it holds without a break, or of the newest thing that it tells of."""


def reasons(facts: TriageFacts, weights: TriageWeights = ASSUMED) -> list[Reason]:
    """Every reason that holds on the day of the facts, the weightiest first."""
    found = [
        Reason(name, getattr(weights, name), sentence, since)
        for name, sentence, since in (*_of_work(facts), *_of_papers(facts))
    ]
    return sorted(found, key=lambda reason: (-reason.points, SIGNALS.index(reason.name)))


def score(found: Collection[Reason]) -> int:
    """The sum of the visible reasons, nothing else."""
    return sum(reason.points for reason in found)


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
    ended = [last for _first, last in off_stretches(facts.episodes) if last is not None]
    if over := [last for last in ended if last < facts.today]:
        off = days_off(facts.episodes, facts.today)
        days = "day" if off == 1 else "days"
        return f"{off} {days} off work, none known after {written(max(over))}; no time loss"
    return "No time loss and no day off work known"


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
    return checked_line(reason, "Enter why no action is needed: it stays with the claim.")


Told = tuple[str, str, date | None]
"""Name, sentence and `since` of a reason."""


def _of_work(facts: TriageFacts) -> Iterator[Told]:
    off = days_off(facts.episodes, facts.today)
    if _time_loss_told(facts):
        yield "time_loss", "Time loss was paid.", _time_loss_through(facts)
    if (positive_on := _frq_positive_on(facts)) is not None:
        yield "frq_positive", f"The FRQ of {written(positive_on)} is positive.", positive_on
    if not is_off_on(facts.episodes, facts.today):
        return
    since = _off_since(facts)
    if is_in_frq_window(facts.episodes, facts.today) and not _frq_answered(facts):
        told = f"{off} days off work: within the FRQ window of days 10 to 58."
        yield "frq_window", told, since
    first, last = TWO_TO_FOUR_WEEKS
    if first <= off <= last:
        yield "off_two_to_four_weeks", f"{off} days off work: two to four weeks.", since
    if off > OFF_WORK_OVER_DAYS:
        yield "off_work", f"{off} days off work, and off today.", since


def _of_papers(facts: TriageFacts) -> Iterator[Told]:
    status = _holding(facts)
    if status in RESTRICTED | OFF and not _has_apf(facts):
        restricted = "Off work" if status in OFF else "At work with restrictions"
        told = f"{restricted}, and no APF says so today."
        yield "restricted_without_apf", told, _without_apf_since(facts)
    if _is_reopened(facts):
        yield "reopened", "L&I reopened the claim.", facts.reopened_on
    if facts.called_on is not None and facts.called_on <= facts.today:
        day = facts.called_on
        yield "incoming_call", f"A call came in on {day:%b} {day.day}.", day
    if (ending := _first_contact_ending(facts)) is not None:
        yield "first_contact_ending", ending, None
    if facts.roa_complete is False:
        yield "roa_incomplete", "The Report of Accident is incomplete.", None
    if facts.interpreter_needed:
        told = f"An interpreter is needed: {facts.language or 'language not told'}."
        yield "interpreter", told, None


def _time_loss_told(facts: TriageFacts) -> bool:
    return facts.time_loss_told_on is not None and facts.time_loss_told_on <= facts.today


def _time_loss_through(facts: TriageFacts) -> date | None:
    """Through which day time loss was paid, as far as was told up to today."""
    last = facts.time_loss_last_on
    return last if last is not None and last <= facts.today else facts.time_loss_told_on


def _off_since(facts: TriageFacts) -> date | None:
    """The first day of the stretch off work that today is in."""
    return _since(stretches_of(facts.episodes, OFF), facts.today)


def _without_apf_since(facts: TriageFacts) -> date | None:
    """From when on work was restricted, or the worker off it, without an APF that says so."""
    since = _since(stretches_of(facts.episodes, RESTRICTED | OFF), facts.today)
    ended = max(
        (to_on for _from, to_on in facts.apfs if to_on and to_on < facts.today), default=None
    )
    if since is None or ended is None:
        return since
    return max(since, ended + ONE_DAY)


def _since(stretches: Collection[Stretch], day: date) -> date | None:
    holding = (first for first, last in stretches if first <= day and (last is None or day <= last))
    return next(holding, None)


def _is_reopened(facts: TriageFacts) -> bool:
    """L&I's status, unless it came about after the day of the facts."""
    later = facts.reopened_on is not None and facts.reopened_on > facts.today
    return facts.status is ClaimStatus.REOPENED and not later


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
