"""Two stories for the record of acts: a look at a claim by somebody who has nothing to do with it, and a
claim of another COHE opened by break-glass. Told by the same commands as the product's own."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from secrets import token_urlsafe

from sqlalchemy import func, select

from ohms.commands.audit import Entry
from ohms.commands.break_glass import open_claim
from ohms.commands.unit_of_work import record_reading
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.queries.actors import actor_of
from ohms.queries.guard import unscoped

REASON = "An emergency room asks which medication the clinic ordered last."


def look_around(today: date) -> int:
    """In the first two COHEs whose coordinators are more than one: the last of them looks at the newest
    claim of a colleague, and opens one of the other COHE. Nothing where it was told already."""
    with unscoped("the demonstration's own stories"):
        told = db.session.execute(select(func.count(BrokenGlass.id))).scalar_one()
        centres = [] if told else list(_centres(today))
    db.session.rollback()
    if len(centres) < 2:
        return 0
    (who, _own), (_other, theirs) = centres[0], centres[1]
    open_claim(who, theirs[1], REASON, key=token_urlsafe(24))
    for looker, (claim_id, _number) in ((who, theirs), centres[1], centres[0]):
        place = looker.position_for(Permission.CLAIM_READ)
        cohe_id = _cohe_of(claim_id)
        entry = Entry("read_claim", "claim", claim_id, claim_id, cohe_id=cohe_id)
        record_reading(looker, entry, place)
    return 3


def _centres(today: date) -> Iterator[tuple[Actor, tuple[int, str]]]:
    """Of each COHE its last coordinator, with the newest claim of the first one's providers."""
    coordinators = db.session.execute(
        select(Position.cohe_id, StaffMember.id, StaffMember.username)
        .join(StaffMember, StaffMember.id == Position.staff_id)
        .where(
            Position.role == Role.HSC,
            Position.from_on <= today,
            func.coalesce(Position.to_on, today) >= today,
        )
        .order_by(Position.cohe_id, StaffMember.id)
    )
    for _cohe_id, rows in groupby(coordinators, key=lambda row: row.cohe_id):
        people = list(rows)
        newest = _newest_of(people[0].id, today)
        looker = actor_of(people[-1].username, today)
        if len(people) > 1 and newest is not None and looker is not None:
            yield looker, newest


def _newest_of(staff_id: int, today: date) -> tuple[int, str] | None:
    row = db.session.execute(
        select(Claim.id, Claim.claim_number)
        .join(
            ProviderAssignment,
            ProviderAssignment.provider_id == Claim.initiating_provider_id,
        )
        .where(
            ProviderAssignment.staff_id == staff_id,
            func.coalesce(ProviderAssignment.to_on, today) >= today,
            Claim.assigned_to_id.is_(None),
            Claim.restricted.is_(False),
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row.id, row.claim_number)


def _cohe_of(claim_id: int) -> int:
    with unscoped("the COHE in whose record a look stands"):
        return int(
            db.session.execute(select(Claim.cohe_id).where(Claim.id == claim_id)).scalar_one()
        )
