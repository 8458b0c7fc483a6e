"""What a simulated referral says: the fields of its service, filled from the claim as a coordinator's
draft is, and what is told beside them."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from ohms.domain.calendar import add_months, written
from ohms.domain.referral_content import written_content
from ohms.domain.services import SERVICES, Told
from ohms.domain.stay_at_work import caps_for
from ohms.domain.values import Service
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription
from ohms.models.workers import Employer, Worker
from ohms.simulator import planned_work as planned
from ohms.simulator.loading.known import Ids

RESTRICTIONS = "Lifting up to 20 lb, no work above the shoulder, sitting and standing by turns."
JOBS = (
    "Tool crib attendant: hands out and checks in tools at a counter, seated or standing.",
    "Inspection of finished parts at a bench, nothing over 10 lb.",
    "Telephone and scheduling desk in the site office.",
)
EVERY_THIRD = 3


def contents_of(
    referrals: Collection[planned.Referral], ids: Ids, sent_on: Mapping[int, date]
) -> dict[int, str]:
    """The content of each by its key. Inside a bulk unit: it reads without an actor's scope."""
    claims = {ids.claim[each.claim_number].id for each in referrals}
    facts, apfs = _claims(claims), _apfs(claims)
    employers = _claims_of_employers(
        {ids.claim[each.claim_number].employer_id for each in referrals}
    )
    found = {}
    for each in referrals:
        known = ids.claim[each.claim_number]
        on = sent_on[each.key]
        apf = max((row for row in apfs.get(known.id, ()) if row.exam_on <= on), default=None)
        since = add_months(on, -12)
        count = sum(
            since < day <= on for day in employers.get((known.cohe_id, known.employer_id), ())
        )
        told = _told(facts[known.id], count)
        fields = {"reason": each.reason, **_fields(each, facts[known.id], apf, on)}
        found[each.key] = written_content(SERVICES[each.service], fields, told)
    return found


def _fields(referral: planned.Referral, claim: Any, apf: Any, on: date) -> dict[str, str]:
    """The service's own fields; those that it does not have are left out when it is written."""
    match referral.service:
        case Service.STAY_AT_WORK:
            return _of_stay_at_work(referral.key, claim, apf, on)
        case Service.RISK_MANAGEMENT:
            safety = referral.key % EVERY_THIRD == 0
            return {
                "contact": claim.employer_contact or "",
                "programme": "no" if safety else "not_known",
                "reasons": "several_claims;safety" if safety else "several_claims;no_light_duty",
            }
        case Service.EARLY_RETURN_TO_WORK:
            return {"job_open": "yes" if referral.key % EVERY_THIRD else "not_known"}
        case Service.VOCATIONAL:
            return {"asked": "An assessment of the job of injury"}
        case Service.ACTIVITY_COACHING:
            return {"asked_on": (on - timedelta(days=2)).isoformat()}
        case Service.COMMUNITY:
            return {"organization": "A home help service of the county"}
        case _:
            return {}


def _of_stay_at_work(key: int, claim: Any, apf: Any, on: date) -> dict[str, str]:
    approved = key % EVERY_THIRD != 0
    return {
        "employer_contact": claim.employer_contact or "The owner",
        "employer_phone": claim.employer_phone or "",
        "restrictions": (apf and apf.restrictions) or RESTRICTIONS,
        "apf_on": (apf.exam_on if apf else on - timedelta(days=3)).isoformat(),
        "light_duty": "yes",
        "job_description": JOBS[key % len(JOBS)],
        "job_approved": "yes" if approved else "not_known",
        "offered_on": (on - timedelta(days=1)).isoformat() if approved else "",
        "starts_on": (on + timedelta(days=7)).isoformat() if approved else "",
    }


def _told(claim: Any, claims_in_year: int) -> dict[Told, str]:
    return {
        Told.CLAIM: f"{claim.claim_number}, injured on {written(claim.injury_on)}",
        Told.WORKER: f"{claim.first_name} {claim.last_name}",
        Told.EMPLOYER: f"{claim.employer}, L&I account {claim.account_id}",
        Told.CAPS: caps_for(claim.injury_on).said,
        Told.EMPLOYER_CLAIMS: f"{claims_in_year:,}",
    }


def _claims(claim_ids: Collection[int]) -> dict[int, Any]:
    rows = db.session.execute(
        select(
            Claim.id,
            Claim.claim_number,
            Claim.injury_on,
            Claim.employer_contact,
            Claim.employer_phone,
            Worker.first_name,
            Worker.last_name,
            Employer.name.label("employer"),
            Employer.account_id,
        )
        .join(Worker, Worker.id == Claim.worker_id)
        .join(Employer, Employer.id == Claim.employer_id)
        .where(Claim.id.in_(claim_ids))
    )
    return {row.id: row for row in rows}


def _apfs(claim_ids: Collection[int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = db.session.execute(
        select(
            ActivityPrescription.exam_on,
            ActivityPrescription.id,
            ActivityPrescription.claim_id,
            func.coalesce(ActivityPrescription.restrictions, "").label("restrictions"),
        ).where(ActivityPrescription.claim_id.in_(claim_ids))
    )
    for row in rows:
        found.setdefault(row.claim_id, []).append(row)
    return found


def _claims_of_employers(employer_ids: Collection[int]) -> dict[tuple[int, int], list[date]]:
    """Days of initiation by COHE and employer."""
    found: dict[tuple[int, int], list[date]] = {}
    rows = db.session.execute(
        select(Claim.cohe_id, Claim.employer_id, Claim.initiated_on).where(
            Claim.employer_id.in_(employer_ids)
        )
    )
    for cohe_id, employer_id, day in rows:
        found.setdefault((cohe_id, employer_id), []).append(day)
    return found
