"""Minutes: the time entries behind the figures of workload, one's own or those of the COHE one supervises."""

from typing import Any

from flask import Response

from ohms.blueprints.api.casework_schemas import one_of
from ohms.blueprints.api.centres import OF_CENTRE, centre_asked
from ohms.blueprints.api.paging import PAGING, going_on
from ohms.blueprints.api.room import asked, blueprint
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.values import OtherTime, Role, StandardWork
from ohms.queries.workload import centres, counted_period
from ohms.queries.workload_minutes import MinutesKind, WhichMinutes, WorkedMinutes, minutes_rows
from ohms.web.access import current_actor
from ohms.web.api_answers import answered
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown


@operation(
    blueprint,
    "GET",
    "/time",
    Permission.WORKLOAD_ROWS,
    reads="list_minutes",
    leaves="export_program_minutes",
    says="The time entries of a quarter, the newest first, up to the day to which its figures count",
    answers="MinutesPage",
    scope=TokenScope.TIME_READ,
    parameters=(
        *OF_CENTRE,
        Parameter(
            "kind",
            one_of(MinutesKind),
            "Counted on claims (else so), waiting, other, all; (un)confirmed, on claims and for none",
        ),
        Parameter("category", one_of(OtherTime), "Of minutes for no claim"),
        Parameter("item", one_of(StandardWork), "Of standard work"),
        Parameter("role", one_of(Role), "Worked under positions of this role"),
        *PAGING,
    ),
)
def list_time() -> Response:
    actor, told = current_actor(), asked()
    centre, quarter = centre_asked(centres(actor))
    which = WhichMinutes(
        MinutesKind(told.get("kind", MinutesKind.COUNTED)),
        category=OtherTime(told["category"]) if "category" in told else None,
        item=StandardWork(told["item"]) if "item" in told else None,
        role=Role(told["role"]) if "role" in told else None,
    )
    period = counted_period(actor, centre, quarter)
    after, per_page = told.get("after"), told.get("per_page", 50)
    page = going_on(minutes_rows(actor, centre, period, which, after, per_page=per_page))
    claims = sorted({row.claim_id for row in page.rows if row.claim_number and row.claim_id})
    shown(cohe_id=centre.id, claim_ids=claims, detail={"quarter": str(quarter)})
    return answered(
        {
            "cohe": centre.slug,
            "quarter": str(quarter),
            "counted_to": period[1].isoformat(),
            "total": page.total,
            "minutes": page.minutes,
            "first": page.first if page.rows else 0,
            "next": page.next,
            "items": [_entry(row) for row in page.rows],
        }
    )


def _entry(row: WorkedMinutes) -> dict[str, Any]:
    return {
        "id": row.id,
        "performed_on": row.performed_on.isoformat(),
        "staff": row.name,
        "claim_number": row.claim_number,
        "category": row.category,
        "standard_work": row.standard_work,
        "minutes": row.minutes,
        "captured_or_typed": row.capture,
        "confirmed": row.confirmed,
        "remark": row.remark,
    }
