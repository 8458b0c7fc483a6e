"""A referral as FHIR R4: valid for every service and step, and without what its service is not told."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from ohms.domain.referral_content import read_content, written_content
from ohms.domain.referral_exchange import (
    STEP_OF,
    TASK_CODES,
    TASK_STATUS,
    Exchanged,
    StepSaid,
    service_request,
    task,
)
from ohms.domain.services import SERVICES, Shape, Told
from ohms.domain.values import ReferralStep, Service

S = ReferralStep
AT = datetime(2026, 11, 20, 17, 30, 15, 250_000, tzinfo=UTC)
CLAIM_WORDS = {
    Told.CLAIM: "BC12345, injured on November 2, 2026",
    Told.WORKER: "Rosa Lindqvist",
    Told.CAPS: "66 days, $10,000",
}
EMPLOYER_WORDS = {Told.EMPLOYER: "Cedar Mill, L&I account 100,200-00", Told.EMPLOYER_CLAIMS: "4"}
WAYS = {
    S.DRAFT: (),
    S.SENT: (S.SENT,),
    S.NEEDS_INFORMATION: (S.SENT, S.NEEDS_INFORMATION),
    S.IN_PROGRESS: (S.SENT, S.ACCEPTED, S.IN_PROGRESS),
    S.COMPLETED: (S.SENT, S.ACCEPTED, S.COMPLETED),
}


def exchanged(service: Service, step: ReferralStep, **other: Any) -> Exchanged:
    taken = (S.DRAFT, *WAYS.get(step, (S.SENT, step)))
    said: dict[str, Any] = {
        "referral_id": 41,
        "version": 3,
        "service": service,
        "step": step,
        "cohe": "Puget COHE",
        "drafted_at": AT,
        "content": content_of(service, told=step is not S.DRAFT),
        "steps": tuple(
            StepSaid(each, AT + timedelta(hours=n), f"because {n}") for n, each in enumerate(taken)
        ),
        "expected_by": date(2026, 12, 7) if step is S.SENT else None,
        "outcome": "Paid for 20 days" if step is S.COMPLETED else None,
    }
    return Exchanged(**said | other)


def content_of(service: Service, *, told: bool) -> dict[str, str]:
    facts = SERVICES[service]
    by_shape = {Shape.LINE: "A line", Shape.TEXT: "Two\nlines", Shape.DAY: "2026-11-19"}
    fields = {
        each.name: by_shape.get(each.shape) or ";".join(value for value, _ in each.choices)
        for each in facts.fields
    }
    words = CLAIM_WORDS | EMPLOYER_WORDS if told else {}
    return read_content(written_content(facts, fields, words))


def check_valid(resource: dict[str, Any]) -> None:
    """What the library reads is what was written: nothing unknown, nothing lost, at any depth."""
    for each in (resource, *resource["contained"]):
        read = get_fhir_model_class(each["resourceType"]).model_validate_json(json.dumps(each))
        assert json.loads(read.model_dump_json().replace('Z"', '+00:00"')) == each


def references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        yield from (value for key, value in part.items() if key == "reference")
        part = list(part.values())
    if isinstance(part, list):
        for each in part:
            yield from references(each)


def systems(part: object) -> set[str]:
    found: set[str] = set()
    if isinstance(part, dict):
        found = {value for key, value in part.items() if key == "system"}
        part = list(part.values())
    return found.union(*map(systems, part)) if isinstance(part, list) else found


def items_of(request: dict[str, Any]) -> dict[str, list[dict[str, str]]]:
    response = next(
        each for each in request["contained"] if each["resourceType"] == "QuestionnaireResponse"
    )
    return {each["linkId"]: each["answer"] for each in response["item"]}


@pytest.mark.parametrize("service", Service)
@pytest.mark.parametrize("step", ReferralStep)
def test_every_step_of_every_service_is_valid_fhir(service: Service, step: ReferralStep) -> None:
    for made in (service_request(exchanged(service, step)), task(exchanged(service, step))):
        check_valid(made)
        assert systems(made) <= {TASK_CODES}
        inside = {f"#{each['id']}" for each in made["contained"]}
        local = {each for each in references(made) if each.startswith("#")}
        assert local == inside  # R4, dom-3: what is contained is named, and what is named is there


def test_the_library_refuses_what_is_not_fhir() -> None:
    with pytest.raises(ValueError, match="intentions"):
        check_valid(task(exchanged(Service.VOCATIONAL, S.SENT)) | {"intentions": "order"})


def test_each_step_has_a_status_of_its_own() -> None:
    assert set(TASK_STATUS) == set(ReferralStep)
    assert len(STEP_OF) == len(ReferralStep)


@pytest.mark.parametrize(
    ("step", "asked", "done"),
    [
        (S.DRAFT, "draft", "draft"),
        (S.SENT, "active", "requested"),
        (S.RECEIVED, "active", "received"),
        (S.ACCEPTED, "active", "accepted"),
        (S.DECLINED, "revoked", "rejected"),
        (S.NEEDS_INFORMATION, "on-hold", "on-hold"),
        (S.IN_PROGRESS, "active", "in-progress"),
        (S.COMPLETED, "completed", "completed"),
        (S.WITHDRAWN, "revoked", "cancelled"),
    ],
)
def test_request_and_task_follow_the_step(step: ReferralStep, asked: str, done: str) -> None:
    referral = exchanged(Service.STAY_AT_WORK, step)
    assert (service_request(referral)["status"], task(referral)["status"]) == (asked, done)


def test_the_task_points_to_its_request_and_names_both_sides() -> None:
    made = task(exchanged(Service.STAY_AT_WORK, S.SENT))
    assert made["focus"] == {"reference": "ServiceRequest/41"}
    names = {each["id"]: each["name"] for each in made["contained"] if "name" in each}
    assert (names["requester"], names["owner"]) == ("Puget COHE", "Stay at Work")
    assert made["restriction"] == {"period": {"end": "2026-12-07"}}
    assert made["meta"]["versionId"] == "3"


def test_a_request_begins_when_it_was_sent_and_changes_with_its_last_step() -> None:
    referral = exchanged(Service.STAY_AT_WORK, S.RECEIVED)
    made = task(referral)
    assert made["authoredOn"] == "2026-11-20T18:30:15+00:00"
    assert made["lastModified"] == made["meta"]["lastUpdated"] == "2026-11-20T19:30:15+00:00"
    assert service_request(referral)["authoredOn"] == made["authoredOn"]


def test_a_request_says_each_field_under_its_name_and_in_its_shape() -> None:
    answers = items_of(service_request(exchanged(Service.STAY_AT_WORK, S.SENT)))
    facts = SERVICES[Service.STAY_AT_WORK]
    assert list(answers) == [f"told_{each.value}" for each in facts.told] + list(facts.by_name)
    assert answers["apf_on"] == [{"valueDate": "2026-11-19"}]
    assert [each["valueString"] for each in answers["light_duty"]] == ["Yes", "No", "Not known"]
    assert answers["told_worker"] == [{"valueString": "Rosa Lindqvist"}]


def test_an_end_tells_its_outcome_and_a_refusal_its_reason() -> None:
    ended = task(exchanged(Service.STAY_AT_WORK, S.COMPLETED))
    assert ended["output"] == [{"type": {"text": "Outcome"}, "valueString": "Paid for 20 days"}]
    assert "statusReason" not in ended
    refused = task(exchanged(Service.STAY_AT_WORK, S.DECLINED))
    assert refused["statusReason"] == {"text": "because 2"}


def test_what_was_said_of_a_draft_stays_in_the_house() -> None:
    made = task(exchanged(Service.STAY_AT_WORK, S.RECEIVED))
    assert [each["text"] for each in made["note"]] == ["Sent: because 1", "Received: because 2"]
    never_sent = (StepSaid(S.DRAFT, AT), StepSaid(S.WITHDRAWN, AT, "A word of ours"))
    made = task(exchanged(Service.STAY_AT_WORK, S.WITHDRAWN, steps=never_sent))
    assert "A word of ours" not in json.dumps(made)


@pytest.mark.parametrize("step", ReferralStep)
def test_nothing_of_a_claim_goes_to_risk_management(step: ReferralStep) -> None:
    forced = content_of(Service.RISK_MANAGEMENT, told=True) | {
        f"told_{told.value}": words for told, words in CLAIM_WORDS.items()
    }
    forced["restrictions"] = "No lifting"
    referral = exchanged(Service.RISK_MANAGEMENT, step, content=forced)
    for made in (service_request(referral), task(referral)):
        text = json.dumps(made)
        assert "Patient" not in text
        assert not [words for words in (*CLAIM_WORDS.values(), "No lifting") if words in text]
        names = [each.get("name") for each in made["contained"] if each["id"] == "employer"]
        assert names == ["Cedar Mill, L&I account 100,200-00"]
    assert service_request(referral)["subject"] == {"reference": "#place"}
