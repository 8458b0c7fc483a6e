"""Sessions between sign-in and sign-out: kept alive, covered at their limit, uncovered by the password."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.own_password import check_own_password
from ohms.commands.second_factors import check_own_code
from ohms.commands.sign_in import add_attempt, hash_token, new_token, step_left
from ohms.commands.unit_of_work import housekeeping
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.sessions import WaitsFor
from ohms.extensions import db, end_reading
from ohms.models.housekeeping import SignInSession

ENDED = "This session ended meanwhile: sign in again. What you typed is kept as a draft."


def note_seen(session_id: int, last_seen_at: datetime, *, every: timedelta) -> datetime:
    """Keep the session alive; written no more often than `every`. When it was last seen, as it stands
    now."""
    now = clock.on_the_wall()
    if now - last_seen_at < every:
        return last_seen_at
    with housekeeping("note_seen"):
        db.session.execute(
            update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=now)
        )
    return now


def note_password_given(actor: Actor) -> None:
    """The person gave their password again, in the session at hand."""
    with housekeeping("note_password_given", actor) as unit:
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id)
            .values(password_at=clock.on_the_wall())
        )
        unit.entries.append(Entry("note_password_given"))


def cover_session(actor: Actor) -> None:
    """Shut the session until its person gives their password again: at its limit, or by a press."""
    with housekeeping("cover_session", actor) as unit:
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id == actor.session_id, SignInSession.covered_at.is_(None))
            .values(covered_at=clock.on_the_wall())
        )
        unit.entries.append(Entry("cover_session"))


def uncover_session(actor: Actor, password: str, code: str, secret: bytes, *, anew: bool) -> str:
    """Go on with a covered session under a new token; `anew` begins its whole time again, and asks for
    the second step of who has one, or must have one.

    RuleBroken for a wrong password, which counts as a try to sign in, after too many of them, and for
    a session that was ended meanwhile.
    """
    check_own_password(actor, password)
    if anew:
        check_own_code(actor, code, secret)
    token, now = new_token(), clock.on_the_wall()
    began: dict[str, Any] = {"last_seen_at": now, "password_at": now}
    if anew:
        began |= {"started_at": now, "waits_for": _to_set_up(actor)}
    with housekeeping("uncover_session", actor) as unit:
        done = db.session.execute(
            update(SignInSession)
            .where(
                SignInSession.id == actor.session_id,
                SignInSession.ended_at.is_(None),
                SignInSession.covered_at.is_not(None),
            )
            .values(token_hash=hash_token(token), covered_at=None, **began)
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            raise RuleBroken(ENDED)
        add_attempt(hash_token(actor.username), actor.address, succeeded=True)
        unit.entries.append(Entry("uncover_session"))
    return token


def _to_set_up(actor: Actor) -> WaitsFor | None:
    """As at the door. The code of who has a second step was taken already."""
    assert actor.staff_id is not None
    left = step_left(actor.staff_id, actor.username)
    end_reading()
    return left if left is WaitsFor.SET_UP else None
