"""Referrals with every step they took and what they said."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from ohms.domain.referrals import expected_after
from ohms.domain.services import SERVICES
from ohms.domain.values import ReferralStep, Service
from ohms.models.referrals import Referral, ReferralStepTaken, ReferralVersion
from ohms.simulator import planned_work as planned
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.referral_contents import contents_of
from ohms.simulator.loading.reimbursed import Standing, put_uses
from ohms.simulator.loading.rows import at_minute, last_id, put, put_numbered
from ohms.simulator.referring import OUTCOMES, WHY

OURS = frozenset({ReferralStep.DRAFT, ReferralStep.SENT, ReferralStep.WITHDRAWN})
"""Steps that the COHE takes; the others are the service's."""

TEN = 10 * 60
DESKS = {
    "stay_at_work": "lni.stayatwork",
    "risk_management": "lni.riskmanagement",
}


def put_referrals(referrals: Iterable[planned.Referral], ids: Ids) -> dict[str, int]:
    """Referrals, their steps and the version that was sent."""
    offset = last_id(Referral)
    listed = list(referrals)
    put_numbered(Referral, [_referral(row, offset + row.key, ids) for row in listed])
    steps = put(
        ReferralStepTaken, [step for row in listed for step in _steps(row, offset + row.key, ids)]
    )
    contents = contents_of(listed, ids, {row.key: _sent_on(row) for row in listed})
    put(
        ReferralVersion,
        [_version(row, offset + row.key, ids, contents[row.key]) for row in listed],
    )
    put_uses([_standing(row, offset + row.key, ids) for row in listed], ids)
    return {"referrals": len(listed), "referral_steps": steps}


def _standing(referral: planned.Referral, referral_id: int, ids: Ids) -> Standing:
    claim, (step, on) = ids.claim[referral.claim_number], referral.steps[-1]
    at = at_minute(on, TEN + len(referral.steps))
    return Standing(referral_id, claim.id, claim.cohe_id, referral.service, step, at)


def _sent_on(referral: planned.Referral) -> date:
    return next(on for step, on in referral.steps if step is ReferralStep.SENT)


def _referral(referral: planned.Referral, referral_id: int, ids: Ids) -> dict[str, Any]:
    claim = ids.claim[referral.claim_number]
    sent_on = _sent_on(referral)
    return {
        "id": referral_id,
        "claim_id": claim.id,
        "cohe_id": claim.cohe_id,
        "employer_id": claim.employer_id,
        "service": referral.service,
        "step": referral.steps[-1][0],
        "drafted_by_id": ids.staff[referral.staff],
        "drafted_at": at_minute(referral.steps[0][1], TEN),
        "sent_by_id": ids.staff[referral.staff],
        "sent_at": at_minute(sent_on, TEN + 1),
        "expected_by": next_word_by(referral.service, *referral.steps[-1]),
        "officer_id": officer_after(referral.steps, referral.service, ids),
        "outcome": outcome_after(referral.steps[-1][0], referral.service),
    }


def officer_after(
    steps: Iterable[tuple[ReferralStep, date]], service: Service, ids: Ids
) -> int | None:
    """The desk's officer once the desk has done more than to note that it came."""
    desk = DESKS.get(service)
    took = {step for step, _on in steps} - OURS - {ReferralStep.RECEIVED}
    return ids.staff[desk] if desk and took else None


def outcome_after(step: ReferralStep, service: Service) -> str | None:
    return OUTCOMES[service] if step is ReferralStep.COMPLETED else None


def next_word_by(service: Service, step: ReferralStep, on: date) -> date | None:
    """The day by which the service's next word is expected after a step."""
    return expected_after(step, on, SERVICES[service].answer_days)


def _steps(referral: planned.Referral, referral_id: int, ids: Ids) -> list[dict[str, Any]]:
    claim = ids.claim[referral.claim_number]
    desk = DESKS.get(referral.service)
    return [
        {
            "referral_id": referral_id,
            "claim_id": claim.id,
            "cohe_id": claim.cohe_id,
            "step": step,
            "staff_id": _who(step, referral.staff, desk, ids),
            "at": at_minute(on, TEN + n),
            "reason": WHY.get(step),
        }
        for n, (step, on) in enumerate(referral.steps)
    ]


def _who(step: ReferralStep, staff: str, desk: str | None, ids: Ids) -> int | None:
    """Ourselves, L&I's desk where the service has one, else nobody who signs in."""
    if step in OURS:
        return ids.staff[staff]
    return ids.staff[desk] if desk else None


def _version(
    referral: planned.Referral, referral_id: int, ids: Ids, content: str
) -> dict[str, Any]:
    claim = ids.claim[referral.claim_number]
    return {
        "referral_id": referral_id,
        "claim_id": claim.id,
        "cohe_id": claim.cohe_id,
        "number": 1,
        "content": content,
        "written_by_id": ids.staff[referral.staff],
        "written_at": at_minute(referral.steps[0][1], TEN),
        "sent_at": at_minute(_sent_on(referral), TEN + 1),
    }
