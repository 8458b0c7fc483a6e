"""Lists as people keep them: which columns one can show, how dense, and what a view is called.

A view is a list's state under a name: filters, sort, columns and density. It is its owner's, or shared
with the people of a COHE by its supervisor.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

LONGEST_NAME = 60
LONGEST_STATE = 1_000
MOST_VIEWS = 40
"""Views that one person keeps of one list, and that a COHE shares of it."""
NEVER_KEPT = frozenset({"q", "claim"})
"""Typed words and the number of a claim."""


class ListName(StrEnum):
    """The lists whose state is kept."""

    CLAIMS = "claims"
    TASKS = "tasks"
    REFERRALS = "referrals"


class Density(StrEnum):
    """How many rows a screen shows."""

    COMPACT = "compact"
    COMFORTABLE = "comfortable"


@dataclass(frozen=True, slots=True)
class Column:
    """One column that can be chosen: its heading, and its cells in CSV and workbook."""

    label: str
    cells: tuple[str, ...]


def _columns(**columns: tuple[str, str]) -> Mapping[str, Column]:
    return MappingProxyType(
        {name: Column(label, tuple(cells.split())) for name, (label, cells) in columns.items()}
    )


COLUMNS: Mapping[ListName, Mapping[str, Column]] = MappingProxyType(
    {
        ListName.CLAIMS: _columns(
            worker=("Worker", "last_name first_name"),
            injury=("Injury", "injury_on"),
            initiated=("Initiated", "initiated_on"),
            employer=("Employer", "employer"),
            provider=("Provider", "provider"),
            coordinator=("Coordinator", "coordinator"),
            status=("L&I status", "status"),
            coordination=("Coordination", "coordination"),
            complexity=("Complexity", "complexity"),
            work_status=("Work status", "work_status"),
            time_loss=("Time loss", "on_time_loss"),
            contact=("Contact", "last_contact_on"),
            next=("Next", "next_task"),
            due=("Due", "next_due_by"),
        ),
        ListName.TASKS: _columns(
            due=("Due", "due_by overdue_business_days"),
            claim=("Claim", "claim_number"),
            worker=("Worker", "worker_last_name worker_first_name"),
            standard_work=("Standard work", "standard_work"),
            state=("State", "state"),
            owner=("Owner", "owner"),
            waiting=("Waiting on", "waiting_on waiting_since_on"),
            shows=("Shows from", "appears_on"),
            kind=("Kind", "kind"),
        ),
        ListName.REFERRALS: _columns(
            step=("Step", "step"),
            claim=("Claim", "claim_number"),
            worker=("Worker", "worker_last_name worker_first_name"),
            employer=("Employer", "employer"),
            sent=("Sent", "sent_on"),
            days=("Days", "days_since_sent"),
            expected=("Next word by", "expected_by silent_business_days"),
            outcome=("Outcome", "outcome"),
        ),
    }
)
"""In the order in which they stand. The first cell of a row names it and always stands."""

ALWAYS: Mapping[ListName, tuple[str, ...]] = MappingProxyType(
    {
        ListName.CLAIMS: ("claim_number",),
        ListName.TASKS: ("task", "because"),
        ListName.REFERRALS: ("service",),
    }
)
"""The cells of a row's name, which no choice takes away."""


def chosen_columns(name: ListName, told: Iterable[str]) -> tuple[str, ...]:
    """The columns of the list among what was told, each once and in the list's order."""
    wanted = set(told)
    return tuple(column for column in COLUMNS[name] if column in wanted)


def exported_cells(
    name: ListName, cells: Collection[str], chosen: Collection[str] | None
) -> tuple[str, ...]:
    """Which of an export's cells the chosen columns leave, in the order in which the columns stand; all,
    in the export's own, where nothing was chosen."""
    if chosen is None:
        return tuple(cells)
    kept = (*ALWAYS[name], *(cell for each in chosen for cell in COLUMNS[name][each].cells))
    return tuple(cell for cell in kept if cell in cells)


def checked_name(name: str | None, taken: Collection[str]) -> str:
    """What a view is called: a line of at most 60 characters that no other of these has."""
    text = checked_line(name, "Enter what this view is called.", longest=LONGEST_NAME, field="name")
    if text.casefold() in {each.casefold() for each in taken}:
        raise RuleBroken("Choose another name: there is a view of this name.", field="name")
    return text


def check_not_too_many(standing: int) -> None:
    if standing >= MOST_VIEWS:
        raise RuleBroken(f"Delete one first: {MOST_VIEWS} views of this list stand already.")


def checked_state(state: str) -> str:
    """A list's state as its address tells it, short enough to be kept."""
    if len(state) > LONGEST_STATE:
        raise RuleBroken("Take a filter off first: this is more than a view keeps.", field="name")
    return state


def kept_of(told: Mapping[str, str]) -> dict[str, str]:
    """What a view keeps of a list's state: never what was typed to find somebody, which would outlive
    the claim and stand before others."""
    return {name: value for name, value in told.items() if name not in NEVER_KEPT}
