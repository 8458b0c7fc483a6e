"""Every table of an installation, cell by cell, for another one to take in: nothing of what it is made
from is worked out, so that everything worked out of it comes out the same.

What lets somebody in stays behind (passwords, who somebody is at an identity provider, second steps, tokens,
sessions), and so does what is the running program's, or is summed again by the database itself.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Table, func, select

from ohms.domain.data_out import TABLES, exact_cell_of
from ohms.extensions import db
from ohms.models import Base
from ohms.queries.data_out.tables import TableOut, rows_of

STAYS: Mapping[str, str] = MappingProxyType(
    {
        "installation": "says what its own database is",
        "sign_in_session": "lets somebody in",
        "sign_in_attempt": "guards one installation's own door",
        "account_link": "lets somebody in",
        "identity": "lets somebody in",
        "second_factor": "fits the secret key of one installation",
        "recovery_code": "lets somebody in",
        "api_token": "lets a program in",
        "draft": "is being typed, by one person",
        "idempotency_key": "is of forms that stand open",
        "outbox_message": "would be sent twice",
        "webhook": "is signed by the secret key of one installation",
        "webhook_delivery": "would be told twice",
        "job": "runs in one installation",
        "minutes_roll_up": "is summed again by the database",
        "initiated_roll_up": "is summed again by the database",
    }
)
"""Tables that do not travel, and why."""

KEPT_BACK = frozenset({("staff_member", "password_hash")})
"""Columns of tables that travel, left out."""


def travelling() -> list[Table]:
    """The tables in the order in which their rows can be put in: parents before children."""
    return [table for table in Base.metadata.sorted_tables if table.name not in STAYS]


def columns_of(table: Table) -> list[Column[Any]]:
    """Without what the database computes by itself."""
    return [
        column
        for column in table.columns
        if column.computed is None and (table.name, column.name) not in KEPT_BACK
    ]


def file_of(table: Table) -> str:
    return f"{TABLES}{table.name}.csv"


def whole_tables() -> Iterator[tuple[str, TableOut]]:
    """The file of each table, and its rows by their ids; no two are read at once."""
    for table in travelling():
        columns = columns_of(table)
        rows = rows_of(select(*columns).order_by(table.c.id))
        names = tuple(column.name for column in columns)
        # A cell may hold a lone carriage return: it is put between quotes where it ends lines too.
        yield file_of(table), TableOut(names, rows, exact_cell_of, "\r\n")


def first_table_with_rows(besides: frozenset[str]) -> str | None:
    """A table that somebody's data stands in already."""
    for table in travelling():
        if table.name in besides:
            continue
        if db.session.execute(select(func.count()).select_from(table)).scalar_one():
            return table.name
    return None
