"""Triage of a past quarter with other weights: what would have stood on top, and for how long.

Weights change the order alone: which reasons hold, and which bring a claim back, is the same with all
of them. So the lists are those of the quarter, sorted once by each set of weights.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ohms.domain.triage_weights import TriageWeights

ON_TOP = 5
"""How many claims of a list count as its top: what a coordinator decides before anything else."""


@dataclass(frozen=True, slots=True)
class Waited:
    """A claim that waited for triage on a day, in somebody's list, with the signals that held."""

    claim_id: int
    list_id: int | None
    day: date
    initiated_on: date
    signals: tuple[str, ...]


@dataclass(slots=True)
class Places:
    """The places of one claim in its list, day by day, by one set of weights."""

    on_top: int = 0
    sum: int = 0
    score: int = 0
    """The highest it had."""


@dataclass(slots=True)
class Replayed:
    """One claim of the quarter: on how many days it waited, and where it stood by both weights."""

    claim_id: int
    days: int = 0
    standing: Places = field(default_factory=Places)
    draft: Places = field(default_factory=Places)

    @property
    def place(self) -> Fraction:
        """The mean place by the weights in force; 1 is the top."""
        return Fraction(self.standing.sum, self.days)

    @property
    def drafted_place(self) -> Fraction:
        return Fraction(self.draft.sum, self.days)

    @property
    def climbs(self) -> Fraction:
        """By how many places it would have stood higher, on average; negative: lower."""
        return self.place - self.drafted_place


@dataclass(frozen=True, slots=True)
class Replay:
    """What another set of weights would have made of a quarter's lists."""

    claims: tuple[Replayed, ...]

    @property
    def waited(self) -> int:
        return len(self.claims)

    @property
    def came(self) -> list[Replayed]:
        """Claims that would have come to the top, and never stood there."""
        found = [c for c in self.claims if c.draft.on_top and not c.standing.on_top]
        return sorted(found, key=lambda claim: (-claim.draft.on_top, claim.claim_id))

    @property
    def gone(self) -> list[Replayed]:
        """Claims that stood on top, and never would have."""
        found = [c for c in self.claims if c.standing.on_top and not c.draft.on_top]
        return sorted(found, key=lambda claim: (-claim.standing.on_top, claim.claim_id))

    @property
    def on_top(self) -> list[Replayed]:
        """Claims that would have stood on top, the longest first."""
        found = [c for c in self.claims if c.draft.on_top]
        return sorted(found, key=lambda c: (-c.draft.on_top, -c.draft.score, c.claim_id))

    @property
    def moved(self) -> list[Replayed]:
        """Claims that would have stood elsewhere, the greatest change first."""
        found = [c for c in self.claims if c.climbs]
        return sorted(found, key=lambda c: (-abs(c.climbs), c.claim_id))


def replay(waited: Iterable[Waited], standing: TriageWeights, draft: TriageWeights) -> Replay:
    """The lists of these days sorted by both weights: best score first, the older claim before the
    younger where scores are equal, as triage does."""
    lists: dict[tuple[int | None, date], list[Waited]] = defaultdict(list)
    for each in waited:
        lists[each.list_id, each.day].append(each)
    found: dict[int, Replayed] = {}
    for listed in lists.values():
        for each in listed:
            found.setdefault(each.claim_id, Replayed(each.claim_id)).days += 1
        _place(listed, standing, {each.claim_id: found[each.claim_id].standing for each in listed})
        _place(listed, draft, {each.claim_id: found[each.claim_id].draft for each in listed})
    return Replay(tuple(found.values()))


def _place(listed: Sequence[Waited], weights: TriageWeights, of: Mapping[int, Places]) -> None:
    scored = [(_score(each, weights), each) for each in listed]
    scored.sort(key=lambda pair: (-pair[0], pair[1].initiated_on, pair[1].claim_id))
    for place, (points, each) in enumerate(scored, 1):
        places = of[each.claim_id]
        places.sum += place
        places.on_top += place <= ON_TOP
        places.score = max(places.score, points)


def _score(each: Waited, weights: TriageWeights) -> int:
    return sum(getattr(weights, signal) for signal in each.signals)
