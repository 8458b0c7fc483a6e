"""A proposal for a setting of a COHE's contract; call it inside an app context."""

from datetime import UTC, date, datetime

from ohms.models.reports import Setting
from tests.house import House

PROPOSED_AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
NEXT_QUARTER = date(2027, 1, 1)


def add_proposal(
    house: House,
    slug: str,
    *,
    name: str = "claims_per_fte_limit",
    value: str = "600",
    from_on: date = NEXT_QUARTER,
    by: str = "alder.supervisor",
) -> int:
    """That waits for L&I."""
    return house.add(
        Setting,
        name=name,
        cohe_id=house.cohe[slug],
        value=value,
        from_on=from_on,
        source="Talked over with L&I in November",
        proposed_by_id=house.staff[by],
        proposed_at=PROPOSED_AT,
    )
