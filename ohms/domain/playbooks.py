"""Playbooks: what is usually to be done when something begins on a claim, as steps with their days.

The house ships some; a COHE's supervisor writes versions of its own over them, or more. Days are
business days from the day on which the playbook is started. The steps are ours: no public list was
found (the About page says so).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from ohms.domain.calendar import add_business_days
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import LONGEST_TITLE
from ohms.domain.values import StandardWork, TaskKind

LONGEST_NAME = 80
MOST_STEPS = 12
MOST_PLAYBOOKS = 40
SHOWS_BEFORE = 3
MOST_DAYS = 260
"""Business days of about a year: the longest that a step may lie ahead."""


class StepOwner(StrEnum):
    """Whose a step is: who answers for the claim, or their assistant where they see the claim."""

    COORDINATOR = "coordinator"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Step:
    title: str
    due_in: int
    standard_work: StandardWork | None = None
    kind: TaskKind = TaskKind.OTHER
    owner: StepOwner = StepOwner.COORDINATOR

    def due_by(self, starts_on: date) -> date:
        """So many business days after the start; on the day itself for none."""
        return add_business_days(starts_on, self.due_in) if self.due_in else starts_on

    def appears_on(self, starts_on: date) -> date:
        """Some business days before it is due, and not before the playbook starts."""
        return max(starts_on, add_business_days(self.due_by(starts_on), -SHOWS_BEFORE))


@dataclass(frozen=True, slots=True)
class Playbook:
    """Version `number` of a playbook; 0 is the house's own, which no row of the database holds."""

    key: str
    title: str
    steps: tuple[Step, ...]
    offered: bool = True
    number: int = 0

    @property
    def name(self) -> str:
        """With its version, as a task that came of it says it."""
        version = f"version {self.number}" if self.number else "the house’s"
        return f"{self.title} ({version})"


def checked_playbook(playbook: Playbook) -> Playbook:
    """A playbook with tidy words; refused without title or steps, or with a step that cannot be."""
    title = _tidy(playbook.title)
    if not title:
        raise RuleBroken("Enter what this playbook is called.", field="title")
    if len(title) > LONGEST_NAME:
        raise RuleBroken(f"Shorten the title to {LONGEST_NAME} characters.", field="title")
    if not playbook.steps:
        raise RuleBroken("Enter at least one step.", field="title_0")
    if len(playbook.steps) > MOST_STEPS:
        raise RuleBroken(f"A playbook has at most {MOST_STEPS} steps.")
    steps = tuple(_checked_step(step, number) for number, step in enumerate(playbook.steps))
    return replace(playbook, title=title, steps=steps)


def standing_playbooks(house: Iterable[Playbook], own: Iterable[Playbook]) -> list[Playbook]:
    """What a COHE has: the house's, each replaced by the COHE's newest version, then its own."""
    standing = {each.key: each for each in house}
    for each in own:
        known = standing.get(each.key)
        if known is None or known.number < each.number:
            standing[each.key] = each
    return list(standing.values())


def picked_steps(playbook: Playbook, numbers: Sequence[int]) -> list[Step]:
    """The ticked steps in their order; refused when none is, or one is no step of the playbook."""
    if not numbers:
        raise RuleBroken("Tick the steps that shall become tasks.", field="steps")
    if not set(numbers) <= set(range(len(playbook.steps))):
        raise RuleBroken("Tick only steps of this playbook.", field="steps")
    return [playbook.steps[number] for number in sorted(set(numbers))]


def check_starts_on(starts_on: date, today: date) -> None:
    """A playbook starts today or later: its first day may not be over."""
    if starts_on < today:
        raise RuleBroken("Enter today or a later day.", field="starts_on")


def _checked_step(step: Step, number: int) -> Step:
    title = _tidy(step.title)
    if not title:
        raise RuleBroken(
            "Enter what is to be done, or empty the whole row.", field=f"title_{number}"
        )
    if len(title) > LONGEST_TITLE:
        raise RuleBroken(f"Shorten it to {LONGEST_TITLE} characters.", field=f"title_{number}")
    if not 0 <= step.due_in <= MOST_DAYS:
        raise RuleBroken(f"Enter 0 to {MOST_DAYS} business days.", field=f"due_in_{number}")
    return replace(step, title=title)


def _tidy(text: str) -> str:
    return " ".join(text.split())
