"""The unfinished quarter: where it is heading, as a warning and never as an obligation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY, Quarter, WorkingCalendar, business_days_in
from ohms.domain.claims_per_fte import (
    ClaimsPerFte,
    Headroom,
    beside_limit,
    headroom,
    plain_text,
)
from ohms.domain.contract import ContractSettings
from ohms.domain.staffing import AbsenceFact, PositionFact, available_minutes

TOO_EARLY_BEFORE = 10
"""Business days that must have passed before a pace is told."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Claims and FTE of a quarter up to one as-of day, stretched to the whole quarter.

    `fte` is the FTE of the days so far (the bases over first day to as-of day), not of the quarter.
    """

    quarter: Quarter
    as_of: date
    claims: int
    fte: Fraction
    limit: Fraction

    @property
    def days_elapsed(self) -> int:
        """Calendar days of the quarter so far, the as-of day included; 0 before it began."""
        last = min(self.as_of, self.quarter.last_on)
        return max((last - self.quarter.first_on).days + 1, 0)

    @property
    def too_early(self) -> bool:
        """Fewer than 10 business days have passed, the as-of day included."""
        return business_days_in(self.quarter.first_on, self.as_of) < TOO_EARLY_BEFORE

    @property
    def projected_claims(self) -> Fraction:
        """Claims of the whole quarter at the pace so far."""
        if not self.days_elapsed:
            return Fraction(0)
        return Fraction(self.claims * self.quarter.days, self.days_elapsed)

    @property
    def at_this_pace(self) -> Fraction | None:
        """Claims to date x days of the quarter / days elapsed / FTE to date.

        None: too early, or not computable without HSC time.
        """
        if self.too_early or not self.fte:
            return None
        return self.projected_claims / self.fte

    @property
    def warns(self) -> bool:
        """The pace leads above the limit (claims without HSC time do); never while too early."""
        return not self.too_early and self.projected_claims > self.limit * self.fte

    @property
    def may_yet_pass(self) -> bool:
        """It leads below the limit, and above it if nobody worked on a claim from now on: whether what
        lies ahead is worth asking for."""
        if self.at_this_pace is None or self.warns:
            return False
        return self.at_this_pace * self.quarter.days > self.limit * self.days_elapsed

    @property
    def beside(self) -> str:
        """On which side of the limit it leads, as it stands beneath the figure."""
        return "not before 10 business days" if self.too_early else self._told[0]

    @property
    def said(self) -> str:
        """The pace within a sentence; nothing where there is none to tell."""
        return "" if self.too_early else self._told[1]

    @property
    def _told(self) -> tuple[str, str]:
        """Claims without HSC time have no pace, and are above."""
        side = f"{'above' if self.warns else 'at or below'} {plain_text(self.limit)}"
        if self.at_this_pace is not None:
            told = beside_limit(self.at_this_pace, self.limit)
            return side, f"at this pace {told} claims per FTE, {side}"
        if self.warns:
            return "no HSC time is in", f"no HSC time is in beside them, which is {side}"
        return "", ""

    def headroom(self, fte_per_minute: Fraction | None) -> Headroom:
        """Claims more, or minutes fewer, up to the as-of day before the pace passes the limit."""
        so_far = self.limit * Fraction(self.days_elapsed, self.quarter.days)
        if not so_far:
            return Headroom(0, None)
        return headroom(ClaimsPerFte(self.claims, self.fte, so_far), fte_per_minute)


def as_of_day(*, feed_complete_to: date, time_in_to: date, yesterday: date) -> date:
    """The one day to which claims and minutes of an unfinished quarter are both counted.

    The earliest of the feed's last day, the last day with the COHE's time in, and yesterday:
    claims to one day over minutes to another would tell a ratio that never was.
    """
    return min(feed_complete_to, time_in_to, yesterday)


def projected_claim_minutes(
    quarter: Quarter,
    as_of: date,
    *,
    positions: Collection[PositionFact],
    absences: Collection[AbsenceFact],
    calendar: WorkingCalendar,
    minutes_to_date: Mapping[int, int],
    settings: ContractSettings,
) -> dict[int, Fraction]:
    """Claim-specific minutes of the whole quarter by position, with planned absences.

    Minutes to date, and for the days left the minutes still available after holidays, closing days
    and recorded absences, at the share that the position has given to claims so far; a position
    with nothing available so far is taken at the counted positions' common share. Feed it to
    `three_bases` over the whole quarter.
    """
    counted = [position for position in positions if position.role in settings.counted_roles]
    so_far, left = (
        {
            position.position_id: available_minutes(first, last, position, absences, calendar)
            for position in counted
        }
        for first, last in ((quarter.first_on, as_of), (as_of + ONE_DAY, quarter.last_on))
    )
    given = sum(minutes_to_date.get(position, 0) for position in so_far)
    common = Fraction(given, sum(so_far.values())) if any(so_far.values()) else Fraction(0)
    projected = {}
    for position, available in so_far.items():
        minutes = minutes_to_date.get(position, 0)
        share = Fraction(minutes, available) if available else common
        projected[position] = minutes + share * left[position]
    return projected
