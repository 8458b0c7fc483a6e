"""An administrator says whether those who decide for others must have a second step of signing in."""

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.centre_settings import checked_why
from ohms.domain.errors import RuleBroken
from ohms.domain.second_factor import SETTING
from ohms.extensions import db
from ohms.models.reports import Setting
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
    now = clock.now()
    row = Setting(
        name=SETTING,
        cohe_id=None,
        value=YES if demanded else NO,
        from_on=actor.on_day,
        source=why,
        proposed_by_id=actor.staff_id,
        proposed_at=now,
        approved_by_id=actor.staff_id,
        approved_at=now,
    )
    db.session.add(row)
    db.session.flush()
    note_entry(Entry("demand_second_step", "setting", row.id, detail={"demanded": demanded}))
    remember(actor, key, "demand_second_step", row.id)
    return row.id
