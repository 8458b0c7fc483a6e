"""Files of more lines than one transaction takes: checked whole, applied in batches, taken up again."""

import re
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from ohms.commands.audit import Entry
from ohms.commands.feed import FeedOutcome, Step, importing, large, pace
from ohms.commands.feed.jobs import end_interrupted
from ohms.commands.feed.runs import ONE_AT_A_TIME, advance
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.feed import FeedChange, FeedRefusal, FeedRun
from ohms.models.unfinished import FOLDER
from ohms.queries.guard import unscoped
from tests.commands.feed.files import AS_OF, Feed, number, numbered
from tests.house import count_of, one

IMPORTED = Claim.claim_number.startswith("T0")


class CutOff(Exception):
    """The process ended here."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty lines are large here, and five make a batch."""
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 20)
    monkeypatch.setattr(large, "BATCH", 5)
    monkeypatch.setattr(pace, "BETWEEN", 0)


def claims_here(feed: Feed) -> int:
    with feed.house.app.app_context():
        return count_of(Claim, IMPORTED)


def cut_off_after(lines: int) -> object:
    def watch(step: Step) -> None:
        if step.stage == "applying" and step.done >= lines:
            raise CutOff

    return watch


def test_a_large_file_comes_in_and_again_changes_nothing(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(33))
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    assert (outcome.state, outcome.added) == ("done", 33)
    again = feed.give_file(FeedKind.CLAIMS, path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 33)
    with feed.house.app.app_context():
        assert count_of(FeedChange) == 0
        run = one(select(FeedRun).where(FeedRun.id == outcome.run_id))
        assert (run.lines, run.added, run.state) == (33, 33, "done")
        begun_checked_ended, batches, parked = 3, 7, 1
        entries = AuditEntry.action == "import_claims", AuditEntry.object_id == outcome.run_id
        assert count_of(AuditEntry, *entries) == begun_checked_ended + batches + parked


def test_progress_is_told_while_checking_and_while_applying(feed: Feed) -> None:
    steps: list[Step] = []
    feed.claims(*numbered(22), progress=steps.append)
    assert [step.done for step in steps if step.stage == "checking"] == [0, 5, 10, 15, 20, 22]
    assert [step.done for step in steps if step.stage == "applying"] == [5, 10, 15, 20, 22]
    assert steps[-1].total == 22
    assert all(step.run_id for step in steps)


def test_a_refused_line_at_the_end_keeps_the_whole_large_file_out(feed: Feed) -> None:
    lines = numbered(27)
    lines[26]["fund"] = "tribal"
    path = feed.write(FeedKind.CLAIMS, lines)
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    assert (outcome.state, outcome.refused, claims_here(feed)) == ("failed", 1, 0)
    outcome = feed.give_file(FeedKind.CLAIMS, path, good_lines=True)
    assert (outcome.state, outcome.added, outcome.refused) == ("done", 26, 1)
    with feed.house.app.app_context():
        assert count_of(FeedRefusal, FeedRefusal.run_id == outcome.run_id) == 1


def test_an_import_that_was_cut_off_goes_on_where_it_ended(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(30))
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, progress=cut_off_after(15))
    assert claims_here(feed) == 15
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    check_finished(feed, outcome)


def test_an_import_whose_program_is_gone_is_told_as_interrupted_until_it_goes_on(
    feed: Feed,
) -> None:
    """Not while anybody works on it; what it brought is new no longer than until it is told."""
    instance, told = Path(feed.house.app.instance_path), []

    def look(step: Step) -> None:
        told.append(end_interrupted(instance))
        if step.stage == "applying" and step.done == 15:
            raise CutOff

    def ends() -> list[bool]:
        with feed.house.app.app_context():
            run = one(select(FeedRun))
            assert run.state == "running"
            return [run.finished_at is not None]

    path = feed.write(FeedKind.CLAIMS, numbered(30))
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, progress=look)
    assert (set(told), ends()) == ({0}, [False])
    with feed.house.app.app_context():
        assert [end_interrupted(instance) for _again in range(2)] == [1, 0]
        assert count_of(AuditEntry, AuditEntry.action == "end_interrupted_import") == 1
    assert ends() == [True]
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, progress=cut_off_after(20))
    assert (claims_here(feed), ends()) == (20, [False])
    check_finished(feed, feed.give_file(FeedKind.CLAIMS, path))


