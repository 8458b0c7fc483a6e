"""Accounts as those who look after them see them: people, positions and sign-ins; never a claim."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select, true

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.account_links import AccountLink
from ohms.models.cohes import Cohe
from ohms.models.housekeeping import SignInSession
from ohms.models.second_factors import SecondFactor
from ohms.models.staff import Position, StaffMember
from ohms.queries.lane import holds

INVITED_BY_SUPERVISORS = (Role.HSC, Role.HSC_ASSISTANT)


@dataclass(frozen=True, slots=True)
class Account:
    """A person with what they hold today."""

    id: int
    username: str
    name: str
    email: str | None
    active: bool
    has_password: bool
    second_step: bool
    last_seen_at: datetime | None
    open_sessions: int
    positions: list[tuple[Role, str | None]]


def knows_account(actor: Actor) -> ColumnElement[bool]:
    """Administrators know all; a supervisor the coordinators and assistants of their COHE today."""
    if actor.holds(Role.ADMINISTRATOR):
        return true()
    theirs = select(Position.staff_id).where(
        Position.role.in_(INVITED_BY_SUPERVISORS),
        Position.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        holds(Position, actor.on_day),
    )
    elsewhere = select(Position.staff_id).where(
        holds(Position, actor.on_day),
        or_(
            Position.role.not_in(INVITED_BY_SUPERVISORS),
            Position.cohe_id.not_in(actor.cohes_as(Role.SUPERVISOR)),
        ),
    )
    return StaffMember.id.in_(theirs) & StaffMember.id.not_in(elsewhere)


def accounts_known(actor: Actor) -> list[Account]:
    """Two statements, however many people there are."""
    rows = db.session.execute(_people(actor).order_by(StaffMember.active.desc(), StaffMember.name))
    return _with_positions(actor, list(rows))


def account_known(actor: Actor, staff_id: int) -> Account:
    rows = list(db.session.execute(_people(actor).where(StaffMember.id == staff_id)))
    if not rows:
        raise NotFound
    return _with_positions(actor, rows)[0]


def looks_after(actor: Actor, staff_id: int) -> bool:
    wanted = select(StaffMember.id).where(knows_account(actor), StaffMember.id == staff_id)
    return db.session.execute(wanted).first() is not None


def account_named(actor: Actor, username: str) -> int:
    """The id of an account by its user name. NotFound for one that the actor does not look after."""
    found: int | None = db.session.execute(
        select(StaffMember.id).where(knows_account(actor), StaffMember.username == username)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no account {username}.")
    return found


def centres() -> list[tuple[str, str]]:
    """Short name and name of every COHE."""
    return [
        (row.slug, row.name)
        for row in db.session.execute(select(Cohe.slug, Cohe.name).order_by(Cohe.name))
    ]


def hold_administrators() -> None:
    """Until the transaction ends nobody else closes an administrator's account: of two who close each
    other at once the second one sees what the first one did."""
    theirs = select(Position.staff_id).where(Position.role == Role.ADMINISTRATOR)
    db.session.execute(
        select(StaffMember.id)
        .where(StaffMember.id.in_(theirs))
        .order_by(StaffMember.id)
        .with_for_update()
    ).all()


def other_administrators(actor: Actor, staff_id: int) -> int:
    """Active administrators of the actor's day beside one person."""
    return db.session.execute(
        select(func.count(func.distinct(StaffMember.id)))
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.role == Role.ADMINISTRATOR,
            holds(Position, actor.on_day),
            StaffMember.active.is_(True),
            StaffMember.id != staff_id,
        )
    ).scalar_one()


def link_by(token_hash: str) -> tuple[int, str] | None:
    """Id and person's user name of a link that may still be used."""
    row = db.session.execute(
        select(AccountLink.id, StaffMember.username)
        .join(StaffMember, StaffMember.id == AccountLink.staff_id)
        .where(
            AccountLink.token_hash == token_hash,
            AccountLink.ended_at.is_(None),
            AccountLink.until_at > clock.now(),
            StaffMember.active.is_(True),
        )
    ).one_or_none()
    return None if row is None else (row.id, row.username)


def _people(actor: Actor) -> Any:
    of_person = SignInSession.staff_id == StaffMember.id
    seen = select(func.max(SignInSession.last_seen_at)).where(of_person).scalar_subquery()
    still_open = (
        select(func.count(SignInSession.id))
        .where(of_person, SignInSession.ended_at.is_(None))
        .scalar_subquery()
    )
    return select(
        StaffMember.id,
        StaffMember.username,
        StaffMember.name,
        StaffMember.email,
        StaffMember.active,
        StaffMember.password_hash.is_not(None).label("has_password"),
        exists()
        .where(SecondFactor.staff_id == StaffMember.id, SecondFactor.salt.is_not(None))
        .label("second_step"),
        seen.label("last_seen_at"),
        still_open.label("open_sessions"),
    ).where(knows_account(actor))


def _with_positions(actor: Actor, people: list[Any]) -> list[Account]:
    held: dict[int, list[tuple[Role, str | None]]] = {}
    for staff_id, role, cohe in db.session.execute(
        select(Position.staff_id, Position.role, Cohe.name)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .where(holds(Position, actor.on_day), Position.access_ended_at.is_(None))
        .order_by(Position.id)
    ):
        held.setdefault(staff_id, []).append((role, cohe))
    return [Account(**row._mapping, positions=held.get(row.id, [])) for row in people]
