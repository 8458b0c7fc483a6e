"""A supervisor sets how their COHE does casework: an act of its own, with its day and reason."""

from collections.abc import Mapping
from datetime import date

from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.setting_rows import set_at_once
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.centre_settings import changes_to, check_values, checked_start, checked_why
from ohms.domain.errors import RuleBroken
from ohms.queries.centre_settings import last_row_of
from ohms.queries.settings import centre_settings


@command(Permission.SETTING_WRITE)
def set_centre_settings(
    actor: Actor,
    cohe_id: int,
    draft: Mapping[str, int],
    *,
    from_on: date | None,
    reason: str | None,
    stood: int,
    key: str | None = None,
) -> int:
    """Set a supervised COHE's casework settings from a day on; the id of the first row.

    Only what differs on that day is written. `stood` is the newest row that the form was filled in
    over. The same form sent twice sets once. RuleBroken beside a setting, `from_on` or `reason`.
    """
    check_supervises(actor, cohe_id)
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_values(draft)
    start, why = checked_start(from_on, actor.on_day), checked_why(reason)
    if last_row_of(cohe_id) != stood:
        raise RuleBroken("Somebody else changed these settings meanwhile. Look at them again.")
    changes = changes_to(centre_settings(cohe_id, start), draft)
    if not changes:
        raise RuleBroken("All of this is in force on that day already.", field="from_on")
    values = {name: after for name, (_, after) in changes.items()}
    made = set_at_once(actor, cohe_id, values, start, why)
    detail = {"from_on": start.isoformat(), "changes": changes}
    note_entry(Entry("set_centre_settings", "setting", made, cohe_id=cohe_id, detail=detail))
    if key:
        remember(actor, key, "set_centre_settings", made)
    return made
