"""Who covers whom while somebody is away: the standing deputy, or the next who is at work."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ohms.domain.calendar import ONE_DAY
from ohms.domain.values import Role
from ohms.simulator.planned import PlannedAbsence, PlannedAssignment, PlannedPosition, World


@dataclass(frozen=True, slots=True)
class PlannedCover:
    """Who answers for a provider on some days of an absence; both ends count."""

    absence: PlannedAbsence
    provider_id: str
    cohe: str
    covering: str
    from_on: date
    to_on: date


class Deputies:
    """Knows who is away when, and so who can stand in."""

    def __init__(self, world: World) -> None:
        self._coordinators: dict[str, list[PlannedPosition]] = {
            cohe.slug: world.positions_of(cohe.slug, Role.HSC) for cohe in world.cohes
        }
        self._assigned: dict[str, list[PlannedAssignment]] = {}
        for row in world.assignments:
            self._assigned.setdefault(row.staff, []).append(row)
        self._away = {
            (absence.staff, absence.from_on + timedelta(days=n))
            for absence in world.absences
            for n in range((absence.to_on - absence.from_on).days + 1)
        }

    def cover_of(self, absences: Iterable[PlannedAbsence]) -> Iterator[PlannedCover]:
        """The cover of each absence, provider by provider, in stretches of one covering person.

        A provider without a deputy is covered by nobody: that is a gap, and shown as one.
        """
        for absence in absences:
            for row in self._assigned.get(absence.staff, ()):
                if row.deputy is not None:
                    yield from self._of_provider(absence, row, row.deputy)

    def _of_provider(
        self, absence: PlannedAbsence, row: PlannedAssignment, deputy: str
    ) -> Iterator[PlannedCover]:
        day = max(absence.from_on, row.from_on)
        last = absence.to_on if row.to_on is None else min(absence.to_on, row.to_on)
        begun, covering = day, self._standing_in(row, deputy, day) if day <= last else None
        while day <= last:
            day += ONE_DAY
            after = self._standing_in(row, deputy, day) if day <= last else None
            if after == covering and day <= last:
                continue
            if covering is not None:
                yield PlannedCover(
                    absence, row.provider_id, row.cohe, covering, begun, day - ONE_DAY
                )
            begun, covering = day, after

    def _standing_in(self, row: PlannedAssignment, deputy: str, day: date) -> str | None:
        present = [
            p.staff
            for p in self._coordinators[row.cohe]
            if p.held_on(day) and p.staff != row.staff and (p.staff, day) not in self._away
        ]
        if deputy in present:
            return deputy
        return present[0] if present else None
