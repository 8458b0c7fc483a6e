"""A claim on PostgreSQL while somebody adds a row to it: acts go on meanwhile, a purge waits."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, text

import ohms
from ohms.commands import purging
from ohms.commands.complexity import rate_complexity
from ohms.commands.refusals import DatabaseBusy
from ohms.commands.tasks import finish_task
from ohms.commands.transfers import assign_claims
from ohms.commands.triage import decide_triage
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.triage import TriageChoice
from ohms.domain.values import Complexity
from ohms.extensions import db
from tests.house import House
from tests.tasks import put_task

NUMBER = "AL10001"
HOLDING = re.compile(r"with_for_update\(of=Claim\b")
# What PostgreSQL takes of a claim for each row that names it as its parent, until that row is committed.
NAMED = text("select id from claim where claim_number = :number for key share")


def triaged(house: House) -> None:
    decide_triage(house.actor("alder.hsc1"), NUMBER, decision=TriageChoice.WORK)


def rated(house: House) -> None:
    rate_complexity(house.actor("alder.hsc1"), house.claim[NUMBER], Complexity.LOW)


def given(house: House) -> None:
    to, ids = house.staff["alder.hsc2"], [house.claim[NUMBER]]
    assign_claims(house.actor("alder.supervisor"), ids, to_staff_id=to, reason="Goes on leave")


def purged(house: House) -> None:
    with bulk_unit("carry_out_purge", None):
        purging._lock([house.claim[NUMBER]])


@pytest.fixture
def beside(house: House, clock: Callable[[str], None]) -> Iterator[Connection]:
    """Somebody else's connection; who waits for it gives up soon instead of for ever."""
    clock("2026-11-24T12:00:00-08:00")

    def soon(connection: Connection) -> None:
        connection.exec_driver_sql("set local lock_timeout = '200ms'")

    with house.app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        event.listen(db.engine, "begin", soon)
        try:
            with db.engine.connect() as theirs:
                yield theirs
        finally:
            event.remove(db.engine, "begin", soon)


def test_every_act_on_a_claim_goes_on_while_somebody_adds_a_row_to_it(
    house: House, beside: Connection
) -> None:
    task_id = put_task(house, NUMBER, "Ask the clinic")

    def finished(house: House) -> None:
        finish_task(house.actor("alder.hsc1"), task_id, word="Done by phone")

    db.session.rollback()
    beside.execute(NAMED, {"number": NUMBER})
    for act in (triaged, rated, finished, given):
        act(house)
    beside.rollback()


def test_a_purge_waits_for_whoever_adds_a_row_to_its_claims(
    house: House, beside: Connection
) -> None:
    db.session.rollback()
    beside.execute(NAMED, {"number": NUMBER})
    with pytest.raises(DatabaseBusy):
        purged(house)
    beside.rollback()


def test_nobody_holds_a_claim_in_a_way_of_their_own() -> None:
    """Besides a purge; what is held is told after `of=`, or is the one thing that the SELECT has."""
    own = {
        path.name
        for path in Path(ohms.__file__).parent.rglob("*.py")
        if HOLDING.search(path.read_text())
    }
    assert own == {"held_claims.py"}
