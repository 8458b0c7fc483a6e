"""Time entries as commands find them: the one that stands, and what a form load made already."""

from ohms.commands.idempotency import made_before, remember
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.errors import RuleBroken
from ohms.models.time import TimeEntry
from ohms.queries.one_in_sight import held_in_sight, in_sight


def changeable_time(actor: Actor, entry_id: int) -> TimeEntry:
    """An entry in one's sight that still stands: one's own, or of a COHE one supervises."""
    entry = held_in_sight(actor, TimeEntry, entry_id)
    if entry.staff_id == actor.staff_id:
        check_may(actor, Permission.TIME_WRITE)
    else:
        check_may(actor, Permission.TIME_CORRECT)
    if entry.voided_at is not None:
        raise RuleBroken("This entry was changed or taken out already. Look at the week again.")
    return entry


def made_entry(actor: Actor, key: str | None) -> TimeEntry | None:
    """What this form load made already: a form sent twice is carried out once."""
    made = made_before(actor, key) if key else None
    return None if made is None else in_sight(actor, TimeEntry, made)


def remembered_entry(actor: Actor, key: str | None, action: str, entry: TimeEntry) -> TimeEntry:
    if key:
        remember(actor, key, action, entry.id)
    return entry
