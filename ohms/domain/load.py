"""Load: the weekly minutes that a person's open coordinations ask for, against the minutes they have.

Expected minutes are the COHE's own: the median of the last 13 weeks, by state, time loss and interpreter.
Nobody is ranked by minutes. Source: issue 5, "Workload"; what is assumed is a setting of the COHE.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import NamedTuple, TypeVar

from ohms.domain.values import Coordination

WEEKS = 13
FULL_WEEK = 2400
HUNDRED = 100

Option = TypeVar("Option")


class Kind(NamedTuple):
    """What tells how much a coordination asks for."""

    state: Coordination
    time_loss: bool
    interpreter: bool


class WeekOfKind(NamedTuple):
    """One week: how many open coordinations of a kind there were, and the minutes on them."""

    claims: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Expectations:
    """Minutes a week of one coordination by kind, and for a kind without 13 weeks of data."""

    medians: Mapping[Kind, Fraction]
    assumed: int

    def of(self, kind: Kind) -> Fraction:
        return self.medians.get(kind, Fraction(self.assumed))

    def total(self, claims: Mapping[Kind, int]) -> Fraction:
        return sum((self.of(kind) * count for kind, count in claims.items()), Fraction(0))


def expectation(weeks: Sequence[WeekOfKind]) -> Fraction | None:
    """The median of a kind's minutes a claim and week; None before there are 13 weeks of claims."""
    ratios = [Fraction(week.minutes, week.claims) for week in weeks if week.claims]
    return median(ratios) if len(ratios) >= WEEKS else None


def expectations(weeks: Mapping[Kind, Sequence[WeekOfKind]], *, assumed: int) -> Expectations:
    """The COHE's own medians. In its first 13 weeks, told by a week without any minutes, none."""
    worked = [sum(each[place].minutes for each in weeks.values()) for place in range(WEEKS)]
    if not weeks or not all(worked):
        return Expectations({}, assumed)
    found = {kind: expectation(each) for kind, each in weeks.items()}
    return Expectations(
        {kind: value for kind, value in found.items() if value is not None}, assumed
    )


@dataclass(frozen=True, slots=True)
class Load:
    """One person's week."""

    expected: Fraction
    scheduled: int
    """Less holidays, closing days and recorded leave."""

    other: Fraction
    """Planned other work, by the share of a full week that is scheduled."""

    @classmethod
    def of(cls, expected: Fraction, scheduled: int, other_of_full_week: int) -> "Load":
        return cls(expected, scheduled, Fraction(other_of_full_week * scheduled, FULL_WEEK))

    @property
    def available(self) -> Fraction:
        return max(self.scheduled - self.other, Fraction(0))

    @property
    def share(self) -> Fraction | None:
        """None: nothing is available this week."""
        return self.expected / self.available if self.available else None

    @property
    def in_words(self) -> str:
        return "nothing available" if self.share is None else f"{percent(self.share)} %"

    def with_more(self, minutes: Fraction) -> "Load":
        return Load(max(self.expected + minutes, Fraction(0)), self.scheduled, self.other)


def percent(share: Fraction) -> int:
    """Whole percent, half up."""
    return int(share * HUNDRED + Fraction(1, 2))


def told_move(name: str, before: Load, after: Load) -> str:
    """The consequence of a move for one person: "This takes R. Alvarez from 92 % to 97 %"."""
    return f"This takes {name} from {before.in_words} to {after.in_words}"


def apart(giver: Load, taker: Load, minutes: Fraction) -> Fraction:
    """How far two loads stand apart once so many weekly minutes have moved."""
    here, there = giver.with_more(-minutes).share, taker.with_more(minutes).share
    return abs((here or Fraction(0)) - (there or Fraction(0)))


def proposed(
    giver: Load, taker: Load, options: Sequence[tuple[Option, Fraction]], *, most: int
) -> list[Option]:
    """What to move so that two loads come close: the heaviest first, each while it brings them closer.

    Nothing where either has nothing available this week: a load that is not there cannot be evened.
    """
    if giver.share is None or taker.share is None:
        return []
    moved = Fraction(0)
    chosen: list[Option] = []
    for option, minutes in sorted(options, key=lambda each: -each[1]):
        if len(chosen) == most:
            break
        if apart(giver, taker, moved + minutes) < apart(giver, taker, moved):
            moved += minutes
            chosen.append(option)
    return chosen
