"""One quarter of one COHE put together: its facts, its three bases and what they say of 588."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from ohms.domain.calendar import Quarter, WorkingCalendar
from ohms.domain.claims_per_fte import ClaimsPerFte, Headroom, headroom
from ohms.domain.contract import ContractSettings, FteBasis
from ohms.domain.fte import ThreeBases, three_bases
from ohms.domain.pace import Pace, projected_claim_minutes
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.time_entries import CountedMinutes


@dataclass(frozen=True, slots=True)
class QuarterFacts:
    """What one COHE had in a quarter, up to `as_of`: its last day, or the one day both reach.

    `absences` may hold those of the whole quarter, planned ones too.
    """

    quarter: Quarter
    as_of: date
    claims: int
    minutes: CountedMinutes
    positions: tuple[PositionFact, ...]
    absences: tuple[AbsenceFact, ...]
    calendar: WorkingCalendar
    settings: ContractSettings

    @property
    def is_finished(self) -> bool:
        return self.as_of >= self.quarter.last_on

    @property
    def has_begun(self) -> bool:
        """Whether one day at least is in: before that there is nothing to divide by."""
        return self.as_of >= self.quarter.first_on

    @property
    def basis(self) -> FteBasis:
        """The report's basis."""
        return self.settings.fte_basis

    def bases(self, *, waiting: bool = False, assistants: bool | None = None) -> ThreeBases:
        """FTE up to the as-of day; as it would be with waiting minutes, or with assistants counted.

        ValueError before the quarter's first day is in.
        """
        if not self.has_begun:
            raise ValueError("no day of the quarter is in yet")
        counted = self.minutes.with_waiting if waiting else self.minutes.counted
        return self._over(self.quarter.first_on, self.as_of, counted, assistants)

    def figure(self, basis: FteBasis, bases: ThreeBases) -> ClaimsPerFte:
        return ClaimsPerFte(self.claims, bases.on(basis), self.settings.claims_per_fte_limit)

    def pace(self, basis: FteBasis, bases: ThreeBases) -> Pace:
        """Where an unfinished quarter is heading on a basis."""
        limit = self.settings.claims_per_fte_limit
        return Pace(self.quarter, self.as_of, self.claims, bases.on(basis), limit)

    def headroom(self, basis: FteBasis, bases: ThreeBases) -> Headroom:
        """Up to the limit: of the finished quarter, or of the unfinished one's pace."""
        per_minute = bases.fte_per_minute(basis)
        if self.is_finished:
            return headroom(self.figure(basis, bases), per_minute)
        return self.pace(basis, bases).headroom(per_minute)

    def whole_quarter_bases(self) -> ThreeBases:
        """FTE of the whole quarter with planned absences, minutes of the days left projected."""
        minutes = projected_claim_minutes(
            self.quarter,
            self.as_of,
            positions=self.positions,
            absences=self.absences,
            calendar=self.calendar,
            minutes_to_date=self.minutes.counted,
            settings=self.settings,
        )
        return self._over(self.quarter.first_on, self.quarter.last_on, minutes, None)

    def with_planned_absences(self, basis: FteBasis, bases: ThreeBases) -> Fraction | None:
        """Claims per FTE of the whole quarter at the pace of claims so far; None: no HSC time."""
        fte = self.whole_quarter_bases().on(basis)
        return self.pace(basis, bases).projected_claims / fte if fte else None

    def _over(
        self,
        first_on: date,
        last_on: date,
        minutes: Mapping[int, int | Fraction],
        assistants: bool | None,
    ) -> ThreeBases:
        settings = self.settings
        if assistants is not None:
            settings = replace(settings, assistants_count=assistants)
        return three_bases(
            first_on,
            last_on,
            positions=self.positions,
            absences=self.absences,
            calendar=self.calendar,
            claim_minutes=minutes,
            settings=settings,
        )
