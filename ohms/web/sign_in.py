"""Flask-Login over server-side session rows: the cookie holds a token, the row says the rest."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request, session
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from ohms import clock
from ohms.commands.sign_in import end_session, hash_token, note_seen, renew_session
from ohms.domain.access import Actor
from ohms.extensions import db
from ohms.queries.actors import SignedIn, signed_in_by

manager = LoginManager()
manager.session_protection = None  # the row is the protection; the address may change


class SignedInPerson(UserMixin):  # type: ignore[misc]
    """What Flask-Login carries: the session row's person, and the token as its id."""

    def __init__(self, token: str, signed_in: SignedIn) -> None:
        self.token = token
        self.signed_in = signed_in

    def get_id(self) -> str:
        return self.token


def set_up_sign_in(app: Flask) -> None:
    manager.init_app(app)


@manager.user_loader  # type: ignore[untyped-decorator]
def load_person(token: str) -> SignedInPerson | None:
    token_hash = hash_token(token)
    found = signed_in_by(
        token_hash,
        clock.today(),
        address=request.remote_addr,
        request_id=g.get("request_id"),
    )
    db.session.rollback()  # the actor is frozen; its transaction ends before the view runs
    if found is None:
        return None
    if _ran_out(found):
        end_session(token_hash)
        return None
    if found.actor.session_id is not None:
        note_seen(found.actor.session_id, found.last_seen_at)
    return SignedInPerson(token, found)


def begin(token: str) -> None:
    """Start the browser's session anew: nothing of an earlier one remains."""
    session.clear()
    found = signed_in_by(
        hash_token(token), clock.today(), address=request.remote_addr, request_id=g.request_id
    )
    db.session.rollback()
    if found is not None:
        login_user(SignedInPerson(token, found))


def renew(actor: Actor) -> None:
    """Go on under a new token, for the browser that asked: what stands in its other tabs can still
    be sent."""
    token = renew_session(actor)
    login_user(SignedInPerson(token, current_user.signed_in))


def end() -> None:
    logout_user()
    session.clear()


def own_path(wanted: str | None) -> str:
    """`?next=` as a path of this product, else the first page; read as a browser reads it."""
    if not wanted or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return "/"
    if any(character in wanted for character in "\\\t\r\n") or not wanted.isprintable():
        return "/"
    parts = urlsplit(wanted)
    return "/" if parts.scheme or parts.netloc else wanted


def _ran_out(found: SignedIn) -> bool:
    now = clock.now()
    idle = timedelta(minutes=current_app.config["IDLE_MINUTES"])
    absolute = timedelta(hours=current_app.config["ABSOLUTE_HOURS"])
    return now - found.last_seen_at > idle or now - found.started_at > absolute
