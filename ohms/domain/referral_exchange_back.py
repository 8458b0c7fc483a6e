"""What a service asks for by a FHIR R4 Task that it gives back: the step, why, and what came of it.

Only these are taken from it. Whether the step may follow, and whose it is, the referral's own rules
say; what else the Task holds (its notes, its request, whom it names) changes nothing here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from ohms.domain.errors import RuleBroken
from ohms.domain.referral_exchange import OUTCOME, STEP_OF
from ohms.domain.referrals import AGAIN
from ohms.domain.values import ReferralStep


@dataclass(frozen=True, slots=True)
class AskedStep:
    step: ReferralStep
    reason: str | None
    outcome: str | None


class Act(StrEnum):
    """What is done so that a referral stands at the asked step: one command each."""

    SEND = "send"
    GIVE_INFORMATION = "give_information"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    TAKE_UP_AGAIN = "take_up_again"


def act_for(standing: ReferralStep, wanted: ReferralStep, *, was_sent: bool) -> Act:
    """Which act brings a referral from where it stands to the asked step. A step that no act takes is
    given to the answers, whose own rule refuses it in words."""
    if standing in AGAIN and wanted is (AGAIN[standing][0] if was_sent else ReferralStep.DRAFT):
        return Act.TAKE_UP_AGAIN
    if wanted is ReferralStep.WITHDRAWN:
        return Act.WITHDRAW
    return _BACK_TO_THEM.get((standing, wanted), Act.ANSWER)


_BACK_TO_THEM = {
    (ReferralStep.DRAFT, ReferralStep.SENT): Act.SEND,
    (ReferralStep.NEEDS_INFORMATION, ReferralStep.SENT): Act.GIVE_INFORMATION,
}


def asked_step(given: object, referral_id: int) -> AskedStep:
    """What a Task given for a referral asks for. RuleBroken, by the element of the Task that is wrong,
    when it is no Task, another's, or in a status that no step has."""
    if not isinstance(given, Mapping) or given.get("resourceType") != "Task":
        raise RuleBroken("Send a FHIR R4 Task.", field="resourceType")
    if given.get("id") != str(referral_id):
        raise RuleBroken("The id of the Task is not that of its address.", field="id")
    if _part(given.get("focus")).get("reference") != f"ServiceRequest/{referral_id}":
        raise RuleBroken("Task.focus is the request that came with it.", field="focus")
    return AskedStep(
        _step(given.get("status")),
        _text(_part(given.get("statusReason")).get("text"), "statusReason"),
        _outcome(given.get("output")),
    )


def _step(status: object) -> ReferralStep:
    step = STEP_OF.get(status) if isinstance(status, str) else None
    if step is None:
        known = ", ".join(STEP_OF)
        raise RuleBroken(f"Task.status has to be one of: {known}.", field="status")
    return step


def _outcome(output: object) -> str | None:
    """The first output of our type; others are the service's own and are not kept."""
    if output is None:
        return None
    if not isinstance(output, list):
        raise RuleBroken("Task.output is a list.", field="output")
    for each in map(_part, output):
        if _part(each.get("type")).get("text") == OUTCOME:
            return _text(each.get("valueString"), "output")
    return None


def _text(value: object, element: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise RuleBroken(f"Task.{element} is told as text.", field=element)
    return value


def _part(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
