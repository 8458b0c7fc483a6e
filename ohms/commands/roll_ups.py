"""The roll-ups worked out anew from their facts, for who mends a database by hand.

The database keeps them itself: nothing else has to call this.
"""

from sqlalchemy import delete, func, insert, select, text

from ohms.commands.audit import Entry
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.queries.roll_ups import (
    MINUTES_KEY,
    InitiatedRollUp,
    MinutesRollUp,
    initiated_by_day,
    minutes_by_day,
    minutes_by_month,
)

ACTION = "rebuild_roll_ups"

NOBODY_WRITES = text("lock table time_entry, claim, enrolment in share mode")
"""On PostgreSQL, while they are worked out: a trigger's change between the old rows and the new ones would
be lost. SQLite has one writer anyway."""


@done_again
def rebuild_roll_ups() -> dict[str, int]:
    """Every roll-up from its facts, in one transaction; how many rows each table has then."""
    with bulk_unit(ACTION, None) as unit:
        session = db.session
        on_sqlite = session.connection().dialect.name == "sqlite"
        if not on_sqlite:
            session.execute(NOBODY_WRITES)
        session.execute(delete(MinutesRollUp))
        session.execute(delete(InitiatedRollUp))
        names = [*MINUTES_KEY, "minutes", "entries"]
        for facts in (minutes_by_day(), minutes_by_month(on_sqlite)):
            session.execute(insert(MinutesRollUp).from_select(names, facts))
        session.execute(
            insert(InitiatedRollUp).from_select(
                ["cohe_id", "initiated_on", "claims"], initiated_by_day()
            )
        )
        rows = {
            model.__tablename__: session.execute(
                select(func.count()).select_from(model)
            ).scalar_one()
            for model in (MinutesRollUp, InitiatedRollUp)
        }
        unit.entries.append(Entry(ACTION, detail=rows))
    return rows