def test_with_a_server_each_only_the_one_that_imported_tells_at_once_that_it_was_interrupted(
    feed: Feed, tmp_path: Path, clock: Callable[[str], None]
) -> None:
    """PostgreSQL alone has several; and who looks at a page waits for nobody's turn."""
    clock("2026-11-24T08:00:00-08:00")
    here, elsewhere = Path(feed.house.app.instance_path), tmp_path / "elsewhere"
    path = feed.write(FeedKind.CLAIMS, numbered(30))
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, progress=cut_off_after(15))
    with feed.house.app.app_context():
        if db.engine.dialect.name == "postgresql":
            assert end_interrupted(elsewhere) == 0
            with db.engine.begin() as importing_now:
                importing_now.execute(select(func.pg_advisory_xact_lock(ONE_AT_A_TIME)))
                assert end_interrupted(here, waits=False) == 0
            clock("2026-11-25T08:00:01-08:00")
        assert end_interrupted(elsewhere, waits=False) == 1
        assert end_interrupted(here) == 0


def check_finished(feed: Feed, outcome: FeedOutcome) -> None:
    assert (outcome.state, outcome.added, outcome.unchanged) == ("done", 30, 0)
    assert claims_here(feed) == 30
    with feed.house.app.app_context():
        run = one(select(FeedRun))
        assert (run.id, run.state, run.resumed_after_line) == (outcome.run_id, "done", 31)


def test_the_same_file_as_of_another_day_is_another_run(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(30))
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, progress=cut_off_after(15))
    outcome = feed.give_file(FeedKind.CLAIMS, path, as_of=AS_OF + timedelta(days=1))
    assert (outcome.added, outcome.unchanged) == (15, 15)


def test_two_at_once_do_not_apply_one_batch_twice(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(30))

    def somebody_else_goes_on(step: Step) -> None:
        if step.stage == "applying" and step.done == 10:
            with bulk_unit("somebody else", None):
                run = db.session.get_one(FeedRun, step.run_id)
                run.resumed_after_line += 5

    with pytest.raises(Conflict):
        feed.give_file(FeedKind.CLAIMS, path, progress=somebody_else_goes_on)
    assert claims_here(feed) == 10


def test_the_same_file_given_while_its_run_works_leaves_the_run_alone(feed: Feed) -> None:
    path, refused = feed.write(FeedKind.CLAIMS, numbered(30)), []

    def somebody_gives_it_too(step: Step) -> None:
        with pytest.raises(Conflict):
            feed.give_file(FeedKind.CLAIMS, path)
        refused.append(step)

    check_finished(feed, feed.give_file(FeedKind.CLAIMS, path, progress=somebody_gives_it_too))
    assert refused


def test_a_run_that_somebody_ended_during_the_check_stays_ended(feed: Feed) -> None:
    def somebody_ends_it(step: Step) -> None:
        if step.stage == "checking":
            with bulk_unit("somebody else", None):
                db.session.get_one(FeedRun, step.run_id).state = "done"

    with pytest.raises(Conflict):
        feed.claims(*numbered(22), progress=somebody_ends_it)
    with feed.house.app.app_context():
        assert one(select(FeedRun.state)) == "done"


def test_what_was_applied_is_told_where_lines_are_refused_at_the_second_time(feed: Feed) -> None:
    lines = numbered(30)
    lines[26]["fund"] = "tribal"
    path = feed.write(FeedKind.CLAIMS, lines)
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path, good_lines=True, progress=cut_off_after(15))
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    assert (outcome.state, outcome.added, outcome.refused) == ("interrupted", 15, 1)
    with feed.house.app.app_context():
        run = one(select(FeedRun))
        assert (run.state, run.finished_at is None) == ("running", False)
    outcome = feed.give_file(FeedKind.CLAIMS, path, good_lines=True)
    assert (outcome.state, outcome.added, outcome.refused) == ("done", 29, 1)


