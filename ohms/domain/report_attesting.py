"""What a supervisor stood by, held beside the report as it is now: nothing else is ever frozen.

The day to which the benchmarks go moves by itself and is no difference.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from ohms.domain.errors import RuleBroken
from ohms.domain.quarterly_report import Difference, canonical_of, claims_between, hash_of
from ohms.domain.report_benchmarks import without_day
from ohms.domain.report_sections import Section, sections_of

ABSENT = "–"
MOVED_SINCE_OPENED = (
    "The figures changed after you opened this page. They stand here as they are now: look at them"
    " again, then send this."
)
MOVED_SINCE_ATTESTED = (
    "The figures are not what you attested any more. What changed stands here side by side: attest"
    " them again, then freeze the report."
)


def figures_hash(content: Mapping[str, Any]) -> str:
    """What a form says that its page showed: the same figures have the same hash on any day."""
    return hash_of(canonical_of(without_day(content)))


def check_seen(seen: str | None, current: Mapping[str, Any]) -> None:
    """Who sends a form saw the figures that it is about."""
    if seen != figures_hash(current):
        raise RuleBroken(MOVED_SINCE_OPENED)


def check_still_attested(attested: Mapping[str, Any], current: Mapping[str, Any]) -> None:
    if without_day(attested) != without_day(current):
        raise RuleBroken(MOVED_SINCE_ATTESTED)


def moved(attested: Mapping[str, Any], current: Mapping[str, Any]) -> list[Difference]:
    """Every line of the report that reads otherwise than it was attested; nothing where all stand."""
    if without_day(attested) == without_day(current):
        return []
    now = {section.title: section for section in sections_of(current)}
    found = [
        difference
        for section in sections_of(attested)
        for difference in _rows_moved(section, now[section.title])
    ]
    come, gone = (len(each) for each in claims_between(attested, current))
    if come or gone:
        found.append(Difference("Claims that count otherwise", f"{gone:,} gone", f"{come:,} come"))
    return found or [Difference("Facts behind the figures shown", "as attested", "changed")]


def _rows_moved(before: Section, now: Section) -> Iterator[Difference]:
    """The rows of a section that differ, those that begin alike side by side."""
    lines: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for side, (own, other) in enumerate(((before, now), (now, before))):
        for row in own.rows:
            if row not in other.rows:
                lines[row[0]][side].append(" · ".join(cell for cell in row[1:] if cell))
    for first, (gone, come) in lines.items():
        for was, is_ in zip_longest(gone, come, fillvalue=ABSENT):
            yield Difference(f"{before.title}: {first}", was, is_)
