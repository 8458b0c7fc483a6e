"""Commands of the tests' own for the writing door, and what the database holds after them."""

from typing import Any

from sqlalchemy import Row, select

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.extensions import db
from ohms.models.audit import AuditEntry, AuditLane
from ohms.models.claims import Claim
from ohms.models.workers import Employer
from ohms.queries.guard import unscoped
from ohms.queries.scope import visible
from tests.house import one

NUMBER = "AL10001"
NEW_EMPLOYER = {"account_id": "999,999-99", "name": "New", "search_name": "new"}


@command(Permission.CLAIM_COORDINATE)
def flag_claim(actor: Actor, flag: str, *, number: str = NUMBER) -> None:
    """Put a safety flag on a claim."""
    loaded_claim(actor, number).safety_flag = flag


@command(Permission.CLAIM_COORDINATE)
def flag_and_fail(actor: Actor) -> None:
    """Change two rows, send them, and fail after that."""
    loaded_claim(actor).safety_flag = "never kept"
    db.session.add(Employer(**NEW_EMPLOYER))
    db.session.flush()
    raise RuleBroken("This is refused.")


@command(Permission.CLAIM_COORDINATE)
def flag_both(actor: Actor, *, fails: bool = False) -> None:
    """Two flags by the command for one, then perhaps a failure."""
    flag_claim(actor, "one", number=NUMBER)
    flag_claim(actor, "two", number="AL10003")
    if fails:
        raise RuleBroken("The second thought.")


@command(Permission.TASK_READ)
def flag_for_others(actor: Actor) -> None:
    """Open to those who may read tasks, but what it calls is not."""
    note_entry_of_the_call()
    flag_claim(actor, "for others")


def note_entry_of_the_call() -> None:
    note_entry(Entry("flag_for_others"))


def loaded_claim(actor: Actor, number: str = NUMBER) -> Claim:
    return db.session.execute(
        visible(actor, Claim).where(Claim.claim_number == number)
    ).scalar_one()


def flag_of(number: str = NUMBER) -> str | None:
    found = one(select(Claim.safety_flag).where(Claim.claim_number == number))
    db.session.rollback()
    assert found is None or isinstance(found, str)
    return found


def written() -> list[Row[Any]]:
    """All entries of the audit, oldest first."""
    table = AuditEntry.__table__
    with unscoped("a test looks"):
        found = db.session.execute(select(table).order_by(table.c.id)).all()
    db.session.rollback()
    return list(found)


def heads() -> list[tuple[Any, ...]]:
    lanes = select(AuditLane.lane, AuditLane.last_number, AuditLane.head_hash)
    found = [tuple(row) for row in db.session.execute(lanes.order_by(AuditLane.lane))]
    db.session.rollback()
    return found
