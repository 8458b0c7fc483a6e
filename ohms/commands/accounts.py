"""Centres, people and their first positions, added by administrators and at the command line."""

from sqlalchemy import select

from ohms import clock
from ohms.commands.idempotency import made_before, remember
from ohms.commands.passwords import common_passwords, hash_password
from ohms.commands.unit_of_work import command
from ohms.commands.vacancies import judge_vacancies, lock_staffing
from ohms.config import DEMO_PASSWORD
from ohms.domain.access import Permission
from ohms.domain.accounts import (
    check_email,
    check_name,
    check_place,
    check_slug,
    check_username,
    check_weekly_minutes,
    spread_over_week,
)
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.names import folded
from ohms.domain.passwords import check_password
from ohms.domain.values import Role
from ohms.extensions import db, end_reading
from ohms.models.cohes import Cohe
from ohms.models.housekeeping import Installation
from ohms.models.staff import WEEKDAYS, Position, StaffMember
from ohms.queries.actors import installation_kind

LONGEST_SPONSOR = 200


def hash_new_password(password: str, *names: str) -> str:
    """The hash of a password that the rules take; before the transaction that keeps it.

    `names` are the person's own, of which it may not be made. Raises RuleBroken.
    """
    demonstration = installation_kind() == "demo"
    end_reading()
    check_password(
        password,
        demo_password=DEMO_PASSWORD,
        demonstration=demonstration,
        common=common_passwords(),
        names=names,
    )
    return hash_password(password)


@command(Permission.ACCOUNT_MANAGE)
def create_cohe(
    actor: Actor, *, slug: str, name: str, sponsor: str, key: str | None = None
) -> Cohe:
    """Add a centre under its short name; the same form sent twice adds one. RuleBroken for a name that is
    taken or none."""
    if key and (made := made_before(actor, key)) is not None:
        added = db.session.get(Cohe, made)
        if added is None:
            raise NotFound
        return added
    check_slug(slug)
    check_name(name)
    check_name(sponsor, field="sponsor", longest=LONGEST_SPONSOR)
    _check_name_is_free(name)
    cohe = Cohe(slug=slug, name=name.strip(), sponsor=sponsor.strip())
    db.session.add(cohe)
    db.session.flush()
    if key:
        remember(actor, key, "create_cohe", cohe.id)
    return cohe


def _check_name_is_free(name: str) -> None:
    """People tell centres apart by their names. One is added at a time, as each is judged from all."""
    db.session.execute(select(Installation.id).with_for_update())
    if folded(name) in map(folded, db.session.execute(select(Cohe.name)).scalars()):
        raise RuleBroken("Choose another name: this one is taken.", field="name")


@command(Permission.ACCOUNT_MANAGE)
def create_staff(
    actor: Actor,
    *,
    username: str,
    name: str,
    role: Role,
    cohe_slug: str | None,
    weekly_minutes: int,
    password_hash: str | None,
    email: str | None = None,
    key: str | None = None,
) -> StaffMember:
    """Add a person with a first position from today, its minutes even over Monday to Friday. The same
    form sent twice adds one.

    `password_hash` is of `hash_new_password`; None for who will set it by a one-time link. RuleBroken
    for a user name that is taken, a role in the wrong place and minutes outside a week; NotFound for a
    COHE that is not there.
    """
    if key and (made := made_before(actor, key)) is not None:
        return db.session.get_one(StaffMember, made)
    check_username(username)
    check_name(name)
    check_place(role, cohe_slug is not None)
    check_weekly_minutes(role, weekly_minutes)
    if email:
        check_email(email)
    person = StaffMember(
        username=username,
        name=name.strip(),
        email=email,
        password_hash=password_hash,
        added_at=clock.now(),
    )
    db.session.add(person)
    db.session.flush()
    cohe_id = None if cohe_slug is None else _cohe_id(cohe_slug)
    if cohe_id is not None:
        lock_staffing(cohe_id)
    by_day = zip(WEEKDAYS, spread_over_week(weekly_minutes), strict=True)
    db.session.add(
        Position(
            staff_id=person.id,
            role=role,
            cohe_id=cohe_id,
            from_on=actor.on_day,
            added_at=clock.now(),
            **{f"minutes_{day}": minutes for day, minutes in by_day},
        )
    )
    if cohe_id is not None:
        judge_vacancies(actor, cohe_id)
    if key:
        remember(actor, key, "create_staff", person.id)
    db.session.flush()
    return person


def _cohe_id(slug: str) -> int:
    found = db.session.execute(select(Cohe.id).where(Cohe.slug == slug)).scalar_one_or_none()
    if found is None:
        raise NotFound(f"There is no COHE {slug}.")
    return found
