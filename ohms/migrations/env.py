"""Runs migrations on the engine of `ohms.models.engine`, on SQLite with foreign keys off.

Batch mode copies a table; with foreign keys on, dropping the old copy would delete its children.
They go off outside the transaction, are checked as a whole before it commits, and come back on.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from ohms.models import Base
from ohms.models.base import UtcDateTime
from ohms.models.engine import make_engine, writing
from ohms.models.full_text import FULL_TEXT_STORAGE


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def is_compared(
    item: Any, name: str | None, kind: str, _reflected: bool, _compared_to: Any
) -> bool:
    """Models and schema are compared but for the indexes of texts, which no model maps, and for
    generated columns, whose words each engine changes in its own way."""
    if kind == "table":
        return name not in FULL_TEXT_STORAGE
    return not (kind == "column" and item.computed is not None)


def foreign_keys(connection: Connection, state: str) -> None:
    if connection.dialect.name == "sqlite":
        connection.connection.execute(f"PRAGMA foreign_keys={state}")


def refuse_broken_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"The migration leaves {len(broken)} rows without their parent.")


def run() -> None:
    engine = make_engine(context.config.attributes["database_url"])
    try:
        with engine.connect() as connection, writing():
            migrate(connection)
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transactional_ddl=True,
        include_object=is_compared,
    )
    with connection.begin():
        context.run_migrations()
        refuse_broken_references(connection)
    foreign_keys(connection, "ON")


run()
