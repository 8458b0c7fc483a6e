"""What claims, notes and tasks look like in the API: the words and values are those of the pages."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from ohms.domain.notes import LONGEST_BODY
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    Complexity,
    Coordination,
    Fund,
    Method,
    Outcome,
    Party,
    StandardWork,
    TaskState,
    WorkStatus,
)
from ohms.web.api_routes import Schema

LINE: Schema = {"type": "string", "maxLength": 200}
DAY: Schema = {"type": "string", "format": "date"}
ID: Schema = {"type": "integer", "minimum": 1, "maximum": 2**31 - 1}
NUMBER: Schema = {"type": "integer", "minimum": 1}
_TEXT: Schema = {"type": "string"}
_PURGED: Schema = {
    "type": "boolean",
    "description": "Its records were purged: no person is told, and complexity and work status mean nothing",
}
_CLAIM_NUMBER: Schema = {"type": "string", "maxLength": 12}


def one_of(values: type[StrEnum]) -> Schema:
    return {"enum": [each.value for each in values]}


def or_nothing(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def object_of(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": {**required, **optional},
    }


def _page_of(item: str) -> Schema:
    return object_of(
        {
            "total": {"type": "integer"},
            "first": {"type": "integer"},
            "next": or_nothing("string"),
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}},
        }
    )


_LISTED_CLAIM: dict[str, Any] = {
    "claim_number": _TEXT,
    "worker_last_name": _TEXT,
    "worker_first_name": _TEXT,
    "injury_on": DAY,
    "initiated_on": DAY,
    "employer": _TEXT,
    "provider": _TEXT,
    "status": one_of(ClaimStatus),
    "coordination": one_of(Coordination),
    "complexity": one_of(Complexity),
    "work_status": one_of(WorkStatus),
    "on_time_loss": {"type": "boolean"},
    "last_contact_on": or_nothing("string"),
    "next_due_by": or_nothing("string"),
    "next_task": or_nothing("string"),
    "coordinator": or_nothing("string"),
    "purged": _PURGED,
}
_CONTACT = object_of({"party": one_of(Party), "method": one_of(Method), "outcome": one_of(Outcome)})
_TASK: dict[str, Any] = {
    "id": ID,
    "claim_number": _TEXT,
    "title": _TEXT,
    "state": one_of(TaskState),
    "due_by": DAY,
    "appears_on": DAY,
    "standard_work": or_nothing("string"),
    "waiting_on": or_nothing("string"),
    "owner": _TEXT,
}
CASEWORK: Mapping[str, Schema] = MappingProxyType(
    {
        "ClaimPage": _page_of("ListedClaim"),
        "ListedClaim": object_of(_LISTED_CLAIM),
        "Claim": object_of(
            {
                "claim_number": _TEXT,
                "cohe": _TEXT,
                "worker_last_name": _TEXT,
                "worker_first_name": _TEXT,
                "employer": _TEXT,
                "initiating_provider": _TEXT,
                "attending_provider": _TEXT,
                "clinic": _TEXT,
                "status": one_of(ClaimStatus),
                "fund": one_of(Fund),
                "accident_kind": one_of(AccidentKind),
                "injury_on": DAY,
                "initiated_on": DAY,
                "first_visit_on": or_nothing("string"),
                "established_on": or_nothing("string"),
                "coordination": one_of(Coordination),
                "complexity": one_of(Complexity),
                "work_status": one_of(WorkStatus),
                "on_time_loss": {"type": "boolean"},
                "days_off": or_nothing("integer"),
                "last_contact_on": or_nothing("string"),
                "next_due_by": or_nothing("string"),
                "coordinator": or_nothing("string"),
                "covered_by": or_nothing("string"),
                "purged": _PURGED,
            }
        ),
        "NotePage": _page_of("Note"),
        "Note": object_of(
            {
                "id": ID,
                "performed_on": DAY,
                "standard_work": one_of(StandardWork),
                "state": _TEXT,
                "author": or_nothing("string"),
                "body": or_nothing("string"),
                "minutes": {"type": "integer"},
                "contacts": {"type": "array", "items": _CONTACT},
            }
        ),
        "NewNote": object_of(
            {
                "standard_work": one_of(StandardWork),
                "body": {"type": "string", "maxLength": LONGEST_BODY},
                "performed_on": DAY,
            },
            minutes={"type": "integer", "minimum": 1, "maximum": 1440},
            contacts={"type": "array", "maxItems": 20, "items": _CONTACT},
            interpreter={"type": "boolean"},
            finishes={"type": "array", "maxItems": 50, "items": ID},
            next_task=object_of({"title": LINE, "due_by": DAY}),
        ),
        "TaskPage": _page_of("ListedTask"),
        "ListedTask": object_of(_TASK),
        "CaseTask": object_of(
            {**_TASK, "version": {"type": "integer"}, "reason": or_nothing("string")}
        ),
        "NewTask": object_of(
            {"claim_number": _CLAIM_NUMBER, "title": LINE, "due_by": DAY},
            standard_work=one_of(StandardWork),
            appears_on=DAY,
        ),
        "TaskEnd": object_of({"state": {"enum": ["done", "not_needed"]}}, reason=LINE),
        "Made": object_of({"id": ID}),
    }
)
