"""The quarters ahead as text: claims with their band, FTE, claims per FTE, the day of crossing, both tests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ohms.domain.claims_per_fte import NO_HSC_TIME, beside_limit, decimal_text
from ohms.domain.forecast import BackTested, Method
from ohms.domain.projection import QuarterAhead
from ohms.domain.what_if import Hire
from ohms.queries.outlook import Outlook

METHODS = {
    Method.SEASONAL: (
        "The same quarter of the year before, times the trend: the last four quarters against the"
        " four before them."
    ),
    Method.RUN_RATE: (
        "The run rate: claims a day over the last four finished quarters and this one so far. From"
        " eight finished quarters on it is the same quarter of the year before, times the trend."
    ),
}


@dataclass(frozen=True, slots=True)
class AheadLine:
    """One quarter ahead, ready to print. Empty texts are left out."""

    label: str
    claims: str
    claims_band: str
    fte: str
    has_time: bool
    """Whether there is HSC time at all that claims can be held against."""

    ratio: str
    ratio_band: str
    is_above: bool
    crossing_on: date | None
    needed: str
    required: str
    staffed: str
    is_short: bool

    @property
    def beside(self) -> str:
        return " above" if self.is_above and self.has_time else ""


@dataclass(frozen=True, slots=True)
class TriedLine:
    """One quarter of the back-test."""

    label: str
    expected: str
    came: str
    miss: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A hire that keeps a quarter at or below the limit, and the supposition that shows it."""

    label: str
    fte: str
    from_on: date
    state: dict[str, object]


@dataclass(frozen=True, slots=True)
class LapseLine:
    """A coordinator whom the forecast counts to a day; `name` is empty where people are not shown."""

    name: str
    staff_id: int
    fte: str
    due_by: date
    until_on: date


def lapse_lines(found: Outlook, *, has_people: bool) -> list[LapseLine]:
    return [
        LapseLine(
            each.name if has_people else "",
            each.staff_id,
            decimal_text(each.fte, 2),
            each.due_by,
            each.until_on,
        )
        for each in found.lapsing
    ]


def lapse_effects(found: Outlook) -> list[tuple[AheadLine, AheadLine]]:
    """The quarters that lapsing changes: as they are expected, and with all training met in time."""
    pairs = zip(found.ahead, found.all_met, strict=False)
    return [(_line(now), _line(met)) for now, met in pairs if now.fte != met.fte]


def ahead_lines(quarters: Sequence[QuarterAhead]) -> list[AheadLine]:
    return [_line(each) for each in quarters]


def tried_lines(tried: Sequence[BackTested]) -> list[TriedLine]:
    """The newest first, as the other tables have it."""
    return [
        TriedLine(each.quarter.named, whole(each.expected), f"{each.came:,}", _miss(each))
        for each in reversed(tried)
    ]


def miss_text(found: Outlook) -> str:
    """The typical miss in percent; empty where the method could not be tried."""
    missed = found.typical_miss
    return "" if missed is None else f"{missed * 100:.1f} %"


def proposal_of(found: Outlook) -> Proposal | None:
    if found.proposed is None:
        return None
    quarter, hire = found.proposed
    return Proposal(quarter.named, _fte_of(hire, found), hire.from_on, _state(hire))


def _fte_of(hire: Hire, found: Outlook) -> str:
    return decimal_text(
        Fraction(hire.weekly_minutes, found.facts.settings.full_time_minutes_a_week), 1
    )


def whole(value: Fraction) -> str:
    return f"{int(decimal_text(value, 0)):,}"


def crossing(quarters: Sequence[QuarterAhead]) -> QuarterAhead | None:
    """The first quarter that ends above the limit."""
    return next((each for each in quarters if each.is_above), None)


def _line(each: QuarterAhead) -> AheadLine:
    claims, ratio = each.expected.band, each.band
    return AheadLine(
        each.quarter.named,
        whole(each.expected.claims),
        f"{whole(claims[0])} to {whole(claims[1])}" if claims else "",
        decimal_text(each.fte, 2),
        bool(each.fte),
        NO_HSC_TIME if each.ratio is None else beside_limit(each.ratio, each.limit),
        f"{decimal_text(ratio[0], 0)} to {decimal_text(ratio[1], 0)}" if ratio else "",
        each.is_above,
        each.crossing_on,
        decimal_text(each.fte_needed, 2),
        decimal_text(each.required, 2),
        decimal_text(each.staffed, 2),
        each.is_short,
    )


def _miss(each: BackTested) -> str:
    percent = decimal_text(each.miss * 100, 1)
    return f"{'+' if each.miss > 0 else ''}{percent} %"


def _state(hire: Hire) -> dict[str, object]:
    """As the address says it."""
    return {
        "hire_on": hire.from_on.isoformat(),
        "hire_hours": hire.weekly_minutes // 60,
        "ramp": hire.ramp_weeks,
    }
