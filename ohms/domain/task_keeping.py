"""Stored derived tasks against the facts: what has to be written, changed, closed or opened again.

The stored rows are right when nothing has to be done; that is what `ohms check` asks. What a person
ended, done or not needed, stays as they left it, save what is asked for anew after some days. What the
facts ended opens again when they ask anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from ohms.domain.calendar import add_business_days
from ohms.domain.derived_tasks import DerivedTask, Evidence
from ohms.domain.tasks import is_open
from ohms.domain.values import TaskState

LONGEST_BECAUSE = 200
NO_LONGER = "It no longer follows from what is known of the claim"
TOO_LATE = "Its days have passed"


@dataclass(frozen=True, slots=True)
class KeptTask:
    """A derived task as it is stored. `derived_due_by` is the due day that the facts gave it last:
    where `due_by` is another, a person has moved it. `ended_on`: the last day on which a person ended
    a task of this key."""

    id: int
    key: str
    state: TaskState
    title: str
    because: str | None
    due_by: date
    appears_on: date
    derived_due_by: date | None
    shows_until_on: date | None
    ended_by_person: bool
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Add:
    task: DerivedTask


@dataclass(frozen=True, slots=True)
class Change:
    """The days and words of an open task, or of one that opens again."""

    kept: KeptTask
    task: DerivedTask
    due_by: date
    appears_on: date
    opens_again: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """Done by `evidence`; without it not needed, for `reason`."""

    kept: KeptTask
    reason: str | None = None
    evidence: Evidence | None = None


Step = Add | Change | Close


def steps_to(wanted: Iterable[DerivedTask], kept: Iterable[KeptTask], day: date) -> Iterator[Step]:
    """What brings the stored tasks of one claim to its facts, as of a day."""
    by_key = {each.key: each for each in kept}
    for task in wanted:
        stored = by_key.pop(task.key, None)
        yield from _step(_asked_anew(task, stored), stored, day)
    for left in by_key.values():
        if is_open(left.state):
            yield Close(left, reason=NO_LONGER)


def is_due_to_lapse(step: Step) -> bool:
    """A task whose days passed with nothing else happening: it hides by its days and closes with the
    claim's next change, so that nothing has to run at midnight."""
    return isinstance(step, Close) and step.reason == TOO_LATE


def because_of(task: DerivedTask) -> str:
    """Why there is a task, as long as the row can hold."""
    return task.because[:LONGEST_BECAUSE]


def _asked_anew(task: DerivedTask, kept: KeptTask | None) -> DerivedTask:
    """Some business days after a person ended it, where it comes again until the facts answer it."""
    if task.again_after is None or kept is None or kept.ended_on is None:
        return task
    due_by = max(task.due_by, add_business_days(kept.ended_on, task.again_after))
    return replace(task, due_by=due_by, appears_on=due_by)


def _step(task: DerivedTask, kept: KeptTask | None, day: date) -> Iterator[Step]:
    if kept is None:
        if task.is_wanted_on(day):
            yield Add(task)
    elif is_open(kept.state):
        yield from _step_of_open(task, kept, day)
    elif not task.is_wanted_on(day):
        return
    elif kept.ended_by_person:
        if task.again_after is not None:
            yield Add(task)
    else:
        yield Change(kept, task, task.due_by, task.appears_on, opens_again=True)


def _step_of_open(task: DerivedTask, kept: KeptTask, day: date) -> Iterator[Step]:
    if task.met is not None:
        yield Close(kept, evidence=task.met)
    elif task.is_past_on(day):
        yield Close(kept, reason=TOO_LATE)
    else:
        yield from _brought_up(task, kept)


def _brought_up(task: DerivedTask, kept: KeptTask) -> Iterator[Step]:
    """The facts' own days and words; a due day that a person chose stays."""
    moved = kept.derived_due_by is not None and kept.due_by != kept.derived_due_by
    due_by = kept.due_by if moved else task.due_by
    appears_on = kept.appears_on if moved else min(task.appears_on, due_by)
    stored = (
        kept.title,
        kept.because,
        kept.due_by,
        kept.appears_on,
        kept.derived_due_by,
        kept.shows_until_on,
    )
    told = (task.title, because_of(task), due_by, appears_on, task.due_by, task.shows_until_on)
    if stored != told:
        yield Change(kept, task, due_by, appears_on)
