"""What the product says of a figure: one name, one sentence, one definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Measure:
    """What a figure counts. `numerator` and `denominator` are in words; the latter may be empty."""

    name: str
    label: str
    sentence: str
    unit: str
    numerator: str
    denominator: str = ""
    threshold: str = ""
    source: str = ""
    from_on: date | None = None
    """The first day of the definition; None: since the contract began."""

    to_on: date | None = None
    """Its last day; None: it holds."""

    ripe: str = ""
    """From when on something is counted at all; empty: at once."""

    stand_in: str = ""
    """What is counted instead, where L&I's own figure rests on what OHMS is not told."""


def registry(*measures: Measure) -> Mapping[str, Measure]:
    """By their names, which are told apart."""
    found = {measure.name: measure for measure in measures}
    if len(found) != len(measures):
        raise ValueError("two measures of one name")
    return MappingProxyType(found)
