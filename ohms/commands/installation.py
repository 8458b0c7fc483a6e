"""What a new database is told once: whether it is a demonstration or live."""

from sqlalchemy import insert, select

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.extensions import db
from ohms.models.housekeeping import Installation


def found_installation(kind: str) -> str:
    """Say what this database is, unless it was said; the answer is what it is from now on."""
    with bulk_unit("found_installation", None) as unit:
        known = db.session.execute(select(Installation.kind)).scalar_one_or_none()
        if known is not None:
            return known
        db.session.execute(insert(Installation).values(id=1, kind=kind, made_at=clock.now()))
        unit.entries.append(Entry("found_installation", "installation", 1, detail={"kind": kind}))
    return kind