def test_what_the_check_read_is_kept_in_the_instance_folder_alone(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    unfinished, seen = Path(feed.house.app.instance_path) / FOLDER, []

    def look(step: Step) -> None:
        seen.append(len(list(unfinished.iterdir())))

    assert feed.claims(*numbered(25), progress=look).added == 25
    assert set(seen) == {1}
    assert not unfinished.exists()


def test_a_dry_run_of_a_large_file_leaves_no_trace(feed: Feed) -> None:
    lines = numbered(25)
    lines[3]["status"] = "open"
    outcome = feed.claims(*lines, dry_run=True)
    assert (outcome.state, outcome.added, outcome.refused) == ("tried", 24, 1)
    assert claims_here(feed) == 0
    with feed.house.app.app_context():
        assert count_of(FeedRun) == 0


def test_a_claim_combined_into_one_of_a_later_batch_is_linked_at_the_end(feed: Feed) -> None:
    lines = numbered(25)
    lines[0]["combined_into"] = number(24)
    path = feed.write(FeedKind.CLAIMS, lines)
    assert feed.give_file(FeedKind.CLAIMS, path).notices == ()
    with feed.house.app.app_context():
        remaining = one(select(Claim.id).where(Claim.claim_number == number(24)))
        combined = select(Claim.combined_into_id).where(Claim.claim_number == number(0))
        assert one(combined) == remaining
    assert feed.give_file(FeedKind.CLAIMS, path).unchanged == 25


def test_people_save_in_between_while_a_large_file_is_applied(feed: Feed) -> None:
    """Who saves all the time waits for one batch at most, and is never pushed to the end."""
    over = Event()

    def save_all_the_time() -> None:
        with feed.house.app.app_context():
            while not over.is_set():
                with bulk_unit("save_beside", None) as unit:
                    unit.entries.append(Entry("save_beside"))

    path = feed.write(FeedKind.CLAIMS, numbered(60))
    somebody = Thread(target=save_all_the_time)
    somebody.start()
    try:
        outcome = feed.give_file(FeedKind.CLAIMS, path)
    finally:
        over.set()
        somebody.join()
    assert (outcome.state, outcome.added) == ("done", 60)
    with feed.house.app.app_context(), unscoped("a test looks"):
        acts = select(AuditEntry.action).order_by(AuditEntry.id)
        told = "".join(each[0] for each in db.session.scalars(acts) if each[0] in "is")
        batches = re.findall("is+(?=i)", told)
        assert len(batches) > 60 // large.BATCH // 2, told


def test_a_transaction_is_short_while_people_save(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 0.0

    def save(_seconds: float) -> None:
        with bulk_unit("somebody else", None) as unit:
            unit.entries.append(Entry("somebody else"))

    def lines_after(seconds: float, meanwhile: Callable[[float], None]) -> int:
        nonlocal now
        monkeypatch.setattr("ohms.commands.feed.pace.time.sleep", meanwhile)
        with kept.held(2_000):
            now += seconds
        return kept.lines

    def nobody(_seconds: float) -> None:
        """Nobody is there."""

    with feed.house.app.app_context():
        monkeypatch.setattr("ohms.clock.monotonic", lambda: now)
        kept = pace.Pace()
        if db.session.get_bind().dialect.name == "sqlite":
            assert lines_after(1, nobody) == pace.MOST
            assert lines_after(1, save) == 500
            assert lines_after(0.4, nobody) == 1_250
            assert lines_after(50, nobody) == pace.FEWEST
            assert lines_after(pace.AT_WORK, nobody) == pace.MOST
        else:
            assert lines_after(9, save) == pace.MOST


def test_a_batch_is_applied_in_parts_and_goes_on_within_one(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "BATCH", 20)
    for name in ("FIRST", "MOST", "FEWEST"):
        monkeypatch.setattr(pace, name, 3)
    path = feed.write(FeedKind.CLAIMS, numbered(30))

    def cut_off(run_id: int, **told: Any) -> None:
        if told["to"] > 8:
            raise CutOff
        advance(run_id, **told)

    monkeypatch.setattr(large, "advance", cut_off)
    with pytest.raises(CutOff):
        feed.give_file(FeedKind.CLAIMS, path)
    assert claims_here(feed) == 6
    monkeypatch.setattr(large, "advance", advance)
    check_finished(feed, feed.give_file(FeedKind.CLAIMS, path))
