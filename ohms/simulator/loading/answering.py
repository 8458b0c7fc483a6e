"""Who answers for which provider, and who stands in: rows of the contract's coverage plan."""

from ohms.models.providers import ProviderAssignment, StandingDeputy
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import put
from ohms.simulator.planned import PlannedAssignment


def put_assignments(assignments: tuple[PlannedAssignment, ...], ids: Ids) -> int:
    """Every provider's coordinators and standing deputies through time."""
    rows = [
        {
            "provider_id": ids.provider[row.provider_id],
            "cohe_id": ids.cohe[row.cohe],
            "staff_id": ids.staff[row.staff],
            "from_on": row.from_on,
            "to_on": row.to_on,
        }
        for row in assignments
    ]
    put(
        StandingDeputy,
        [
            {**values, "staff_id": ids.staff[row.deputy]}
            for row, values in zip(assignments, rows, strict=True)
            if row.deputy is not None
        ],
    )
    return put(ProviderAssignment, rows)
