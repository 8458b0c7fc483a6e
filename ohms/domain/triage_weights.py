"""How many points each signal of triage has: a setting of the COHE with dates and history."""

from dataclasses import dataclass, fields


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
