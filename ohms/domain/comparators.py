"""What L&I's benchmark of time loss is held against: the share among claims of the same area that no
COHE initiated. OHMS holds none of those claims: somebody enters the figure, with where it is from.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from ohms.domain.errors import RuleBroken
from ohms.domain.one_line import checked_line

COMPARATOR = "comparator.time_loss_share"
LONGEST_SOURCE = 200
_PERCENT = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Comparator:
    """Of one COHE and quarter, in percent."""

    percent: Fraction
    source: str


def checked_percent(text: str | None) -> str:
    """A share as it is kept: above 0, at most 100, with at most two decimals."""
    said = (text or "").strip().removesuffix("%").strip()
    if not _PERCENT.fullmatch(said) or not 0 < Fraction(said) <= 100:
        raise RuleBroken("Enter a percentage above 0 and up to 100, such as 24.5.", field="percent")
    return said


def checked_source(text: str | None) -> str:
    return checked_line(
        text,
        "Enter where the figure is from: it is printed beside it.",
        longest=LONGEST_SOURCE,
        field="source",
    )
