"""A call sheet: all that is wanted of one clinic or employer across claims, done in one call or fax.

Which tasks want something of whom follows from the fact behind a task, else from its words; the words
are our assumption (About page).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from ohms.domain.errors import RuleBroken
from ohms.domain.notes import ComposedContact, ComposedNote
from ohms.domain.tasks import check_due_ahead
from ohms.domain.values import Method, Outcome, Party, StandardWork

ASKED_OF_ATTENDING = ("apf_missing", "apf_expired", "next_exam", "job_description")
"""Derived tasks by the beginning of their key: what the attending provider is asked for."""

ASKED_OF_INITIATING = ("roa",)
"""What only the provider who signed the Report of Accident can complete."""

WORDS: Mapping[Party, tuple[str, ...]] = MappingProxyType(
    {
        Party.PROVIDER: ("provider", "clinic", "approval of the job description"),
        Party.EMPLOYER: ("employer", "light duty", "get the job description", "both sides"),
    }
)
"""A task of people's own wants something of a party whose words stand in its title or in whom it
waits on, in any case of letters."""

MOST_TICKED = 100
"""Tasks that one call may be about: as many as a sheet shows."""

WRITTEN = frozenset({Method.FAX, Method.EMAIL, Method.LETTER, Method.SECURE_MESSAGE})


@dataclass(frozen=True, slots=True)
class SheetCall:
    """One call or fax about several claims, as it was typed.

    `waits`: they were reached and the ticked tasks wait for their answer, instead of being finished.
    `again_on` is the day of that answer, or of the next try where nobody was reached.
    """

    party: Party
    method: Method
    outcome: Outcome
    body: str
    performed_on: date
    who: str = ""
    standard_work: StandardWork | None = None
    minutes: int | None = None
    waits: bool = False
    again_on: date | None = None

    @property
    def is_reached(self) -> bool:
        return self.outcome is Outcome.REACHED

    @property
    def finishes(self) -> bool:
        """Whether what is ticked is done with."""
        return self.is_reached and not self.waits


def check_call(call: SheetCall, today: date) -> None:
    """Refuse a call that leaves its tasks open without the day on which they come up again."""
    if call.finishes:
        return
    if call.again_on is None:
        what = "they are to answer" if call.is_reached else "to try again"
        raise RuleBroken(f"Enter by when {what}, such as +1b.", field="again_on")
    try:
        check_due_ahead(call.again_on, today)
    except RuleBroken as broken:
        raise RuleBroken(broken.message, field="again_on") from None


def check_ticked(number: int) -> None:
    """A call is about something, and about no more than a sheet shows."""
    if not number:
        raise RuleBroken("Tick what it was about.", field="ticked")
    if number > MOST_TICKED:
        raise RuleBroken(f"Tick at most {MOST_TICKED} tasks for one call.", field="ticked")


def note_of(
    call: SheetCall,
    text: str,
    task_ids: tuple[int, ...],
    work: StandardWork | None,
    minutes: int,
) -> ComposedNote:
    """What the call leaves on one of its claims. `text`: that claim's own, empty for the common one;
    `work`: what its first task says, where the call says nothing."""
    return ComposedNote(
        standard_work=call.standard_work or work or StandardWork.RETURN_TO_WORK,
        body=_said(call, text or call.body),
        performed_on=call.performed_on,
        contacts=(ComposedContact(call.party, call.method, call.outcome),),
        minutes=minutes or None,
        finishes=task_ids if call.finishes else (),
    )


def _said(call: SheetCall, text: str) -> str:
    """The text with the person's name before it; nothing where nothing was said."""
    if not call.who or not text.strip():
        return text
    if call.method in WRITTEN:
        return f"To {call.who}: {text}"
    return f"{'With' if call.is_reached else 'Asked for'} {call.who}: {text}"
