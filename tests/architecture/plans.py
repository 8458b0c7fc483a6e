"""How an engine would carry out what pages send: which tables it would read whole, and by which index a row is found.

SQLite is asked as it plans an installation without figures of its own. PostgreSQL is asked how it would carry
a statement out for any values, as the product has it do; it would rather read a small table whole, so it is
kept from that: what then has no condition to look up an index by has none at any size.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine

from ohms.models import Base
from tests.statements import engines_of, heard

# People, places and settings: they grow with the staff of the centres, or with what a person sets.
FEW = frozenset(
    {
        "installation",
        "cohe",
        "clinic",
        "provider",
        "enrolment",
        "provider_assignment",
        "standing_deputy",
        "staff_member",
        "position",
        "assistant_assignment",
        "absence",
        "coverage",
        "closing_day",
        "setting",
        "text_template_version",
        "playbook_version",
        "resource",
        "audit_lane",
        "feed_run",
        "broken_glass",
        "saved_view",
        "list_setting",
        "quarter_lock",
        "reopening_request",
        "vacancy",
        "webhook",
        "obligation",
        "quarterly_report",
        "training",
    }
)


GROWING = frozenset(Base.metadata.tables) - FEW


Sent = tuple[str, Any]


@contextmanager
def sent_by(app: Flask) -> Iterator[list[Sent]]:
    """Every statement with its values, as it goes to the driver."""
    sent: list[Sent] = []

    def take(
        _connection: Any, _cursor: Any, statement: str, values: Any, _context: Any, many: bool
    ) -> None:
        word = statement.split(None, 1)[0].upper()
        if word in {"SELECT", "UPDATE", "DELETE", "WITH"} and not many:
            sent.append((statement, values))

    with heard(engines_of(app), "before_cursor_execute", take):
        yield sent


def read_whole(engine: Engine, sent: Sent) -> list[str]:
    """The growing tables that a plan reads without looking anything up."""
    return (
        _on_sqlite(engine, sent) if engine.dialect.name == "sqlite" else _on_postgres(engine, sent)
    )


def _on_sqlite(engine: Engine, sent: Sent) -> list[str]:
    statement, values = sent
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    tables = _aliases(statement)
    found = []
    for row in plan:
        scanned = re.match(r"SCAN (\S+)(.*)", row.detail)
        if scanned is None or "VIRTUAL TABLE INDEX 0:M" in scanned[2]:
            continue
        if tables.get(scanned[1], scanned[1]) in GROWING:
            found.append(row.detail)
    return found


def _aliases(statement: str) -> dict[str, str]:
    """Aliases by name; a name that two SELECTs give to different tables is not among the few."""
    return {
        alias.strip('"'): table for table, alias in re.findall(r'(\w+) AS ("?\w+"?)', statement)
    }


def _on_postgres(engine: Engine, sent: Sent) -> list[str]:
    """Among few rows one index is as good as another: what was chosen without a condition is taken
    away, until one with a condition is left, or none."""
    with engine.connect() as connection:
        while True:
            whole = [
                node
                for node in _nodes(_planned(connection, sent))
                if node.get("Relation Name") in GROWING and not _looks_up(node)
            ]
            parts = (
                part for node in whole for part in _nodes(node)
            )  # a bitmap's index lies below it
            walked = {part["Index Name"] for part in parts if "Index Name" in part}
            if not walked or any(name.startswith(("pk_", "uq_")) for name in walked):
                return [f"{node['Node Type']} of {node['Relation Name']}" for node in whole]
            for name in walked:
                connection.exec_driver_sql(f"DROP INDEX {name}")


def _planned(connection: Connection, sent: Sent) -> dict[str, Any]:
    """Prepared, it is planned for any values: those that it is asked with are none."""
    statement, values = sent
    nothing = f"({', '.join('NULL' for _ in values)})" if values else ""
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    connection.exec_driver_sql(f"PREPARE asked AS {statement}")
    try:
        explained = f"EXPLAIN (FORMAT JSON) EXECUTE asked{nothing}"
        (told,) = connection.exec_driver_sql(explained).one()
    finally:
        connection.exec_driver_sql("DEALLOCATE asked")
    plans = json.loads(told) if isinstance(told, str) else told
    plan: dict[str, Any] = plans[0]["Plan"]
    return plan


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for part in node.get("Plans", ()):
        yield from _nodes(part)


def _looks_up(node: dict[str, Any]) -> bool:
    if node["Node Type"] == "ModifyTable":
        return True
    below = (part for part in _nodes(node) if part["Node Type"] == "Bitmap Index Scan")
    return any("Index Cond" in part for part in (node, *below))


def indexes_of(engine: Engine, sent: Sent, table: str = "audit_entry") -> set[str]:
    """By which indexes the rows of a table are found; or how else."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            statement, values = sent
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            by_index = rf"S\w+ {table} USING (?:COVERING )?INDEX (\S+)|.* {table}\b.*"
            found = (re.match(by_index, row.detail) for row in plan)
            return {each[1] or each[0] for each in found if each}
        names = (str(each.get("Index Name")) for each in _nodes(_planned(connection, sent)))
        return {name for name in names if name.startswith(f"ix_{table}_")}
