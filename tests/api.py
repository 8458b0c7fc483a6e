"""Another program that calls the API: every answer it gets is held against the API's description."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from ohms.blueprints.api.schemas import SCHEMAS
from ohms.commands.sign_in import hash_token
from ohms.domain.api_tokens import PREFIX, TokenScope, written_scopes
from ohms.models.api_tokens import ApiToken
from ohms.web.api_routes import operations
from ohms.web.openapi import description
from tests.house import MADE_AT, House

KINDS: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def described() -> dict[str, Any]:
    return description(operations().values(), SCHEMAS)


def faults_of(value: Any, schema: dict[str, Any], where: str = "$") -> list[str]:
    """What of a value is not as its schema has it: of JSON Schema the words that are used here."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return faults_of(value, described()["components"]["schemas"][name], where)
    if "const" in schema and value != schema["const"]:
        return [f"{where} is {value!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where} is {value!r}"]
    kinds = schema.get("type", [])
    wanted = tuple(KINDS[each] for each in ([kinds] if isinstance(kinds, str) else kinds))
    if wanted and (
        not isinstance(value, wanted) or (isinstance(value, bool) and bool not in wanted)
    ):
        return [f"{where} is a {type(value).__name__}"]
    found = []
    if isinstance(value, dict):
        found += [f"{where} lacks {n}" for n in schema.get("required", ()) if n not in value]
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False:
            found += [f"{where} has {name}" for name in value if name not in known]
        for name in known.keys() & value.keys():
            found += faults_of(value[name], known[name], f"{where}.{name}")
    if isinstance(value, list):
        for number, each in enumerate(value):
            found += faults_of(each, schema.get("items", {}), f"{where}[{number}]")
    return found


@dataclass
class Program:
    """A program with a token, or without one."""

    app: Flask
    token: str | None = None

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Headers by their names with `_` for `-`. Fails where the answer is not as described."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        body = {} if json is None else {"json": json}
        answer = self.app.test_client().open(path, method=method, headers=sent, **body)
        assert "Set-Cookie" not in answer.headers
        self._hold_against_the_description(method, path, answer)
        return answer

    def _hold_against_the_description(self, method: str, path: str, answer: TestResponse) -> None:
        adapter = self.app.url_map.bind("localhost")
        try:
            endpoint, _arguments = adapter.match(path.partition("?")[0], method=method)
        except HTTPException:
            assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
            return
        operation = operations()[endpoint]
        told = described()["paths"][operation.path][method.lower()]["responses"]
        assert str(answer.status_code) in told, (
            f"{method} {path}: {answer.status_code} {answer.text}"
        )
        content = told[str(answer.status_code)].get("content", {})
        if not content:
            assert answer.data == b""
            return
        assert answer.mimetype in content
        faults = faults_of(answer.get_json(force=True), content[answer.mimetype]["schema"])
        assert faults == [], faults


def add_token(
    house: House, username: str, *scopes: TokenScope, name: str = "Tests", **other: Any
) -> str:
    """A token of somebody with these scopes, all if none is named; call it inside an app context."""
    number = house.add(
        ApiToken,
        staff_id=house.staff[username],
        name=name,
        token_hash=hash_token(PREFIX + username + name),
        scopes=written_scopes(scopes or tuple(TokenScope)),
        made_at=MADE_AT,
        **{"expires_on": date(2026, 11, 24) + timedelta(days=90), **other},
    )
    assert number
    return PREFIX + username + name


def program_of(house: House, username: str, *scopes: TokenScope) -> Program:
    with house.app.app_context():
        return Program(house.app, add_token(house, username, *scopes))
