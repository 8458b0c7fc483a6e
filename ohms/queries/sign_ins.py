"""Where somebody is signed in."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.housekeeping import SignInSession


class OpenSession(NamedTuple):
    """A browser that is signed in: from where, since when, when last seen, and whether it is this."""

    started_at: datetime
    last_seen_at: datetime
    address: str | None
    is_this: bool


def own_sessions(actor: Actor, *, seen_since: datetime, begun_since: datetime) -> list[OpenSession]:
    """The actor's own sessions that have not ended, run out or been covered, the one last seen first."""
    rows = db.session.execute(
        select(
            SignInSession.id,
            SignInSession.started_at,
            SignInSession.last_seen_at,
            SignInSession.address,
        )
        .where(
            SignInSession.staff_id == actor.staff_id,
            SignInSession.ended_at.is_(None),
            SignInSession.covered_at.is_(None),
            SignInSession.last_seen_at >= seen_since,
            SignInSession.started_at >= begun_since,
        )
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    )
    return [
        OpenSession(row.started_at, row.last_seen_at, row.address, row.id == actor.session_id)
        for row in rows
    ]
