"""The audit chain holds as it is written, and every way of tampering with it is found."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import record_reading
from ohms.domain.audit_chain import HASHED, START, hash_of
from ohms.extensions import db
from ohms.models.audit import AuditEntry, AuditLane
from ohms.models.engine import writing
from ohms.queries.audit_chain import first_break
from ohms.queries.guard import unscoped
from tests.house import House

# All of one lane on either engine: nobody signed in is lane 0.
ENTRIES = tuple(Entry(f"act_{n}", "claim", n, claim_ids=(n, n + 1)) for n in range(1, 7))


@pytest.fixture
def chained(house: House) -> House:
    """A house whose lane 0 holds some entries after that of its furnishing."""
    with house.app.app_context():
        for entry in ENTRIES:
            record_reading(None, entry, None)
    return house


def entries() -> list[dict[str, Any]]:
    with unscoped("a test looks"):
        table = AuditEntry.__table__
        found = db.session.execute(select(table).order_by(table.c.lane, table.c.number))
        rows = [row._asdict() for row in found]
    db.session.rollback()
    return rows


def tamper(app: Flask, *statements: str) -> None:
    """Change the audit as somebody could who owns the database: without its triggers."""
    with app.app_context(), writing(), db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("drop trigger audit_entry_is_final on audit_entry"))
        else:
            for moment in ("update", "delete"):
                connection.execute(text(f"drop trigger audit_entry_is_final_{moment}"))
        for statement in statements:
            connection.execute(text(statement))


def found_break(app: Flask) -> tuple[int, str] | None:
    with app.app_context():
        found = first_break(db.session())
    return (found.number, found.reason) if found else None


def test_every_hash_is_that_of_its_fields_and_of_the_entry_before(chained: House) -> None:
    with chained.app.app_context():
        rows = entries()
        heads = {
            row.lane: (row.last_number, row.head_hash)
            for row in db.session.execute(select(AuditLane.__table__))
        }
    assert len(rows) > len(ENTRIES)
    last: dict[int, tuple[int, str]] = {}
    for row in rows:
        number, before = last.get(row["lane"], (0, START))
        assert (row["number"], row["previous_hash"]) == (number + 1, before)
        assert row["hash"] == hash_of(row)
        last[row["lane"]] = (row["number"], row["hash"])
    assert heads == {lane: last.get(lane, (0, START)) for lane in range(16)}


def test_a_chain_as_it_was_written_holds(chained: House) -> None:
    assert found_break(chained.app) is None


def test_every_column_but_the_id_and_the_hash_itself_is_hashed() -> None:
    assert {*HASHED, "id", "hash"} == set(AuditEntry.__table__.columns.keys())


@pytest.mark.parametrize("change", [
    "update audit_entry set action = 'other' where number = 4 and lane = 0",
    "update audit_entry set claim_ids = '9' where number = 4 and lane = 0",
    "update audit_entry set staff_id = 1 where number = 4 and lane = 0",
    "update audit_entry set result = 'failed' where number = 4 and lane = 0",
    "update audit_entry set address = '10.0.0.1' where number = 4 and lane = 0",
    "update audit_entry set at = '2026-01-01 00:00:00' where number = 4 and lane = 0",
])  # fmt: skip
def test_a_changed_field_is_found(chained: House, change: str) -> None:
    tamper(chained.app, change)
    assert found_break(chained.app) == (4, "The entry was changed after it was written.")


def test_a_changed_entry_with_its_hash_made_anew_is_found_at_the_next(chained: House) -> None:
    with chained.app.app_context():
        row = next(each for each in entries() if (each["lane"], each["number"]) == (0, 4))
    forged = hash_of({**row, "action": "other"})
    change = f"update audit_entry set action = 'other', hash = '{forged}'"
    tamper(chained.app, f"{change} where number = 4 and lane = 0")
    assert found_break(chained.app) == (5, "The entry does not follow the one before it.")


def test_a_deleted_entry_is_found(chained: House) -> None:
    tamper(chained.app, "delete from audit_entry where number = 3 and lane = 0")
    assert found_break(chained.app) == (3, "The entry of this number is missing.")


def test_a_deleted_entry_whose_gap_was_closed_is_found(chained: House) -> None:
    tamper(
        chained.app,
        "delete from audit_entry where number = 3 and lane = 0",
        # In two steps, for the numbers of a lane are unique at every moment.
        "update audit_entry set number = -number where number > 3 and lane = 0",
        "update audit_entry set number = -number - 1 where number < 0 and lane = 0",
    )
    assert found_break(chained.app) == (3, "The entry does not follow the one before it.")


COPIED = ", ".join(name for name in HASHED if name not in {"number"})


def test_an_inserted_entry_is_found(chained: House) -> None:
    tamper(
        chained.app,
        "update audit_entry set number = -number where number >= 4 and lane = 0",
        "update audit_entry set number = -number + 1 where number < 0 and lane = 0",
        f"insert into audit_entry (number, {COPIED}, hash) "
        f"select 4, {COPIED}, hash from audit_entry where number = 3 and lane = 0",
    )
    assert found_break(chained.app) == (4, "The entry does not follow the one before it.")


def test_reordered_entries_are_found(chained: House) -> None:
    tamper(
        chained.app,
        "update audit_entry set number = -3 where number = 3 and lane = 0",
        "update audit_entry set number = 3 where number = 4 and lane = 0",
        "update audit_entry set number = 4 where number = -3 and lane = 0",
    )
    assert found_break(chained.app) == (3, "The entry does not follow the one before it.")


def test_a_cut_tail_is_found(chained: House) -> None:
    last = len(ENTRIES) + 1
    tamper(chained.app, f"delete from audit_entry where number > {last - 2} and lane = 0")
    assert found_break(chained.app) == (last - 1, "The last entries of the lane are missing.")


def test_an_entry_beyond_the_head_is_found(chained: House) -> None:
    with chained.app.app_context():
        row = entries()[len(ENTRIES)]
        assert (row["lane"], row["number"]) == (0, len(ENTRIES) + 1)
        row |= {"number": row["number"] + 1, "previous_hash": row["hash"]}
        row["hash"] = hash_of(row)
        del row["id"]
        names, values = ", ".join(row), ", ".join(f":{name}" for name in row)
        forged = text(f"insert into audit_entry ({names}) values ({values})")
        with writing(), db.engine.begin() as connection:
            connection.execute(forged, {**row, "at": str(row["at"])})
    assert found_break(chained.app) == (
        len(ENTRIES) + 2,
        "An entry stands beyond the lane's head.",
    )


@pytest.mark.parametrize("lane", [0, 15])
def test_a_changed_head_is_found(chained: House, lane: int) -> None:
    tamper(chained.app, f"update audit_lane set head_hash = 'x' where lane = {lane}")
    found = found_break(chained.app)
    assert found is not None
    assert "another hash" in found[1]


@pytest.mark.parametrize("statement", [
    "update audit_entry set action = 'other' where number = 2",
    "delete from audit_entry where number = 2",
    "delete from audit_entry",
])  # fmt: skip
def test_the_database_itself_refuses_a_change_of_an_entry(chained: House, statement: str) -> None:
    with (
        chained.app.app_context(),
        writing(),
        pytest.raises(DBAPIError, match="an audit entry never changes"),
        db.engine.begin() as connection,
    ):
        connection.execute(text(statement))
    assert found_break(chained.app) is None
