"""What a Task that a service gives back asks for, and which Tasks are refused."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.referral_exchange import Exchanged, StepSaid, task
from ohms.domain.referral_exchange_back import AskedStep, asked_step
from ohms.domain.values import ReferralStep, Service

S = ReferralStep
AT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)


def sent(step: ReferralStep = S.SENT, reason: str | None = None) -> dict[str, Any]:
    steps = (StepSaid(S.SENT, AT), StepSaid(step, AT, reason))
    return task(
        Exchanged(41, 3, Service.VOCATIONAL, step, "Puget COHE", AT, {}, steps, outcome="Done")
    )


@pytest.mark.parametrize("step", ReferralStep)
def test_what_we_wrote_is_read_as_the_same_step(step: ReferralStep) -> None:
    assert asked_step(sent(step), 41) == AskedStep(step, None, "Done")


def test_a_question_is_read_with_its_reason() -> None:
    asked = asked_step(sent(S.NEEDS_INFORMATION, "Which job?"), 41)
    assert (asked.step, asked.reason) == (S.NEEDS_INFORMATION, "Which job?")


def test_outputs_of_the_service_s_own_are_passed_over() -> None:
    own = {"type": {"text": "Letter"}, "valueString": "A letter"}
    ours = {"type": {"text": "Outcome"}, "valueString": "Job kept"}
    assert asked_step(sent() | {"output": [own, ours]}, 41).outcome == "Job kept"
    assert asked_step(sent() | {"output": [own]}, 41).outcome is None
    assert asked_step(sent() | {"output": ["Job kept"]}, 41).outcome is None


@pytest.mark.parametrize(
    ("wrong", "element"),
    [
        ({"resourceType": "ServiceRequest"}, "resourceType"),
        ({"id": "42"}, "id"),
        ({"id": 41}, "id"),
        ({"focus": {"reference": "ServiceRequest/42"}}, "focus"),
        ({"focus": None}, "focus"),
        ({"status": "failed"}, "status"),
        ({"status": ["accepted"]}, "status"),
        ({"status": None}, "status"),
        ({"statusReason": {"text": 7}}, "statusReason"),
        ({"output": {"type": {"text": "Outcome"}}}, "output"),
        ({"output": [{"type": {"text": "Outcome"}, "valueString": 7}]}, "output"),
    ],
)
def test_a_task_that_cannot_be_meant_is_refused_by_its_element(
    wrong: dict[str, Any], element: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        asked_step(sent() | wrong, 41)
    assert refused.value.field == element


@pytest.mark.parametrize("given", [None, [], "Task", 7])
def test_what_is_no_resource_is_refused(given: object) -> None:
    with pytest.raises(RuleBroken, match="FHIR R4 Task"):
        asked_step(given, 41)
