"""The data bench: what of a COHE's data asks for somebody's hand, line by line, with who owns it.

A line is no fault of the program (`ohms check` finds those): it is work that somebody has not done yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import groupby

from ohms.domain.attesting import LoggedFact, oddities
from ohms.domain.calendar import Quarter

OVERLAP_DAYS = timedelta(days=13)
"""How far back clocks that ran at once are looked for: this day and the 13 before it."""


class BenchKind(StrEnum):
    NO_COORDINATOR = "no_coordinator"
    PROVIDER_UNASSIGNED = "provider_unassigned"
    NO_DEPUTY = "no_deputy"
    NO_TIME = "no_time"
    UNSIGNED = "unsigned"
    TASKS_OF_LEAVERS = "tasks_of_leavers"
    DEPARTURES = "departures"
    OVERLAPS = "overlaps"
    SAME_PERSON = "same_person"
    SAME_EMPLOYER = "same_employer"


@dataclass(frozen=True, slots=True)
class BenchLine:
    """What a line says of itself. `mend`: where whoever owns it puts it right; empty where each row is
    put right on a page of its own."""

    kind: BenchKind
    label: str
    sentence: str
    owner: str
    mend: str = ""
    mend_label: str = ""


LINES = (
    BenchLine(
        BenchKind.NO_COORDINATOR,
        "Claims without a coordinator",
        "Open claims given to nobody by name, whose provider has no coordinator today.",
        "Supervisor",
        "/staffing/providers",
        "Give the provider a coordinator",
    ),
    BenchLine(
        BenchKind.PROVIDER_UNASSIGNED,
        "Providers without a coordinator",
        "Enrolled today, and nobody answers for what they initiate.",
        "Supervisor",
        "/staffing/providers",
        "Assign providers",
    ),
    BenchLine(
        BenchKind.NO_DEPUTY,
        "Providers without a standing deputy",
        "Enrolled today, and nobody covers from the first hour of an absence.",
        "Supervisor",
        "/staffing/coverage",
        "Set deputies",
    ),
    BenchLine(
        BenchKind.NO_TIME,
        "Notes without time",
        "Signed notes of this quarter and the last for which no minutes stand.",
        "Who wrote it",
    ),
    BenchLine(
        BenchKind.UNSIGNED,
        "Unsigned notes",
        "Drafts of notes that only their authors see: how many, and since when.",
        "Who wrote it",
    ),
    BenchLine(
        BenchKind.TASKS_OF_LEAVERS,
        "Open tasks of who is gone",
        "Their owner holds no position in the COHE today.",
        "Supervisor",
        "/tasks?owner=anyone",
        "Pass tasks on",
    ),
    BenchLine(
        BenchKind.DEPARTURES,
        "Departures to hand on",
        "Providers and claims that fell to a supervisor, and notes that nobody has adopted.",
        "Supervisor",
    ),
    BenchLine(
        BenchKind.OVERLAPS,
        "Clocks that ran at once",
        "Captured time of one person that overlaps, of the last 14 days.",
        "Who worked it",
    ),
    BenchLine(
        BenchKind.SAME_PERSON,
        "Workers who may be one person",
        "The same name and birth date, or the same key of L&I’s under another name. Claims are never"
        " merged: L&I combines them.",
        "Coordinator or supervisor",
        "/bench/same-person",
        "Decide",
    ),
    BenchLine(
        BenchKind.SAME_EMPLOYER,
        "Accounts that may be one employer",
        "The same name under two of L&I’s accounts. Claims keep theirs: L&I alone changes it.",
        "Coordinator or supervisor",
        "/bench/same-employer",
        "Decide",
    ),
)


@dataclass(frozen=True, slots=True)
class WorkedRun:
    """An entry with whose it is: what finding overlaps needs."""

    id: int
    staff_id: int
    fact: LoggedFact


def looked_back_to(today: date) -> date:
    """The first day of the quarter before this one."""
    return Quarter.of(today).previous.first_on


def overlapping_runs(runs: Iterable[WorkedRun]) -> Iterator[Sequence[WorkedRun]]:
    """Of each person and day the runs that overlap; days without any are left out. In the order of the
    runs, which come by person and day."""
    for _who, group in groupby(runs, key=lambda run: (run.staff_id, run.fact.performed_on)):
        together = list(group)
        places = oddities([run.fact for run in together], frozenset()).overlapping
        if places:
            yield [together[place] for place in sorted(places)]
