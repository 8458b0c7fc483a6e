"""A referral as FHIR R4 says it: a ServiceRequest (what is asked for) and the Task that a service does.

The pattern is HL7's SDOH Clinical Care guide: Task.focus names the request, Task.status is the step,
Task.statusReason says why, Task.output what came of it. The services, their fields and answers are
plain text: L&I publishes no codes for them that we found, so none is made up. Only HL7's own codes
stand here. What a step means in FHIR, where it has no word of its own, is our assumption.

Every resource carries what it names in itself, so that nothing has to be asked for beside it. Of a
referral about an employer no Patient is made: R4 allows no Organization as the subject of a request, so
that subject is the employer's place of work, managed by the employer.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import dropwhile
from types import MappingProxyType
from typing import Any

from ohms.domain.referral_content import Content
from ohms.domain.referrals import NEEDS_REASON
from ohms.domain.services import (
    SERVICES,
    TOLD_LABELS,
    About,
    ServiceFacts,
    ServiceField,
    Shape,
    Told,
)
from ohms.domain.values import ReferralStep, Service

S = ReferralStep
Resource = dict[str, Any]
"""A FHIR resource or a part of one, as JSON has it."""

TASK_STATUS: Mapping[ReferralStep, str] = MappingProxyType(
    {
        S.DRAFT: "draft",
        S.SENT: "requested",
        S.RECEIVED: "received",
        S.ACCEPTED: "accepted",
        S.DECLINED: "rejected",
        S.NEEDS_INFORMATION: "on-hold",
        S.IN_PROGRESS: "in-progress",
        S.COMPLETED: "completed",
        S.WITHDRAWN: "cancelled",
    }
)
STEP_OF: Mapping[str, ReferralStep] = MappingProxyType(
    {status: step for step, status in TASK_STATUS.items()}
)
REQUEST_STATUS: Mapping[ReferralStep, str] = MappingProxyType(
    {
        S.DRAFT: "draft",
        S.DECLINED: "revoked",
        S.NEEDS_INFORMATION: "on-hold",
        S.COMPLETED: "completed",
        S.WITHDRAWN: "revoked",
    }
)
"""What the request is by its referral's step; "active" in every other one."""

TASK_CODES = "http://hl7.org/fhir/CodeSystem/task-code"
OUTCOME = "Outcome"
"""The plain-text type of the one output of a Task: what came of the referral, in a line."""

REQUESTER, OWNER, PATIENT, EMPLOYER, PLACE, CONTENT = (
    "requester",
    "owner",
    "patient",
    "employer",
    "place",
    "content",
)


@dataclass(frozen=True, slots=True)
class StepSaid:
    """One step as it was taken: an aware instant, and why where somebody said so."""

    step: ReferralStep
    at: datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A referral as it is exchanged. `content` is its newest sent version's (a draft's own before),
    `steps` all of its steps in order, `version` the row's, which an update must name again."""

    referral_id: int
    version: int
    service: Service
    step: ReferralStep
    cohe: str
    drafted_at: datetime
    content: Content
    steps: tuple[StepSaid, ...]
    expected_by: date | None = None
    outcome: str | None = None

    @property
    def facts(self) -> ServiceFacts:
        return SERVICES[self.service]

    @property
    def since_sent(self) -> tuple[StepSaid, ...]:
        """The steps that a service reads: what was said of a draft never left the house."""
        return tuple(dropwhile(lambda each: each.step is not S.SENT, self.steps))

    @property
    def authored_at(self) -> datetime:
        return self.since_sent[0].at if self.since_sent else self.drafted_at

    @property
    def changed_at(self) -> datetime:
        return self.steps[-1].at if self.steps else self.drafted_at


def service_request(referral: Exchanged) -> Resource:
    """What is asked for, of whom and about whom; the fields stand in a contained response by name."""
    content = _content(referral)
    subject = _subject(referral)
    made: Resource = {
        "resourceType": "ServiceRequest",
        "id": str(referral.referral_id),
        "meta": _meta(referral),
        "contained": [*_sides(referral), *subject, *content],
        "status": REQUEST_STATUS.get(referral.step, "active"),
        "intent": "order",
        "code": {"text": referral.facts.name},
        "subject": _points_to(subject) or _told_later(referral.facts),
        "authoredOn": _instant(referral.authored_at),
        "requester": {"reference": f"#{REQUESTER}"},
        "performer": [{"reference": f"#{OWNER}"}],
    }
    if reason := referral.content.get("reason"):
        made["reasonCode"] = [{"text": reason}]
    if content:
        made["supportingInfo"] = [{"reference": f"#{CONTENT}"}]
    return made


