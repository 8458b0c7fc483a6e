"""What every answer carries: a request id, and the headers that keep a browser from mischief."""

import secrets

from flask import Flask, Response, g, request

from ohms.web.problems import is_api_request

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'; manifest-src 'self'; font-src 'self'"
)

ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

SIGNS_OUT = frozenset({"accounts.sign_out", "accounts.end_sessions"})
MAY_BE_KEPT = frozenset({"static", "health.alive", "health.ready"})


def set_up_headers(app: Flask) -> None:
    app.before_request(_name_the_request)
    app.after_request(_add_headers)


def _name_the_request() -> None:
    g.request_id = secrets.token_hex(8)


def _add_headers(response: Response) -> Response:
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    own_validator = is_api_request() and "ETag" in response.headers
    if request.endpoint not in MAY_BE_KEPT and not own_validator:
        response.headers["Cache-Control"] = "no-store"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint in SIGNS_OUT and response.status_code < 400:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
