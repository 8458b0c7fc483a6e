"""Rows written without a flush: recorded, refused, rolled back and told of as those that a flush writes."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ohms.commands.refusals import Conflict
from ohms.commands.rows import change_row, write_row
from ohms.commands.unit_of_work import (
    ChangeOutsideCommand,
    bulk_unit,
    command,
    housekeeping,
    one_row,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotAllowed, RuleBroken
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.guard import unscoped
from ohms.queries.scope import visible
from tests.house import House, one
from tests.tasks import put_task

NUMBER = "AL10001"


@pytest.fixture
def actor(house: House) -> Iterator[Actor]:
    with house.app.app_context():
        put_task(house, NUMBER, "Call the worker")
        yield house.actor("alder.hsc1")


def alike(row: Any, **other: Any) -> Any:
    """A new row that says what this one says, but for what it has of itself."""
    said = {each: getattr(row, each) for each in ("claim_id", "cohe_id", "owner_id", "due_by")}
    return type(row)(
        **said, title="Call", appears_on=row.due_by, written_at=row.written_at, **other
    )


def the_task(actor: Actor) -> Any:
    return db.session.execute(visible(actor, Task).order_by(Task.id)).scalars().first()


def told() -> list[Any]:
    with unscoped("what was recorded, of a test"):
        entries = select(AuditEntry.object_type, AuditEntry.object_id, AuditEntry.detail)
        return [tuple(row) for row in db.session.execute(entries.order_by(AuditEntry.id))]


@command(Permission.TASK_WRITE)
def flush_one(actor: Actor) -> Any:
    row = alike(the_task(actor))
    db.session.add(row)
    db.session.flush()
    row.title = "Call again"
    return row


@command(Permission.TASK_WRITE)
def write_one(actor: Actor) -> Any:
    row = alike(the_task(actor))
    write_row(row)
    row.title = "Call again"
    return row


def test_a_row_written_whole_is_the_row_that_a_flush_writes_and_is_recorded_so(
    actor: Actor,
) -> None:
    start = len(told())
    flushed, written = flush_one(actor), write_one(actor)
    with unscoped("two rows, of a test"):
        rows = db.session.execute(
            select(Task.__table__).where(Task.id.in_([flushed.id, written.id])).order_by(Task.id)
        ).mappings()
        first, second = ({**row, "id": None} for row in rows)
    assert first == second
    assert first["version"] == 2  # written, then changed by a flush
    entries = told()[start:]
    assert [(kind, detail) for kind, _id, detail in entries[:2]] == [
        (kind, detail) for kind, _id, detail in entries[2:]
    ]
    assert [id_ for _kind, id_, _detail in entries] == [flushed.id] * 2 + [written.id] * 2


def test_a_row_is_written_by_a_command_alone(actor: Actor) -> None:
    task = the_task(actor)
    before = told()
    with pytest.raises(ChangeOutsideCommand, match=r"^Task changes outside a command"):
        write_row(alike(task))
    with pytest.raises(ChangeOutsideCommand, match=r"^Task changes outside a command"):
        change_row(task, title="Call")
    with pytest.raises(ChangeOutsideCommand), housekeeping("sessions"):
        write_row(alike(task))
    assert told() == before


def test_a_row_is_refused_to_who_may_not_write_where_it_is(house: House, actor: Actor) -> None:
    row = alike(the_task(actor))

    @command(Permission.TASK_WRITE)
    def write_there(_actor: Actor) -> None:
        write_row(row)

    with pytest.raises(NotAllowed):
        write_there(house.actor("birch.hsc1"))


def test_rows_of_a_bulk_unit_stand_under_its_own_entry(actor: Actor) -> None:
    task, before = the_task(actor), told()
    with bulk_unit("load", None):
        write_row(alike(task))
    assert told() == before


def test_rows_that_were_rolled_back_give_way_to_others_of_their_id(actor: Actor) -> None:
    kept: list[Any] = []

    def write_another(actor: Actor, *, fails: bool) -> Any:
        kept.append(alike(the_task(actor)))
        write_row(kept[-1])
        if fails:
            raise ZeroDivisionError
        return kept[-1]

    @command(Permission.TASK_WRITE)
    def try_twice(actor: Actor, *, fails: bool) -> Any:
        with pytest.raises(ZeroDivisionError), one_row():
            write_another(actor, fails=True)
        return write_another(actor, fails=fails)

    start = len(told())
    with pytest.raises(ZeroDivisionError):
        try_twice(actor, fails=True)
    assert told()[start:] == []
    stands = try_twice(actor, fails=False)
    assert [id_ for _kind, id_, _detail in told()[start:]] == [stands.id]
    assert [row for row in kept if row in db.session] == [stands]


def test_only_what_differs_is_changed_and_recorded_and_over_what_was_read(actor: Actor) -> None:
    @command(Permission.TASK_WRITE)
    def change(actor: Actor, open_tasks: int, beside: Callable[[], None] = lambda: None) -> Any:
        claim: Any = db.session.execute(
            visible(actor, Claim).where(Claim.claim_number == NUMBER)
        ).scalar_one()
        beside()
        change_row(claim, open_tasks=open_tasks, last_contact_on=claim.last_contact_on)
        return claim

    start = len(told())
    claim, of_claim = change(actor, 7), Claim.claim_number == NUMBER
    assert one(select(Claim.open_tasks).where(of_claim)) == claim.open_tasks == 7
    assert one(select(Claim.version).where(of_claim)) == claim.version
    change(actor, 7)  # again: nothing differs
    assert [(kind, detail) for kind, _id, detail in told()[start:]] == [
        ("claim", '{"columns": ["open_tasks"], "how": "changed"}')
    ]

    def changed_beside() -> None:
        db.session.connection().exec_driver_sql("update claim set version = version + 1")

    with pytest.raises(Conflict):
        change(actor, 8, changed_beside)


def test_a_change_that_was_rolled_back_is_forgotten_and_may_be_made_again(actor: Actor) -> None:
    said: list[tuple[int, int]] = []

    def refuse(claim: Any) -> None:
        change_row(claim, open_tasks=77)
        raise RuleBroken("Refused.")

    @command(Permission.TASK_WRITE)
    def change_twice(actor: Actor) -> Any:
        claim: Any = db.session.execute(
            visible(actor, Claim).where(Claim.claim_number == NUMBER)
        ).scalar_one()
        said.append((claim.version, claim.open_tasks))
        with pytest.raises(RuleBroken), one_row():
            refuse(claim)
        said.append((claim.version, claim.open_tasks))
        change_row(claim, open_tasks=5)
        return claim

    start = len(told())
    claim = change_twice(actor)
    assert said[0] == said[1]
    assert (claim.version, claim.open_tasks) == (said[0][0] + 1, 5)
    assert one(select(Claim.open_tasks).where(Claim.claim_number == NUMBER)) == 5
    assert len(told()[start:]) == 1


def test_a_row_written_whole_takes_the_place_of_one_that_the_table_no_longer_has(
    actor: Actor,
) -> None:
    @command(Permission.TASK_WRITE)
    def write_over(actor: Actor) -> Any:
        ghost = alike(the_task(actor))
        write_row(ghost)
        db.session.connection().exec_driver_sql(f"delete from task where id = {ghost.id}")
        row = alike(the_task(actor))
        write_row(row)
        return row

    row = write_over(actor)
    assert row in db.session
    assert one(select(Task.title).where(Task.id == row.id)) == "Call"


def test_a_table_with_a_default_that_no_row_says_is_written_by_a_flush_alone(
    actor: Actor,
) -> None:
    class Other(DeclarativeBase):
        pass

    class Called(Other):
        __tablename__ = "called"
        id: Mapped[int] = mapped_column(primary_key=True)
        said: Mapped[str] = mapped_column(default=lambda: "now")

    class OfTheTable(Other):
        __tablename__ = "of_the_table"
        id: Mapped[int] = mapped_column(primary_key=True)
        said: Mapped[str | None] = mapped_column(server_default="now")

    for row in (Called(), OfTheTable()):
        with pytest.raises(TypeError, match=r"\.said has a default that no row says"):
            write_row(row)  # type: ignore[arg-type]


def test_a_command_reads_anew_what_another_changed_since_the_one_before(actor: Actor) -> None:
    @command(Permission.TASK_WRITE)
    def title(actor: Actor) -> tuple[Any, str]:
        task = the_task(actor)
        return task, task.title

    kept, before = title(actor)
    with db.engine.begin() as beside:
        beside.exec_driver_sql(f"update task set title = 'Write' where id = {kept.id}")
    assert (before, title(actor)[1]) == ("Call the worker", "Write")