def task(referral: Exchanged) -> Resource:
    """What the service does about the request: its step, why, by when a word is expected, the outcome."""
    subject = _subject(referral)
    made: Resource = {
        "resourceType": "Task",
        "id": str(referral.referral_id),
        "meta": _meta(referral),
        "contained": [*_sides(referral), *subject],
        "status": TASK_STATUS[referral.step],
        "intent": "order",
        "code": {"coding": [{"system": TASK_CODES, "code": "fulfill"}]},
        "description": f"Referral to {referral.facts.name}",
        "focus": {"reference": f"ServiceRequest/{referral.referral_id}"},
        "for": _points_to(subject) or _told_later(referral.facts),
        "authoredOn": _instant(referral.authored_at),
        "lastModified": _instant(referral.changed_at),
        "requester": {"reference": f"#{REQUESTER}"},
        "owner": {"reference": f"#{OWNER}"},
    }
    return made | dict(_what_was_said(referral))


def _what_was_said(referral: Exchanged) -> Iterator[tuple[str, Any]]:
    said = referral.since_sent
    if said and referral.step in NEEDS_REASON and said[-1].reason:
        yield "statusReason", {"text": said[-1].reason}
    if said:
        yield "note", [{"time": _instant(each.at), "text": _as_note(each)} for each in said]
    if referral.expected_by:
        yield "restriction", {"period": {"end": referral.expected_by.isoformat()}}
    if referral.outcome:
        yield "output", [{"type": {"text": OUTCOME}, "valueString": referral.outcome}]


def _as_note(said: StepSaid) -> str:
    words = said.step.value.replace("_", " ").capitalize()
    return f"{words}: {said.reason}" if said.reason else words


def _sides(referral: Exchanged) -> list[Resource]:
    """The COHE that asks and the desk that is asked."""
    return [
        {"resourceType": "Organization", "id": REQUESTER, "name": referral.cohe},
        {"resourceType": "Organization", "id": OWNER, "name": referral.facts.name},
    ]


def _subject(referral: Exchanged) -> list[Resource]:
    """Who or what it is about, the subject first, as far as the service is told; a draft has not told
    anybody yet. What the service's facts do not name is not read, whatever the content holds."""
    if referral.facts.about is About.EMPLOYER:
        employer = _told(referral, Told.EMPLOYER)
        return _place_of(employer) if employer else []
    worker = _told(referral, Told.WORKER)
    named = {"resourceType": "Patient", "id": PATIENT, "name": [{"text": worker}]}
    return [named] if worker else []


def _place_of(employer: str) -> list[Resource]:
    return [
        {
            "resourceType": "Location",
            "id": PLACE,
            "description": "The employer's place of work",
            "managingOrganization": {"reference": f"#{EMPLOYER}"},
        },
        {"resourceType": "Organization", "id": EMPLOYER, "name": employer},
    ]


def _points_to(subject: list[Resource]) -> Resource | None:
    return {"reference": f"#{subject[0]['id']}"} if subject else None


def _told_later(facts: ServiceFacts) -> Resource:
    whose = "employer" if facts.about is About.EMPLOYER else "worker"
    return {"display": f"The {whose}, told when it is sent"}


def _told(referral: Exchanged, told: Told) -> str:
    return referral.content.get(f"told_{told.value}", "") if told in referral.facts.told else ""


def _content(referral: Exchanged) -> list[Resource]:
    """What the version says: one item a line, `linkId` the field's name, `text` its label."""
    items = [*_told_items(referral), *_field_items(referral)]
    if not items:
        return []
    status = "in-progress" if referral.step is S.DRAFT else "completed"
    response = {"resourceType": "QuestionnaireResponse", "id": CONTENT, "status": status}
    return [response | {"item": items}]


def _told_items(referral: Exchanged) -> Iterator[Resource]:
    for each in referral.facts.told:
        if said := _told(referral, each):
            yield _item(f"told_{each.value}", TOLD_LABELS[each], [{"valueString": said}])


def _field_items(referral: Exchanged) -> Iterator[Resource]:
    for each in referral.facts.fields:
        if kept := referral.content.get(each.name):
            yield _item(each.name, each.label, _answers(each, kept))


def _item(name: str, label: str, answers: list[Resource]) -> Resource:
    return {"linkId": name, "text": label, "answer": answers}


def _answers(field: ServiceField, kept: str) -> list[Resource]:
    """A kept value by its shape: a day as a date, each choice by its words and without a code."""
    if field.shape is Shape.DAY:
        return [{"valueDate": kept}]
    if field.shape in (Shape.CHOICE, Shape.CHOICES):
        words = dict(field.choices)
        return [{"valueString": words.get(each, each)} for each in kept.split(";") if each]
    return [{"valueString": kept}]


def _meta(referral: Exchanged) -> Resource:
    return {"versionId": str(referral.version), "lastUpdated": _instant(referral.changed_at)}


def _instant(at: datetime) -> str:
    """FHIR wants the offset with every time; to the second, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
