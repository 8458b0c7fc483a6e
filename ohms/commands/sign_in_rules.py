"""An administrator says whether those who decide for others must have a second step of signing in."""

from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.setting_rows import set_at_once
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.centre_settings import checked_why
from ohms.domain.errors import RuleBroken
from ohms.domain.second_factor import SETTING
from ohms.queries.second_factors import NO, YES, last_demand_row, second_step_demanded


@command(Permission.SETTING_TECHNICAL)
def demand_second_step(
    actor: Actor, demanded: bool, *, reason: str | None, stood: int, key: str
) -> int:
    """From the next sign-in on; the id of the row. `stood` is the newest row that the form was filled
    in over. The same form sent twice sets once."""
    if (made := made_before(actor, key)) is not None:
        return made
    why = checked_why(reason)
    if last_demand_row() != stood:
        raise RuleBroken("Somebody else changed this meanwhile. Look at it again.")
    if second_step_demanded() == demanded:
        raise RuleBroken("This is in force already.", field="demanded")
    made = set_at_once(actor, None, {SETTING: YES if demanded else NO}, actor.on_day, why)
    note_entry(Entry("demand_second_step", "setting", made, detail={"demanded": demanded}))
    remember(actor, key, "demand_second_step", made)
    return made
