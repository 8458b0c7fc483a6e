"""Referrals as the COHE's own list has them: what FHIR has no words for, such as how long a service has
been silent. What was sent, and each step, is read and taken as FHIR under the same id."""

from typing import Any

from flask import Response

from ohms import clock
from ohms.blueprints.api.casework_schemas import one_of
from ohms.blueprints.api.paging import PAGING, going_on, paged
from ohms.blueprints.api.room import asked, blueprint
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.values import Service
from ohms.queries.referrals import (
    SORTS,
    Age,
    ListedReferral,
    ReferralFilter,
    StepFilter,
    Whose,
    default_whose,
    referral_page,
)
from ohms.web.access import current_actor
from ohms.web.api_answers import answered
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown

SORTED_BY = [*SORTS, *(f"-{name}" for name in SORTS)]


@operation(
    blueprint,
    "GET",
    "/referrals",
    Permission.REFERRAL_READ,
    reads="list_referrals",
    leaves="export_program_referrals",
    says="Referrals, as the referral list has them; each is told as FHIR under its id",
    answers="ReferralPage",
    scope=TokenScope.REFERRALS_READ,
    parameters=(
        Parameter(
            "scope",
            one_of(Whose),
            "Of claims that one answers for (a coordinator's, else so), or of all in sight",
        ),
        Parameter("step", one_of(StepFilter), "Open (else so) takes everything that is not over"),
        Parameter("service", one_of(Service), "To this service"),
        Parameter("age", one_of(Age), "Silent past its day, or sent over 30 days ago"),
        Parameter("sort", {"enum": SORTED_BY}, "`-` reverses"),
        *PAGING,
    ),
)
def list_referrals() -> Response:
    actor, told = current_actor(), asked()
    wanted = ReferralFilter(
        whose=Whose(told["scope"]) if "scope" in told else default_whose(actor),
        step=StepFilter(told.get("step", StepFilter.OPEN)),
        service=Service(told["service"]) if "service" in told else None,
        age=Age(told["age"]) if "age" in told else None,
        sort=told.get("sort", "expected_by"),
        after=told.get("after"),
        per_page=told.get("per_page", 50),
    )
    page = going_on(referral_page(actor, wanted))
    claims = sorted({row.claim_id for row in page.rows})
    shown(claim_ids=claims, detail={"total": page.total})
    return answered(paged(page, _listed))


def _listed(row: ListedReferral) -> dict[str, Any]:
    today = current_actor().on_day
    sent_on = clock.day_of(row.sent_at) if row.sent_at else None
    return {
        "id": row.id,
        "service": row.service,
        "step": row.step,
        "claim_number": row.claim_number,
        "worker_last_name": row.last_name,
        "worker_first_name": row.first_name,
        "employer": row.employer,
        "sent_on": sent_on and sent_on.isoformat(),
        "days_since_sent": row.age_days(today),
        "expected_by": row.expected_by and row.expected_by.isoformat(),
        "silent_business_days": row.silent_days(today),
        "outcome": row.outcome,
    }
