"""Faults put straight into the database, as no part of the program could."""

from typing import Any

from sqlalchemy import text

from ohms.models.engine import make_engine, writing


def plant(database_url: str, *statements: str, **values: Any) -> None:
    """Run SQL past every door and guard."""
    engine = make_engine(database_url)
    with writing(), engine.begin() as connection:
        for statement in statements:
            given = {name: values[name] for name in values if f":{name}" in statement}
            connection.execute(text(statement), given)
    engine.dispose()


def allow_overlaps(database_url: str, table: str) -> None:
    """Take away what makes the database itself refuse two dated facts at once."""
    if database_url.startswith("sqlite"):
        plant(
            database_url,
            f"drop trigger ex_{table}_overlap_insert",
            f"drop trigger ex_{table}_overlap_update",
        )
    else:
        plant(database_url, f"alter table {table} drop constraint ex_{table}_overlap")


def allow_changes(database_url: str, table: str) -> None:
    """Take away what makes a row of this table final."""
    if database_url.startswith("sqlite"):
        plant(database_url, f"drop trigger {table}_is_final_update")
    else:
        plant(database_url, f"drop trigger {table}_is_final on {table}")
