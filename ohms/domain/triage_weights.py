"""How many points each signal of triage has: a setting of the COHE with dates and history."""

from dataclasses import asdict, dataclass, fields

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

MOST_POINTS = 100


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

    def changes_to(self, other: "TriageWeights") -> dict[str, tuple[int, int]]:
        """The signals whose points differ, each with its points here and there."""
        here, there = asdict(self), asdict(other)
        return {name: (here[name], there[name]) for name in SIGNALS if here[name] != there[name]}


SIGNALS = tuple(each.name for each in fields(TriageWeights))
ASSUMED = TriageWeights()


def check_points(weights: TriageWeights) -> None:
    """Points are whole numbers from 0 to 100. A signal of 0 points still brings a claim back."""
    for name, points in asdict(weights).items():
        if not 0 <= points <= MOST_POINTS:
            raise RuleBroken(f"Enter points from 0 to {MOST_POINTS}.", field=name)


def checked_why(reason: str | None) -> str:
    """Why the weights change: it stays in their history."""
    return checked_line(reason, "Enter why the points change: it stays in the history.")


def check_goes_live(standing: TriageWeights, draft: TriageWeights, *, simulated: bool) -> None:
    """New weights go live when they change something and were simulated as they are."""
    if not standing.changes_to(draft):
        raise RuleBroken("These points are in force on that day already.", field="from_on")
    if not simulated:
        raise RuleBroken("Simulate these points first: nobody has seen what they would change.")
