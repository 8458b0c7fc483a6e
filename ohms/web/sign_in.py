"""Flask-Login over server-side session rows: the cookie holds a token, the row says the rest."""

from dataclasses import dataclass, replace
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_login import (
    AnonymousUserMixin,
    LoginManager,
    UserMixin,
    current_user,
    login_user,
    logout_user,
)

from ohms import clock
from ohms.commands.sessions import cover_session, note_seen
from ohms.commands.sign_in import end_session, hash_token, renew_session
from ohms.domain.actor import Actor
from ohms.domain.second_factor import is_waited_for
from ohms.domain.sessions import COVERED_FOR, SessionLimits, WaitsFor
from ohms.queries.actors import SignedIn, signed_in_by

LOOKS_ON = "accounts.session_left"
"""Asking how much is left is no sign of life."""

manager = LoginManager()
manager.session_protection = None  # the row is the protection; the address may change


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the session row's person, and the token as its id."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.token = token
        self.signed_in = signed_in

    def get_id(self) -> str:
        return self.token


@dataclass(frozen=True, slots=True)
class SessionLeft:
    """What a page knows of its session: whose it is, and the seconds it goes on by itself; None for
    nobody. `covered`: it waits for its person's password."""

    person: int | None = None
    idle: float = 0.0
    absolute: float = 0.0
    covered: bool = False


def set_up_sign_in(app: Flask) -> None:
    manager.init_app(app)


@manager.user_loader  # type: ignore[untyped-decorator]
def load_person(token: str) -> SignedInPerson | None:
    found = _found_by(token)
    if found is None or found.covered_at is not None or found.waits_for == WaitsFor.CODE:
        return None
    if limits().ran_out(found.started_at, found.last_seen_at, clock.on_the_wall()):
        cover_session(found.actor)
        return None
    if request.endpoint != LOOKS_ON and found.actor.session_id is not None:
        seen = note_seen(found.actor.session_id, found.last_seen_at, every=limits().seen_every)
        found = replace(found, last_seen_at=seen)
    return SignedInPerson(token, found)


def limits() -> SessionLimits:
    return cast("SessionLimits", current_app.config["LIMITS"])


def covered_person() -> SignedIn | None:
    """Whose session waits for a password in this browser; None where none does, or did for too long."""
    found = _found_by(str(session.get("_user_id", "")))
    if found is None or found.covered_at is None:
        return None
    return found if clock.on_the_wall() - found.covered_at <= COVERED_FOR else None


def person_before_second_step() -> SignedIn | None:
    """Whose password was right in this browser, and whose code is waited for; None after ten minutes."""
    found = _found_by(str(session.get("_user_id", "")))
    if found is None or found.waits_for != WaitsFor.CODE:
        return None
    return found if is_waited_for(found.started_at, clock.on_the_wall()) else None


def seed_secret() -> bytes:
    """Of what seeds of second steps are made."""
    key = current_app.secret_key
    assert key is not None
    return key if isinstance(key, bytes) else key.encode()


def session_left() -> SessionLeft:
    """How much is left of the session that this browser is in."""
    if current_user.is_authenticated:
        now, found = clock.on_the_wall(), current_user.signed_in
        return SessionLeft(
            found.actor.staff_id,
            limits().idle_left(found.last_seen_at, now).total_seconds(),
            limits().absolute_left(found.started_at, now).total_seconds(),
        )
    waits = covered_person()
    return SessionLeft() if waits is None else SessionLeft(waits.actor.staff_id, covered=True)


def begin(token: str) -> None:
    """Start the browser's session anew: nothing of an earlier one remains. One that waits for its code
    is kept, and lets nobody in."""
    end()
    found = _found_by(token)
    if found is not None and found.waits_for == WaitsFor.CODE:
        session["_user_id"] = token
    elif found is not None:
        login_user(SignedInPerson(token, found))


def renew(actor: Actor) -> None:
    """Go on under a new token, for the browser that asked: what stands in its other tabs can still
    be sent."""
    token = renew_session(actor)
    login_user(SignedInPerson(token, current_user.signed_in))


def go_on(token: str) -> None:
    """Go on with the session that was covered or waited for its code: what stands in the browser's tabs can still be sent."""
    found = _found_by(token)
    if found is not None:
        login_user(SignedInPerson(token, found))


def end() -> None:
    """Nothing of the browser's session is worth anything from now on, were it covered."""
    if token := session.get("_user_id"):
        end_session(hash_token(str(token)))
    logout_user()
    session.clear()
    g.pop("csrf_token", None)  # made of what is gone; a form of this answer gets one that holds


def is_known_who_asks() -> bool:
    """Whether the session of the request at hand was looked for, and found or not."""
    return "_login_user" in g


def ask_as_nobody() -> None:
    """Nobody is signed in for the rest of this request: who it is cannot be looked for."""
    g._login_user = AnonymousUserMixin()


def own_path(wanted: str | None) -> str:
    """`?next=` as a path of this product, else the first page; read as a browser reads it."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    if any(character in wanted for character in "\\\t\r\n") or not wanted.isprintable():
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def _found_by(token: str) -> SignedIn | None:
    return signed_in_by(
        hash_token(token),
        clock.today(),
        address=request.remote_addr,
        request_id=g.get("request_id"),
    )
