"""Files of more lines than one transaction takes: checked whole, applied in batches beside who saves."""

import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from ohms.commands.audit import Entry
from ohms.commands.feed import Step, importing, large, pace
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.feed import FeedChange, FeedRefusal, FeedRun
from ohms.models.unfinished import FOLDER
from ohms.queries.guard import unscoped
from tests.commands.feed.files import Feed, number, numbered
from tests.commands.feed.large_files import claims_here
from tests.house import count_of, one


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty lines are large here, and five make a batch."""
    monkeypatch.setattr(importing, "ONE_TRANSACTION", 20)
    monkeypatch.setattr(large, "BATCH", 5)
    monkeypatch.setattr(pace, "BETWEEN", 0)


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
