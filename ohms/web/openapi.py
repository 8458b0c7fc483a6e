"""The API's description in OpenAPI 3.1, made from the registry of its operations and nothing else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ohms.domain.api_tokens import SAYS
from ohms.web import problems
from ohms.web.api_answers import KEY
from ohms.web.api_bodies import READ
from ohms.web.api_routes import Operation, Schema

Described = dict[str, Any]
PROBLEM: Schema = {
    "type": "object",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "field": {"type": "string", "description": "The element of the body that it is about"},
        "instance": {"type": "string", "description": "Names the request in the log"},
    },
}

ETAG = r'^(W/)?"[0-9]{1,9}"$'
"""A version over which something is changed, as its reading answered it."""

_ROW_ID: Schema = {"type": "integer", "minimum": 0, "maximum": 2**31 - 1}


def description(operations: Iterable[Operation], schemas: Mapping[str, Schema]) -> Described:
    """The whole of it: `schemas` are those that the operations name."""
    paths: dict[str, Described] = defaultdict(dict)
    for each in operations:
        paths[each.path][each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "OHMS",
            "version": "1",
            "description": "Each request carries a bearer token, which its person makes under Your"
            " settings. A token reaches what its scopes name and its person may do that day. What"
            " the person may not see answers 404. Every request is recorded as a page is.",
        },
        "security": [{"token": []}],
        "paths": dict(paths),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {**schemas, "Problem": PROBLEM},
        },
    }


def _operation(each: Operation) -> Described:
    made: Described = {
        "operationId": each.endpoint.partition(".")[2],
        "summary": each.says,
        "parameters": [*_parameters(each)],
        "responses": _responses(each),
    }
    if each.scope is None:
        made["security"] = []
    else:
        says = SAYS[each.scope]
        made["description"] = f"Scope `{each.scope.value}`: {says[:1].lower()}{says[1:]}."
    if each.takes:
        schema = {"schema": _of(each.takes)}
        made["requestBody"] = {"required": True, "content": dict.fromkeys(READ, schema)}
    return made


def _parameters(each: Operation) -> Iterator[Described]:
    for name in each.arguments:
        schema = _ROW_ID if name.endswith("_id") else {"type": "string"}
        yield {"name": name, "in": "path", "required": True, "schema": schema}
    for told in each.parameters:
        yield {"name": told.name, "in": "query", "schema": told.schema, "description": told.says}
    if each.over_version:
        yield _header("If-Match", "The ETag of what was read", required=True, pattern=ETAG)
    elif each.has_version:
        yield _header("If-None-Match", "The ETag of what the asker has")
    if each.with_key:
        says = "The same sent again under a key is done once; anything else under it is refused"
        yield _header("Idempotency-Key", says, required=True, pattern=f"^{KEY.pattern}$")


def _header(name: str, says: str, *, required: bool = False, **narrowed: Any) -> Described:
    return {
        "name": name,
        "in": "header",
        "required": required,
        "schema": {"type": "string", **narrowed},
        "description": says,
    }


def _responses(each: Operation) -> Described:
    answer: Described = {
        "description": "Done" if each.takes else "As asked",
        "content": {each.media: {"schema": _of(each.answers)}},
    }
    if each.has_version:
        answer["headers"] = {"ETag": {"schema": {"type": "string"}}}
    made = {str(each.status): answer}
    if each.has_version and not each.over_version:
        made["304"] = {"description": "The asker has this version"}
    for status in _refusals(each):
        made[str(status)] = {
            "description": problems.TITLES[status],
            "content": {problems.MEDIA_TYPE: {"schema": _of("Problem")}},
        }
    return made


def _refusals(each: Operation) -> Iterator[int]:
    yield 400
    if each.scope is None:
        return
    yield from (401, 403, 503)
    if each.arguments or any(told.names for told in each.parameters):
        yield 404
    if each.takes:
        yield from (413, 415, 422)
    elif any(told.name == "after" for told in each.parameters):
        yield 422
    if each.over_version:
        yield from (412, 428)


def _of(schema: str) -> Described:
    return {"$ref": f"#/components/schemas/{schema}"}
