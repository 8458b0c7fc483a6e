"""Refusals and failures of what programs ask for as `application/problem+json` (RFC 9457), never as a page."""

import json
from collections.abc import Mapping
from types import MappingProxyType

from flask import Response, g, request

API_PATH = "/api/"
CALENDARS = "/calendar/"
MEDIA_TYPE = "application/problem+json"
TITLES: Mapping[int, str] = MappingProxyType(
    {
        400: "The request cannot be read",
        401: "A valid token is needed",
        403: "Not allowed",
        404: "Not found",
        405: "Not a method of this address",
        409: "Somebody saved the same thing first",
        412: "It was changed meanwhile",
        413: "Too large",
        415: "Not a media type that is read here",
        422: "A rule refuses this",
        428: "Say which version you change",
        429: "Too many tries",
        503: "The database cannot be written now",
    }
)


DETAILS: Mapping[int, str] = MappingProxyType(
    {
        401: "Send Authorization: Bearer, a blank, and a token that stands: it ends with its last day, its"
        " person's account and the position that it uses, and when it is revoked.",
        404: "Nothing in sight has this address; which addresses there are stands in /api/v1/openapi.json.",
        403: "None of the positions that the token's person holds today gives this.",
    }
)
"""What is said where nothing closer is known."""


class Problem(Exception):
    """An answer of the API that refuses. `field` is the element of the body, or the name in the address,
    that it is about."""

    def __init__(self, status: int, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.field = status, detail, field


def is_api_request() -> bool:
    return request.path.startswith(API_PATH)


def is_for_a_program() -> bool:
    """Whoever asks reads no pages: the API's, and a calendar."""
    return request.path.startswith((API_PATH, CALENDARS))


def problem(status: int, detail: str | None = None, *, field: str | None = None) -> Response:
    """The answer itself; its `instance` stands in the log."""
    told = {
        "type": "about:blank",
        "title": TITLES.get(status, "It failed"),
        "status": status,
        "detail": detail or (DETAILS.get(status) if is_api_request() else None),
        "field": field,
        "instance": f"urn:ohms:request:{g.get('request_id', '')}",
    }
    body = json.dumps({name: value for name, value in told.items() if value is not None})
    headers = {"WWW-Authenticate": 'Bearer realm="ohms"'} if status == 401 else {}
    return Response(body, status, headers, mimetype=MEDIA_TYPE)
