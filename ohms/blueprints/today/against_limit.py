"""Claims per FTE against the limit as Today tells it: the quarter that runs, and what is to be discussed."""

from collections.abc import Sequence
from dataclasses import dataclass

from ohms.domain.calendar import written
from ohms.domain.claims_per_fte import beside_limit, decimal_text
from ohms.domain.projection import QuarterAhead
from ohms.queries.duties import Duty, DutyKind
from ohms.queries.running_quarters import RunningQuarter
from ohms.web.filters import link_to

NO_FIGURE = "none"


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One COHE's figure, with the way to what it is made of."""

    cohe: str
    quarter: str
    digits: str
    note: str
    tone: str
    href: str


@dataclass(frozen=True, slots=True)
class AgainstLimit:
    running: list[LimitLine]
    discussions: list[Duty]
    """The newest that is open of each COHE."""


def against_limit(running: Sequence[RunningQuarter], duties: Sequence[Duty]) -> AgainstLimit:
    open_ones = [each for each in duties if each.kind is DutyKind.DISCUSSION]
    newest = {each.cohe: each for each in sorted(open_ones, key=lambda duty: duty.quarter or "")}
    return AgainstLimit([_line(each) for each in running], list(newest.values()))


def _line(each: RunningQuarter) -> LimitLine:
    note, warns = _heading(each)
    ratio = each.figure.ratio if each.figure else None
    digits = NO_FIGURE if each.figure is None or ratio is None else each.figure.shown
    href = link_to("/workload/588", {"cohe": each.centre.slug})
    tone = "near" if warns else ""
    return LimitLine(each.centre.name, each.quarter.named, digits, note, tone, href)


def _heading(each: RunningQuarter) -> tuple[str, bool]:
    """Where the quarter is heading, and whether that is above the limit."""
    pace = each.pace
    if pace is None:
        return "no day of it is in yet", False
    limit = decimal_text(pace.limit, 0 if pace.limit.denominator == 1 else 2)
    if each.passing:
        return _passing(each.passing, limit), True
    if pace.too_early:
        return f"too early to tell its end; the limit is {limit}", False
    if pace.at_this_pace is not None:
        ends = beside_limit(pace.at_this_pace, pace.limit)
        return (
            f"at this pace {ends}, {'above' if pace.warns else 'at or below'} {limit}",
            pace.warns,
        )
    if pace.warns:
        return "claims and no HSC time: to be discussed if it ends so", True
    return "no claims and no HSC time are in", False


def _passing(ahead: QuarterAhead, limit: str) -> str:
    if ahead.ratio is None:
        return "expected to end with claims and no HSC time"
    when = f" on {written(ahead.crossing_on)}" if ahead.crossing_on else ""
    return f"expected to pass {limit}{when}, ending at {beside_limit(ahead.ratio, ahead.limit)}"
