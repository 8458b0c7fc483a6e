"""What a database holds, told the same when it is saved and when it is put back."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, inspect, select, table

from ohms.migrations import revision_of
from ohms.models.audit import AuditLane
from ohms.models.full_text import FULL_TEXT_STORAGE
from ohms.models.housekeeping import Installation

Lanes = Mapping[str, tuple[int, str]]


def rows_by_table(connection: Connection) -> dict[str, int]:
    """Rows of every table but those in which an engine keeps its index of texts."""
    names = set(inspect(connection).get_table_names()) - FULL_TEXT_STORAGE
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in sorted(names)
    }


def lane_heads(connection: Connection) -> Lanes:
    statement = select(AuditLane.lane, AuditLane.last_number, AuditLane.head_hash)
    return {
        str(lane): (number, head)
        for lane, number, head in connection.execute(statement.order_by(AuditLane.lane))
    }


def kind_of(connection: Connection) -> str:
    return connection.execute(select(Installation.kind)).scalar_one_or_none() or "live"


def schema_of(connection: Connection) -> str:
    revision = revision_of(connection)
    assert revision is not None, "a usable database has a schema"
    return revision
