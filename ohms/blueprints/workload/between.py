"""From scheduled to claim-specific minutes as lines, each with its hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ohms.blueprints.workload.figures import hours_in_column
from ohms.domain.values import Role
from ohms.queries.ledger import MinutesBetween
from ohms.web.words import words

NO_HOURS = hours_in_column(0)


@dataclass(frozen=True, slots=True)
class BetweenLine:
    label: str
    hours: str
    is_sum: bool = False
    rows: Mapping[str, str | None] = field(default_factory=dict)
    """What the address of the rows behind it says, where it has some."""

    path: str = "/workload/minutes"
    """Where those rows are."""

    @property
    def leads(self) -> bool:
        return bool(self.rows) and self.hours != NO_HOURS


def between_lines(found: MinutesBetween, *, assistants: bool) -> list[BetweenLine]:
    """Sums and what is taken from them, in the order in which they are worked out; the rows behind a
    line are those of coordinators, and of assistants where the report counts them."""
    there = found.scheduled
    role = None if assistants else Role.HSC.value
    return [
        BetweenLine("Scheduled", hours_in_column(there.scheduled), is_sum=True),
        BetweenLine("State holidays", _less(there.holidays)),
        BetweenLine("Closing days", _less(there.closing_days)),
        BetweenLine("Recorded leave", _less(there.leave)),
        BetweenLine(
            "Available",
            hours_in_column(there.available),
            is_sum=True,
            path="/workload/positions",
            rows={"fte": "yes"},
        ),
        *(
            BetweenLine(
                f"{words(each)}, logged",
                _less(minutes),
                rows={"kind": "other", "category": each.value, "role": role},
            )
            for each, minutes in found.other.items()
        ),
        BetweenLine(
            "Waiting for a press", _less(found.waiting), rows={"kind": "waiting", "role": role}
        ),
        BetweenLine(*_unlogged(found.unlogged)),
        BetweenLine(
            "On claims",
            hours_in_column(found.on_claims),
            is_sum=True,
            rows={"kind": "counted", "role": role},
        ),
    ]


def _less(minutes: int) -> str:
    return f"− {hours_in_column(minutes)}" if minutes else NO_HOURS


def _unlogged(minutes: int) -> tuple[str, str]:
    if minutes < 0:
        return "Logged beyond what was available", f"+ {hours_in_column(-minutes)}"
    return "Not logged", _less(minutes)
