"""Who signs in with which session, and what they hold today: one statement, before any view."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Date, Integer, Select, String, and_, bindparam, select

from ohms import clock
from ohms.domain.access import CLAIM_READERS
from ohms.domain.actor import Actor, HeldPosition
from ohms.extensions import db, send
from ohms.models.base import UtcDateTime
from ohms.models.break_glass import BrokenGlass
from ohms.models.cohes import Cohe
from ohms.models.housekeeping import Installation, SignInSession
from ohms.models.staff import Position, StaffMember
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session with its person, their positions of today and their preferences."""

    actor: Actor
    started_at: datetime
    last_seen_at: datetime
    password_at: datetime | None
    covered_at: datetime | None
    waits_for: str | None
    density: str
    theme: str
    shortcuts: bool


def signed_in_by(
    token_hash: str, today: date, *, address: str | None, request_id: str | None
) -> SignedIn | None:
    """The person of a session, covered or not; None when it ended or the account is closed."""
    sent = {"token_hash": token_hash, "today": today, "now": clock.now()}
    with unscoped("who signs in, and what they opened by break-glass"):
        rows = send(_signed_in(), sent).all()
    if not rows:
        return None
    first = rows[0]
    # Once each: what was opened stands beside every position.
    positions = dict.fromkeys(
        HeldPosition(row.position_id, row.role, row.cohe_id, row.cohe_name)
        for row in rows
        if row.position_id is not None
    )
    actor = Actor(
        staff_id=first.staff_id,
        username=first.username,
        name=first.name,
        positions=tuple(positions),
        on_day=today,
        session_id=first.id,
        session_hash=token_hash,
        address=address,
        request_id=request_id,
        opened=frozenset(row.opened_id for row in rows if row.opened_id is not None),
    )
    return SignedIn(
        actor,
        first.started_at,
        first.last_seen_at,
        first.password_at,
        first.covered_at,
        first.waits_for,
        first.density,
        first.theme,
        first.shortcuts,
    )


@cache
def _signed_in() -> Select[*tuple[Any, ...]]:
    """Every request asks this: it is built once, and sent with a session and a day."""
    today, now = bindparam("today", type_=Date()), bindparam("now", type_=UtcDateTime())
    held_today = and_(Position.staff_id == StaffMember.id, holds(Position, today))
    open_now = and_(BrokenGlass.staff_id == StaffMember.id, BrokenGlass.until_at > now)
    return (
        select(
            SignInSession.id,
            SignInSession.started_at,
            SignInSession.last_seen_at,
            SignInSession.password_at,
            SignInSession.covered_at,
            SignInSession.waits_for,
            StaffMember.id.label("staff_id"),
            StaffMember.username,
            StaffMember.name,
            StaffMember.density,
            StaffMember.theme,
            StaffMember.shortcuts,
            Position.id.label("position_id"),
            Position.role,
            Position.cohe_id,
            Cohe.name.label("cohe_name"),
            BrokenGlass.claim_id.label("opened_id"),
        )
        .join(StaffMember, StaffMember.id == SignInSession.staff_id)
        .outerjoin(Position, held_today)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .outerjoin(BrokenGlass, open_now)
        .where(
            SignInSession.token_hash == bindparam("token_hash", type_=String()),
            SignInSession.ended_at.is_(None),
            StaffMember.active.is_(True),
        )
        .order_by(Position.id)
    )


def staff_to_sign_in(username: str) -> tuple[int, str | None, bool] | None:
    """Id, password hash and whether active, by user name."""
    row = db.session.execute(
        select(StaffMember.id, StaffMember.password_hash, StaffMember.active).where(
            StaffMember.username == username
        )
    ).one_or_none()
    return None if row is None else (row.id, row.password_hash, row.active)


def actor_of(username: str, today: date) -> Actor | None:
    """A person as they stand today, without a session: for tests and the simulated staff."""
    return next(iter(_stand(_by_username(), today, username=username).values()), None)


def active_actor(staff_id: int, today: date) -> Actor | None:
    """A person who may still sign in, as they stand on a day, without a session."""
    return _stand(_active_by_id(), today, staff_id=staff_id).get(staff_id)


def claim_readers(cohe_id: int, today: date) -> dict[int, Actor]:
    """Who works on claims of a COHE on a day or supervises them, by id and in the order of their names,
    with all that they hold."""
    return _stand(_readers(), today, of_cohe_id=cohe_id)


def _stand(who: Select[*tuple[Any, ...]], today: date, **sent: str | int) -> dict[int, Actor]:
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(who, {"today": today, **sent}):
        found.setdefault(row.id, []).append(row)
    return {id_: _as_they_stand(rows, today) for id_, rows in found.items()}


def _as_they_stand(rows: list[Any], today: date) -> Actor:
    positions = tuple(
        HeldPosition(row.position_id, row.role, row.cohe_id, row.cohe_name)
        for row in rows
        if row.position_id is not None
    )
    return Actor(rows[0].id, rows[0].username, rows[0].name, positions, today)


@cache
def _by_username() -> Select[*tuple[Any, ...]]:
    return _somebody().where(StaffMember.username == bindparam("username", type_=String()))


@cache
def _active_by_id() -> Select[*tuple[Any, ...]]:
    by_id = StaffMember.id == bindparam("staff_id", type_=Integer())
    return _somebody().where(by_id, StaffMember.active.is_(True))


@cache
def _readers() -> Select[*tuple[Any, ...]]:
    reading = select(Position.staff_id).where(
        Position.cohe_id == bindparam("of_cohe_id", type_=Integer()),
        Position.role.in_(sorted(CLAIM_READERS)),
        holds(Position, bindparam("today", type_=Date())),
    )
    reads = StaffMember.id.in_(reading.correlate(None))
    by_name = StaffMember.name, StaffMember.id, Position.id
    return _somebody().where(reads, StaffMember.active.is_(True)).order_by(None).order_by(*by_name)


def _somebody() -> Select[*tuple[Any, ...]]:
    held_today = and_(
        Position.staff_id == StaffMember.id, holds(Position, bindparam("today", type_=Date()))
    )
    return (
        select(
            StaffMember.id,
            StaffMember.username,
            StaffMember.name,
            Position.id.label("position_id"),
            Position.role,
            Position.cohe_id,
            Cohe.name.label("cohe_name"),
        )
        .outerjoin(Position, held_today)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .order_by(Position.id)
    )


def installation_kind() -> str | None:
    """`demo` or `live`, or None before the database was told."""
    return db.session.execute(select(Installation.kind)).scalar_one_or_none()
