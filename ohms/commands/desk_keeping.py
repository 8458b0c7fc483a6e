"""An administrator sets for how many days the desks keep what is over."""

from datetime import date

from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.setting_rows import set_at_once
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.centre_settings import checked_start, checked_why
from ohms.domain.desk_keeping import NAME, checked_keeping
from ohms.domain.errors import RuleBroken
from ohms.queries.desk_keeping import desk_keeps_days, forget_what_was_asked, last_keeping_row


@command(Permission.SETTING_TECHNICAL)
def set_desk_keeping(
    actor: Actor,
    days: int | None,
    *,
    from_on: date | None,
    reason: str | None,
    stood: int,
    key: str,
) -> int:
    """From a day on, for every desk; the id of the row. `stood` is the newest row that the form was
    filled in over. The same form sent twice sets once."""
    if (made := made_before(actor, key)) is not None:
        return made
    kept, start, why = (
        checked_keeping(days),
        checked_start(from_on, actor.on_day),
        checked_why(reason),
    )
    if last_keeping_row() != stood:
        raise RuleBroken("Somebody else changed this meanwhile. Look at it again.")
    before = desk_keeps_days(start)
    if before == kept:
        raise RuleBroken("This is in force on that day already.", field="days")
    made = set_at_once(actor, None, {NAME: kept}, start, why)
    forget_what_was_asked()
    changed = {"from_on": start.isoformat(), "before": before, "days": kept}
    note_entry(Entry("set_desk_keeping", "setting", made, detail=changed))
    remember(actor, key, "set_desk_keeping", made)
    return made
