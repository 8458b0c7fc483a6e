"""Trying to reach the worker: what one try writes, and when a letter is the next step.

Source: experience.md, "The composer". How many tries, and how far apart, is our assumption and a
setting of the COHE (`contact.<name>`).
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from ohms.domain.calendar import add_business_days
from ohms.domain.notes import ComposedContact, ComposedNote, NextStep
from ohms.domain.values import Method, Outcome, Party, StandardWork

TRY_AGAIN = "Try again"
"""The title of the task that a try leaves; the next try finishes it."""

MINUTES_OF_A_TRY = 1
SAID = "Tried to reach the worker by phone: no answer."


@dataclass(frozen=True, slots=True)
class ContactRules:
    """How a COHE tries to reach a worker. Our assumption until the COHE has set its own."""

    tries_before_letter: int = 3
    """Tries on so many different days without reaching the worker propose the letter."""

    business_days_between_tries: int = 1


CONTACT_RULES = tuple(each.name for each in fields(ContactRules))


@dataclass(frozen=True, slots=True)
class WorkerContact:
    """One contact with the worker, reached or tried."""

    on: date
    method: Method
    outcome: Outcome

    @property
    def settles(self) -> bool:
        """Tries before it no longer count: the worker was spoken to, or has the letter."""
        return self.outcome in (Outcome.REACHED, Outcome.DECLINED) or self.method is Method.LETTER


def days_tried(contacts: Iterable[WorkerContact]) -> tuple[date, ...]:
    """The different days of tries since the worker was last reached or written to, in order.

    Of one day's contacts the settling one counts: tries of the same day are over with it.
    """
    known = list(contacts)
    settled_on = max((each.on for each in known if each.settles), default=date.min)
    return tuple(sorted({each.on for each in known if each.on > settled_on}))


def proposes_letter(contacts: Iterable[WorkerContact], rules: ContactRules) -> tuple[date, ...]:
    """The days that propose the unable-to-contact letter; empty while there are too few."""
    days = days_tried(contacts)
    return days if len(days) >= rules.tries_before_letter else ()


def a_try(on_day: date, rules: ContactRules, finishes: tuple[int, ...]) -> ComposedNote:
    """The note of one unanswered call to the worker, with its minute and the day of the next try."""
    return ComposedNote(
        standard_work=StandardWork.RETURN_TO_WORK,
        body=SAID,
        performed_on=on_day,
        contacts=(ComposedContact(Party.WORKER, Method.PHONE, Outcome.NO_ANSWER),),
        minutes=MINUTES_OF_A_TRY,
        next_step=NextStep(TRY_AGAIN, add_business_days(on_day, rules.business_days_between_tries)),
        finishes=finishes,
    )
