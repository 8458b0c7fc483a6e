"""The three bases of FTE, side by side, with the minutes that make them differ.

Definitions: staffed, claim-specific and logged as settled for the Quarterly Status Report; only
claim-specific time counts by the contract, the averaging is an assumption that the report names.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from ohms.domain.calendar import WorkingCalendar
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.staffing import AbsenceFact, PositionFact, available_minutes, staffed_within
from ohms.domain.values import Role


@dataclass(frozen=True, slots=True)
class PositionFte:
    """What one position gave in a period: 1.0 position, 456 h available, 342 h on claims."""

    position_id: int
    role: Role
    staffed: Fraction
    available: int
    on_claims: int | Fraction
    """Claim-specific minutes; whole unless they are a projection."""

    full_time_minutes: Fraction

    @property
    def nothing_available(self) -> bool:
        """No minute was left for claims (all on leave, say): it contributes nothing and says so."""
        return self.available == 0

    @property
    def share(self) -> Fraction | None:
        """Claim-specific / available minutes; above 1 with overtime; None: nothing available."""
        return Fraction(self.on_claims, self.available) if self.available else None

    @property
    def claim_specific(self) -> Fraction:
        return self.staffed * (self.share or 0)

    @property
    def logged(self) -> Fraction:
        return self.on_claims / self.full_time_minutes

    @property
    def fte_per_minute(self) -> Fraction:
        """How much claim-specific FTE one minute of this position is."""
        return self.staffed / self.available if self.available else Fraction(0)


@dataclass(frozen=True)  # without slots: a sum is kept, for a page asks for each several times
class ThreeBases:
    """FTE of a COHE over a period on each basis, and the positions it is the sum of."""

    first_on: date
    last_on: date
    positions: tuple[PositionFte, ...]
    full_time_minutes: Fraction

    @cached_property
    def staffed(self) -> Fraction:
        return sum((position.staffed for position in self.positions), Fraction(0))

    @cached_property
    def claim_specific(self) -> Fraction:
        return sum((position.claim_specific for position in self.positions), Fraction(0))

    @cached_property
    def logged(self) -> Fraction:
        return sum((position.logged for position in self.positions), Fraction(0))

    @property
    def minutes_on_claims(self) -> int | Fraction:
        return sum(position.on_claims for position in self.positions)

    @property
    def available(self) -> int:
        return sum(position.available for position in self.positions)

    @property
    def with_nothing_available(self) -> tuple[PositionFte, ...]:
        """The positions that contribute nothing because they had nothing available."""
        return tuple(position for position in self.positions if position.nothing_available)

    def on(self, basis: FteBasis) -> Fraction:
        """FTE on one basis."""
        match basis:
            case FteBasis.STAFFED:
                return self.staffed
            case FteBasis.CLAIM_SPECIFIC:
                return self.claim_specific
            case FteBasis.LOGGED:
                return self.logged

    def fte_per_minute(self, basis: FteBasis) -> Fraction | None:
        """The most FTE that one minute of claim work carries; None where minutes do not matter.

        On the claim-specific basis the minutes of different positions weigh differently: the
        heaviest is taken, so that a headroom in minutes holds whoever's minutes are missing.
        """
        match basis:
            case FteBasis.STAFFED:
                return None
            case FteBasis.CLAIM_SPECIFIC:
                return max((position.fte_per_minute for position in self.positions), default=None)
            case FteBasis.LOGGED:
                return 1 / self.full_time_minutes


def three_bases(
    first_on: date,
    last_on: date,
    *,
    positions: Collection[PositionFact],
    absences: Collection[AbsenceFact],
    calendar: WorkingCalendar,
    claim_minutes: Mapping[int, int | Fraction],
    settings: ContractSettings,
) -> ThreeBases:
    """FTE over a period of the counted positions of one COHE (the caller passes only that COHE's).

    `claim_minutes` are claim-specific minutes by position id, those of the period only. Minutes
    count for the position they were worked under, even when nothing was available or it was no
    longer held. With assistants beside: call again with settings that count them.
    """
    full_time, counted = settings.full_time_minutes(first_on, last_on), settings.counted_roles
    return ThreeBases(
        first_on,
        last_on,
        tuple(
            PositionFte(
                position.position_id,
                position.role,
                staffed_within(first_on, last_on, position, settings),
                available_minutes(first_on, last_on, position, absences, calendar),
                claim_minutes.get(position.position_id, 0),
                full_time,
            )
            for position in positions
            if position.role in counted
            and (position.days_held(first_on, last_on) or claim_minutes.get(position.position_id))
        ),
        full_time,
    )
