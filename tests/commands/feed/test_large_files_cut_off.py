"""An import of a large file that was cut off, or that two give at once: told, and taken up where it ended."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ohms.commands.feed import Step, importing, large, pace
from ohms.commands.feed.jobs import end_interrupted
from ohms.commands.feed.runs import ONE_AT_A_TIME, advance
from ohms.commands.refusals import Conflict
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.feed import FeedRun
from tests.commands.feed.files import AS_OF, Feed, numbered
from tests.commands.feed.large_files import CutOff, check_finished, claims_here, cut_off_after
from tests.house import count_of, one


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty lines are large here, and five make a batch."""
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 20)
    monkeypatch.setattr(large, "BATCH", 5)
    monkeypatch.setattr(pace, "BETWEEN", 0)


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
