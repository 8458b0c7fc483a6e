"""Of which COHE and quarter figures are asked for: as the pages' addresses say it."""

from collections.abc import Sequence

from ohms.blueprints.api.room import asked
from ohms.domain.calendar import Quarter
from ohms.queries.workload import Centre, centre_named, quarter_asked
from ohms.web.access import current_actor
from ohms.web.api_routes import Parameter

OF_CENTRE = (
    Parameter(
        "cohe", {"type": "string", "maxLength": 40}, "By its slug; else the first by name", True
    ),
    Parameter(
        "quarter",
        {
            "type": "string",
            "pattern": "^[12][0-9]{3}Q[1-4]$",
            "maxLength": 6,
            "examples": ["2026Q3"],
        },
        "Such as 2026Q3; else the running one",
        True,
    ),
)


def centre_asked(found: Sequence[Centre]) -> tuple[Centre, Quarter]:
    """NotFound for a foreign COHE and for a quarter to come."""
    told = asked()
    quarter = quarter_asked(told.get("quarter"), current_actor().on_day)
    return centre_named(found, told.get("cohe")), quarter
