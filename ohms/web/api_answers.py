"""Answers of the API: JSON with the version that it shows, and the version that a change is over."""

import json
from typing import Any

from flask import Response, request

from ohms.web.problems import Problem

JSON = "application/json"
FHIR = "application/fhir+json"


def answered(body: Any, *, version: int | None = None, media: str = JSON) -> Response:
    """The body; 304 without it where the asker has this version already."""
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text, mimetype=media)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    if version is None:
        return response
    response.headers["ETag"] = f'W/"{version}"'
    if request.method in ("GET", "HEAD") and request.if_none_match.contains_weak(str(version)):
        response.status_code = 304
        response.set_data(b"")
        del response.headers["Content-Type"]
    return response


def version_named() -> int:
    """The version over which a change is made, by `If-Match`."""
    tag = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not tag:
        raise Problem(428, 'Send If-Match with the ETag of what you read, such as W/"3".')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise Problem(412, "If-Match names no version of this.")
    return int(tag)
