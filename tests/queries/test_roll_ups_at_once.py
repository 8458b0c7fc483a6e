"""Roll-ups on PostgreSQL while two write at once: the later one sees what the earlier one left."""

from collections.abc import Iterator
from datetime import date
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from ohms.commands import roll_ups
from ohms.commands.refusals import DatabaseBusy, GaveWay, again_where_it_gave_way
from ohms.commands.unit_of_work import command
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.extensions import db
from ohms.queries.checks.roll_ups import initiated_differ, minutes_differ
from ohms.queries.guard import unscoped
from ohms.queries.roll_ups import minutes_by_day
from tests.house import House
from tests.waiting import join_or_see_it_wait
from tests.workload_world import AT, CentreOfATest

DAY, BEFORE, NEXT_MONTH = date(2026, 10, 5), date(2026, 10, 1), date(2026, 11, 2)
MOVED = "update claim set initiated_on = '2026-10-05' where cohe_id = :cohe"
ENDED = "update enrolment set to_on = '2026-10-01' where cohe_id = :cohe"
ENTRIES_GONE = "update time_entry set voided_at = entered_at where cohe_id = :cohe and minutes = {}"
STANDS_AGAIN = "update time_entry set voided_at = null where cohe_id = :cohe and minutes = 9"


@pytest.fixture(autouse=True)
def _inside(house: House) -> Iterator[None]:
    with house.app.app_context():
        if db.engine.dialect.name != "postgresql":
            pytest.skip("SQLite has one writer at a time")
        yield


class Other:
    """Somebody else's transaction: one statement and its commit, beside the test's own."""

    def __init__(self, connection: Connection, statement: str, **values: object) -> None:
        self.failed: OperationalError | None = None
        self._connection = connection
        self._thread = Thread(target=self._run, args=(statement, values))
        self._thread.start()
        join_or_see_it_wait(self._thread)

    def _run(self, statement: str, values: dict[str, object]) -> None:
        try:
            self._connection.execute(text(statement), values)
            self._connection.commit()
        except OperationalError as failed:
            self.failed = failed

    def end(self) -> None:
        self._thread.join(10)
        assert not self._thread.is_alive()
        assert self.failed is None


def a_centre(house: House) -> CentreOfATest:
    centre = CentreOfATest(house, "aspen")
    centre.claims(1, BEFORE)
    position = centre.position("hsc1", 480)
    for minutes in (7, 8):
        centre.minutes(position, "hsc1", minutes, DAY, confirmed_at=AT)
    centre.minutes(position, "hsc1", 9, NEXT_MONTH, confirmed_at=AT)
    with db.engine.begin() as connection:
        connection.execute(text(ENTRIES_GONE.format(9)), {"cohe": centre.cohe})
    return centre


def at_once(centre: CentreOfATest, first: str, second: str) -> None:
    """The second begins and is done, or waits, before the first one commits."""
    db.session.rollback()
    with db.engine.connect() as ours, db.engine.connect() as theirs:
        ours.execute(text(first), {"cohe": centre.cohe})
        other = Other(theirs, second, cohe=centre.cohe)
        ours.commit()
        other.end()


def assert_as_recomputed() -> None:
    with unscoped("a test looks"):
        assert [*minutes_differ(DAY), *initiated_differ(DAY)] == []


@pytest.mark.parametrize(("first", "second"), [(ENDED, MOVED), (MOVED, ENDED)])
def test_a_claim_and_the_enrolment_it_counts_by_change_at_once(
    house: House, first: str, second: str
) -> None:
    centre = a_centre(house)
    at_once(centre, first, second)
    assert_as_recomputed()
    with db.engine.connect() as looking:
        kept = text("select 1 from initiated_roll_up where cohe_id = :cohe")
        assert looking.execute(kept, {"cohe": centre.cohe}).all() == []


def test_the_last_two_entries_go_at_once_and_take_their_row_along(house: House) -> None:
    centre = a_centre(house)
    at_once(centre, ENTRIES_GONE.format(7), ENTRIES_GONE.format(8))
    assert_as_recomputed()
    with db.engine.connect() as looking:
        kept = text("select 1 from minutes_roll_up where cohe_id = :cohe")
        assert looking.execute(kept, {"cohe": centre.cohe}).all() == []


@pytest.mark.parametrize("act", [ENTRIES_GONE.format(7), STANDS_AGAIN])
def test_who_writes_while_roll_ups_are_worked_out_anew_waits_for_them(
    house: House, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Once the old rows are deleted and before the new ones stand: of a row that was, and of a new one."""
    centre, others = a_centre(house), []
    with db.engine.connect() as theirs:

        def facts() -> Any:
            others.append(Other(theirs, act, cohe=centre.cohe))
            return minutes_by_day()

        monkeypatch.setattr(roll_ups, "minutes_by_day", facts)
        roll_ups.rebuild_roll_ups()
        others[0].end()
    assert_as_recomputed()


def test_of_two_that_wait_for_one_another_the_one_that_gives_way_is_done_again(
    house: House,
) -> None:
    centre = a_centre(house)
    db.session.rollback()
    claims, entries = ENDED.replace("2026-10-01", "2026-10-02"), ENTRIES_GONE.format(7)
    others: list[Other] = []

    @command(Permission.NOTE_WRITE)
    def give_way(_actor: Actor) -> str:
        """Writes what somebody else does, the other way round."""
        db.session.execute(text("set local deadlock_timeout = '5ms'"))
        db.session.execute(text(entries), {"cohe": centre.cohe})
        if not others:
            theirs.execute(text(claims), {"cohe": centre.cohe})
            others.append(Other(theirs, entries, cohe=centre.cohe))
        else:
            others.append(others[0])
        db.session.execute(text(claims), {"cohe": centre.cohe})
        return "done"

    with db.engine.connect() as theirs:
        assert give_way(house.actor("alder.hsc1")) == "done"
        others[0].end()
    assert len(others) == 2, "the first time it gave way"
    assert_as_recomputed()


def test_what_gives_way_each_time_is_told_that_the_database_is_busy() -> None:
    tried = []

    def act() -> None:
        tried.append(1)
        raise GaveWay

    with pytest.raises(DatabaseBusy):
        again_where_it_gave_way(act)
    assert len(tried) == 4
