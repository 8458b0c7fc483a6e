"""What the product says of a figure: one name, one sentence, one definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType


class ScopeKind(StrEnum):
    """By whom a COHE's figures of a quarter are told apart."""

    PROVIDER = "provider"
    CLINIC = "clinic"
    HSC = "hsc"


EVERY_SCOPE = tuple(ScopeKind)
BY_HSC = (ScopeKind.HSC,)


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

    by: tuple[ScopeKind, ...] = ()
    """By whom it is told apart, beside the COHE as a whole."""

    made_of: tuple[str, ...] = ()
    """The measures it is worked out from: their rows are what stands behind it. Empty: it has rows of
    its own."""


def registry(*measures: Measure) -> Mapping[str, Measure]:
    """By their names, which are told apart; what one is made of stands in the registry too."""
    found = {measure.name: measure for measure in measures}
    if len(found) != len(measures):
        raise ValueError("two measures of one name")
    if any(part not in found for measure in measures for part in measure.made_of):
        raise ValueError("a measure made of what is none")
    return MappingProxyType(found)
