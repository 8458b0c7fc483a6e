"""Minutes as a command of their own saves them in a test, and the entry that they became."""

from datetime import date

from sqlalchemy import select

from ohms.commands.time import add_minutes, held_day
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Capture, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.time import TimeEntry
from ohms.queries.guard import unscoped
from tests.house import House


@command(Permission.NOTE_WRITE)
def save_minutes(
    actor: Actor,
    house: House,
    on: date,
    minutes: int = 90,
    capture: Capture = Capture.CAPTURED,
) -> int:
    """Stands for the composer: minutes on AL10001 as part of a command of its own; of a clock that ran for
    90, unless told otherwise."""
    with unscoped("a test looks"):
        claim = db.session.execute(
            select(Claim).where(Claim.id == house.claim["AL10001"])
        ).scalar_one()
    return add_minutes(
        actor,
        held_day(actor, on),
        claim=claim,
        note_id=None,
        standard_work=StandardWork.RECOVERY,
        performed_on=on,
        minutes=minutes,
        capture=capture,
    ).id


def entry_of(entry_id: int) -> TimeEntry:
    """A time entry, whoever may see it; call it inside an app context."""
    with unscoped("a test looks"):
        return db.session.execute(select(TimeEntry).where(TimeEntry.id == entry_id)).scalar_one()
