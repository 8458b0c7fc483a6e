"""Answers of the API: JSON with the version that it shows, and the version that a change is over."""

import hashlib
import json
import re
from typing import Any

from flask import Response, request

from ohms.commands.idempotency import KeyOfARequest
from ohms.domain.actor import Actor
from ohms.web.problems import Problem

JSON = "application/json"
FHIR = "application/fhir+json"
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def answered(
    body: Any, *, version: int | str | None = None, media: str = JSON, status: int = 200
) -> Response:
    """The body; 304 without it where the asker has this version already."""
    text = json.dumps(body, ensure_ascii=False)
    response = Response(text, status, mimetype=media)
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


def version_of(body: Any) -> str:
    """What stands for the version of an answer that is made of many rows."""
    return _hash(json.dumps(body, sort_keys=True))[:16]


def key_named(actor: Actor, meant: object) -> KeyOfARequest:
    """The key under which something is made once, by `Idempotency-Key`: one's own, of this very address
    alone, and of what is `meant` with it: what is left out is the same as what it stands for."""
    sent = request.headers.get("Idempotency-Key", "").strip()
    if not KEY.fullmatch(sent):
        raise Problem(400, "Send an Idempotency-Key of 16 to 64 letters, digits, - or _.")
    named = f"{actor.staff_id} {request.method} {request.path} {sent}"
    return KeyOfARequest.of(_hash(named), meant)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def version_named() -> int:
    """The version over which a change is made, by `If-Match`."""
    said = request.headers.get("If-Match", "").strip()
    tag = said.removeprefix("W/").strip('"')
    if not said:
        raise Problem(428, 'Send If-Match with the ETag of what you read, such as W/"3".')
    if not (tag.isascii() and tag.isdigit() and len(tag) < 10):
        raise Problem(412, "If-Match names no version of this.")
    return int(tag)
