"""The API's own front door: who acts is told by a bearer token, and by nothing that a browser keeps."""

from flask import Flask, g, request
from flask_login import AnonymousUserMixin, UserMixin

from ohms import clock
from ohms.commands.api_tokens import note_token_refused, note_token_used
from ohms.commands.sign_in import hash_token
from ohms.domain.api_tokens import PREFIX, TokenScope
from ohms.extensions import end_reading
from ohms.queries.api_tokens import KnownToken, token_by
from ohms.web.problems import is_api_request

LONGEST = 128


class Bearer(UserMixin):  # type: ignore[misc]
    """The person for whom another program asks, for this one request."""

    def __init__(self, token: KnownToken) -> None:
        self.signed_in = token
        self.scopes: frozenset[TokenScope] = token.scopes


def set_up_api_door(app: Flask) -> None:
    app.before_request(_know_the_bearer)


def _know_the_bearer() -> None:
    """Before anything asks who acts: of a request to the API no cookie is ever read."""
    if not is_api_request():
        return
    g._login_user = AnonymousUserMixin()
    token = _sent_token()
    if token is None:
        return
    if not token.stands:
        note_token_refused(token)
        return
    note_token_used(token)
    g._login_user = Bearer(token)


def _sent_token() -> KnownToken | None:
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    return known_token(sent) if kind.lower() == "bearer" else None


def known_token(sent: str) -> KnownToken | None:
    """What was made once under these signs, standing or not."""
    if not sent.startswith(PREFIX) or len(sent) > LONGEST:
        return None
    found = token_by(
        hash_token(sent),
        clock.today(),
        address=request.remote_addr,
        request_id=g.get("request_id"),
    )
    end_reading()  # the actor is frozen; its transaction ends before the view runs
    return found
