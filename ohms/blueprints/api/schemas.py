"""What the API's bodies look like. FHIR's own resources are told as far as they are used here: what
else FHIR R4 allows in them is passed over."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ohms.blueprints.api.casework_schemas import CASEWORK, DAY
from ohms.blueprints.api.figure_schemas import FIGURES
from ohms.domain.care_episode import STATUSES
from ohms.domain.referral_exchange import REQUEST_STATUS, TASK_STATUS
from ohms.web.api_routes import Schema

_TEXT: Schema = {"type": "string"}
_REFERENCE: Schema = {"type": "object", "properties": {"reference": _TEXT, "display": _TEXT}}
_WORDS: Schema = {"type": "object", "properties": {"text": _TEXT}}
_META: Schema = {
    "type": "object",
    "required": ["versionId", "lastUpdated"],
    "properties": {"versionId": _TEXT, "lastUpdated": {"type": "string", "format": "date-time"}},
}


def _resource(kind: str, required: tuple[str, ...], **properties: Any) -> Schema:
    return {
        "type": "object",
        "required": ["resourceType", "id", *required],
        "properties": {"resourceType": {"const": kind}, "id": _TEXT, **properties},
    }


def _bundle_of(kind: str) -> Schema:
    link = {
        "type": "object",
        "required": ["relation", "url"],
        "properties": {"relation": _TEXT, "url": _TEXT},
    }
    entry = {
        "type": "object",
        "required": ["resource"],
        "properties": {"resource": {"$ref": f"#/components/schemas/{kind}"}},
    }
    return {
        "type": "object",
        "required": ["resourceType", "type", "total", "link"],
        "properties": {
            "resourceType": {"const": "Bundle"},
            "type": {"const": "searchset"},
            "total": {"type": "integer"},
            "link": {"type": "array", "items": link},
            "entry": {"type": "array", "items": entry},
        },
    }


_OUTPUT: Schema = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["type"],
        "properties": {"type": _WORDS, "valueString": _TEXT},
    },
}
_STATUS: Schema = {"enum": sorted(TASK_STATUS.values())}
SCHEMAS: Mapping[str, Schema] = MappingProxyType(
    {
        "Task": _resource(
            "Task",
            ("meta", "status", "intent", "focus", "for"),
            meta=_META,
            status=_STATUS,
            statusReason=_WORDS,
            intent={"const": "order"},
            description=_TEXT,
            focus=_REFERENCE,
            **{"for": _REFERENCE},
            contained={"type": "array", "items": {"type": "object"}},
            note={"type": "array", "items": {"type": "object"}},
            output=_OUTPUT,
        ),
        "TaskUpdate": _resource(
            "Task",
            ("status", "focus"),
            status=_STATUS,
            statusReason=_WORDS,
            focus=_REFERENCE,
            output=_OUTPUT,
        ),
        "ServiceRequest": _resource(
            "ServiceRequest",
            ("meta", "status", "intent", "code", "subject"),
            meta=_META,
            status={"enum": sorted({*REQUEST_STATUS.values(), "active"})},
            intent={"const": "order"},
            code=_WORDS,
            subject=_REFERENCE,
            contained={"type": "array", "items": {"type": "object"}},
        ),
        "TaskBundle": _bundle_of("Task"),
        "EpisodeOfCare": _resource(
            "EpisodeOfCare",
            ("status", "identifier", "patient", "managingOrganization"),
            contained={"type": "array", "items": {"type": "object"}},
            identifier={"type": "array", "items": {"type": "object"}},
            status={"enum": list(STATUSES)},
            type={"type": "array", "items": _WORDS},
            patient=_REFERENCE,
            managingOrganization=_REFERENCE,
            careManager=_REFERENCE,
            period={"type": "object", "properties": {"start": DAY, "end": DAY}},
        ),
        "EpisodeBundle": _bundle_of("EpisodeOfCare"),
        **FIGURES,
        **CASEWORK,
        "Description": {
            "type": "object",
            "required": ["openapi", "info", "paths"],
            "properties": {"openapi": _TEXT, "info": {"type": "object"}},
        },
    }
)
