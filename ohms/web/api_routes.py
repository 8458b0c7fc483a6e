"""The one registry of the API's operations: what adds an address also describes it.

`@operation(...)` is the only way a view of the API gets its address, so that what
`/api/v1/openapi.json` says and what answers cannot differ.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from flask import Blueprint

from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.web.access import public, requires
from ohms.web.api_answers import JSON

VERSION_PATH = "/api/v1"
View = TypeVar("View", bound=Callable[..., Any])
Schema = Mapping[str, Any]
_ARGUMENT = re.compile(r"<(?:[^:<>]+:)?(\w+)>")
_OPERATIONS: dict[str, "Operation"] = {}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of the address's query. What it does not know is refused, never passed over."""

    name: str
    schema: Schema
    says: str
    names: bool = False
    """It names something that may not be there for the asker: 404."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address. `answers` and `takes` name schemas of the description."""

    endpoint: str
    method: str
    rule: str
    says: str
    answers: str
    media: str = JSON
    scope: TokenScope | None = None
    takes: str | None = None
    parameters: tuple[Parameter, ...] = ()
    status: int = 200
    has_version: bool = False
    over_version: bool = False
    """A change is made over a version, named by `If-Match`."""
    with_key: bool = False
    """What it makes it makes once: `Idempotency-Key`."""

    @property
    def path(self) -> str:
        """The address as OpenAPI writes it."""
        return _ARGUMENT.sub(r"{\1}", self.rule)

    @property
    def arguments(self) -> list[str]:
        return _ARGUMENT.findall(self.rule)


def operation(
    blueprint: Blueprint,
    method: str,
    rule: str,
    permission: Permission | None,
    *,
    reads: str | None = None,
    leaves: str | None = None,
    **described: Any,
) -> Callable[[View], View]:
    """Give a view its address under `/api/v1`, its front door and its description."""

    def mark(view: View) -> View:
        endpoint = f"{blueprint.name}.{view.__name__}"
        made = Operation(endpoint, method, VERSION_PATH + rule, **described)
        if permission is None:
            public(view)
        else:
            requires(permission, reads=reads, scope=made.scope, leaves=leaves)(view)
        blueprint.add_url_rule(made.rule, view_func=view, methods=[method])
        _OPERATIONS[endpoint] = made
        return view

    return mark


def operations() -> Mapping[str, Operation]:
    """Every operation by its endpoint, in the order in which they were added."""
    return MappingProxyType(_OPERATIONS)
