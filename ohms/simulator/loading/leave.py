"""Absences and who covers them."""

from datetime import timedelta

from ohms.commands.covering import follow_facts
from ohms.models.coverage import Absence, Coverage
from ohms.simulator.covering import Deputies
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import at_minute, last_id, put_numbered
from ohms.simulator.planned import PlannedAbsence, World

TOLD_BEFORE = timedelta(days=30)
NINE = 9 * 60


def put_absences(world: World, absences: tuple[PlannedAbsence, ...], ids: Ids) -> dict[str, int]:
    """Absences of a world, recorded by those who are away, with the cover that began at once;
    and the cover of days on which somebody does not work."""
    offset = last_id(Absence) + 1
    numbered = {absence: offset + n for n, absence in enumerate(absences)}
    put_numbered(
        Absence,
        [
            {
                "id": absence_id,
                "staff_id": ids.staff[absence.staff],
                "from_on": absence.from_on,
                "to_on": absence.to_on,
                "minutes_a_day": absence.minutes_a_day,
                "kind": absence.kind,
                "recorded_by_id": ids.staff[absence.staff],
                "recorded_at": at_minute(min(absence.from_on, world.today) - TOLD_BEFORE, NINE),
            }
            for absence, absence_id in numbered.items()
        ],
    )
    first_cover = last_id(Coverage) + 1
    rows = [
        {
            "id": first_cover + n,
            "absence_id": numbered[cover.absence],
            "provider_id": ids.provider[cover.provider_id],
            "cohe_id": ids.cohe[cover.cohe],
            "absent_id": ids.staff[cover.absence.staff],
            "covering_id": ids.staff[cover.covering],
            "from_on": cover.from_on,
            "to_on": cover.to_on,
        }
        for n, cover in enumerate(Deputies(world).cover_of(absences))
    ]
    counts = {"absences": len(numbered), "coverage": put_numbered(Coverage, rows)}
    for cohe_id in ids.cohe.values():
        follow_facts(cohe_id, world.today)
    return counts
