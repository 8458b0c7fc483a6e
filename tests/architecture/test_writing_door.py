"""The writing door refuses every change that comes another way than by a command."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from ohms.commands.unit_of_work import (
    ChangeOutsideCommand,
    command,
    housekeeping,
)
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.housekeeping import SignInAttempt
from ohms.models.workers import Employer
from ohms.simulator.loading.rows import table_of
from tests.architecture.centre import MOMENT
from tests.architecture.flagging import (
    NEW_EMPLOYER,
    flag_of,
    loaded_claim,
    note_entry_of_the_call,
    written,
)
from tests.house import House, one
from tests.statements import counted


@pytest.fixture
def actor(house: House) -> Iterator[Actor]:
    with house.app.app_context():
        yield house.actor("alder.hsc1")


def add_and_flush(_: Actor) -> None:
    db.session.add(Employer(**NEW_EMPLOYER))
    db.session.flush()


def change_and_commit(actor: Actor) -> None:
    loaded_claim(actor).safety_flag = "by the window"
    db.session.commit()


def delete_and_flush(actor: Actor) -> None:
    db.session.delete(loaded_claim(actor))
    db.session.flush()


def merge_and_commit(_: Actor) -> None:
    db.session.merge(Employer(**NEW_EMPLOYER))
    db.session.commit()


def save_in_bulk(_: Actor) -> None:
    row = Employer(**NEW_EMPLOYER)
    db.session.bulk_save_objects([row])


CORE: dict[str, Callable[[], Any]] = {
    "insert": lambda: insert(Employer).values(**NEW_EMPLOYER),
    "insert into the table": lambda: insert(table_of(Employer)).values(**NEW_EMPLOYER),
    "update": lambda: update(Claim).values(safety_flag="by the window"),
    "update of the table": lambda: update(table_of(Claim)).values(safety_flag="by the window"),
    "delete": lambda: delete(Employer),
}
UNITS = {
    "added": add_and_flush,
    "changed": change_and_commit,
    "removed": delete_and_flush,
    "merged": merge_and_commit,
    "saved in bulk": save_in_bulk,
}


@pytest.mark.parametrize("change", list(UNITS.values())[:4], ids=list(UNITS)[:4])
def test_a_change_of_entities_is_refused_before_anything_is_sent(
    change: Callable[[Actor], None], house: House, actor: Actor
) -> None:
    with (
        counted(house.app) as statements,
        pytest.raises(ChangeOutsideCommand, match=r"^(Claim|Employer) changes outside a command"),
    ):
        change(actor)
    assert [each for each in statements if not each.startswith("SELECT")] == []


@pytest.mark.parametrize("change", UNITS.values(), ids=UNITS)
def test_a_change_outside_a_command_is_refused(
    change: Callable[[Actor], None], actor: Actor
) -> None:
    before = written()
    with pytest.raises(ChangeOutsideCommand):
        change(actor)
    db.session.rollback()
    with pytest.raises(ChangeOutsideCommand), housekeeping("sessions"):
        change(actor)
    assert flag_of() is None
    assert one(select(Employer.id).where(Employer.name != "New")) == 1
    assert written() == before


@pytest.mark.parametrize("statement", CORE.values(), ids=CORE)
def test_a_core_statement_on_what_is_audited_is_refused_even_inside_a_command(
    statement: Callable[[], Any], actor: Actor
) -> None:
    @command(Permission.CLAIM_COORDINATE)
    def go_round(actor: Actor, execute: Callable[[Any], Any]) -> None:
        """Send a statement that no audit entry would tell of."""
        execute(statement().execution_options(synchronize_session=False))

    ways: tuple[Callable[[Any], Any], ...] = (
        lambda s: db.session.execute(s),
        lambda s: db.session.connection().execute(s),
    )
    for way in ways:
        with pytest.raises(ChangeOutsideCommand):
            way(statement().execution_options(synchronize_session=False))
        db.session.rollback()
        with pytest.raises(ChangeOutsideCommand):
            go_round(actor, way)
        with pytest.raises(ChangeOutsideCommand), housekeeping("sessions"):
            way(statement().execution_options(synchronize_session=False))
    assert flag_of() is None


def test_a_housekeeping_row_outside_every_unit_is_refused_too(actor: Actor) -> None:
    attempt = {"username_hash": "x", "at": MOMENT, "succeeded": False}
    with pytest.raises(ChangeOutsideCommand):
        db.session.execute(insert(SignInAttempt).values(**attempt))
    db.session.rollback()
    db.session.add(SignInAttempt(**attempt))
    with pytest.raises(ChangeOutsideCommand):
        db.session.flush()
    db.session.rollback()
    with housekeeping("throttle"):
        db.session.execute(insert(SignInAttempt).values(**attempt))
    assert one(select(SignInAttempt.username_hash)) == "x"


def test_a_note_for_the_audit_outside_every_unit_is_refused() -> None:
    with pytest.raises(ChangeOutsideCommand):
        note_entry_of_the_call()
