"""The comparator of L&I's benchmark of time loss: entered for one COHE and quarter, with its source."""

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.comparators import COMPARATOR, checked_percent, checked_source
from ohms.extensions import db
from ohms.models.reports import Setting
from ohms.queries.comparators import comparators_entered
from ohms.queries.quarterly_report import centre_of_report


@command(Permission.COMPARATOR_WRITE)
def enter_comparator(
    actor: Actor,
    slug: str,
    quarter: Quarter,
    percent: str | None,
    source: str | None,
    *,
    stood: int | None = None,
    key: str | None = None,
) -> int:
    """Enter, or enter anew, what the share of a quarter is held against; the id of its row.

    `stood`: the row that the form was filled in over, 0 for none. NotFound for a COHE whose report
    the actor does not read, Conflict when somebody else entered one meanwhile.
    """
    centre = centre_of_report(actor, slug, quarter)
    if key and (made := made_before(actor, key)) is not None:
        return made
    value, told = checked_percent(percent), checked_source(source)
    entered = comparators_entered(centre.id, quarter)
    if stood is not None and stood != (entered[0].id if entered else 0):
        raise Conflict
    now = clock.now()
    row = Setting(
        name=COMPARATOR,
        cohe_id=centre.id,
        value=value,
        from_on=quarter.first_on,
        source=told,
        proposed_by_id=actor.staff_id,
        proposed_at=now,
        approved_by_id=actor.staff_id,
        approved_at=now,
    )
    db.session.add(row)
    db.session.flush()
    detail = {"quarter": str(quarter), "percent": value}
    note_entry(Entry("enter_comparator", "setting", row.id, cohe_id=centre.id, detail=detail))
    if key:
        remember(actor, key, "enter_comparator", row.id)
    return row.id
