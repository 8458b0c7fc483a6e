"""Imports that pages started: how they are told as ended, and which of them still want somebody."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from ohms.clock import now
from ohms.commands.feed import jobs
from ohms.domain.actor import operator
from ohms.domain.feed import FeedKind
from ohms.extensions import db
from ohms.models.feed import FeedRun
from ohms.models.housekeeping import Job
from ohms.queries.feed import imports_broken_off
from ohms.queries.guard import unscoped
from tests.commands.feed.files import TODAY, Feed, numbered
from tests.house import one


def job(feed: Feed, state: str, run_id: int | None = None) -> int:
    ended = None if state == "running" else now()
    told = {"kind": "import", "message": "claims.csv", "asked_at": now(), "finished_at": ended}
    return feed.house.add(Job, state=state, feed_run_id=run_id, **told)


def broken_off() -> list[int]:
    with unscoped("a test looks"):
        return [each.id for each in imports_broken_off(operator(TODAY))]


def test_a_job_that_ended_while_somebody_looked_for_its_program_is_not_told_as_failed(
    feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []

    def ends_meanwhile(*_at: object) -> bool:
        looks.append(1)
        if len(looks) == 2:
            db.session.execute(
                update(Job).values(state="done").execution_options(synchronize_session=False)
            )
        return False

    monkeypatch.setattr(jobs, "is_at_work", ends_meanwhile)
    with feed.house.app.app_context():
        job(feed, "running")
        assert jobs.end_interrupted(Path(feed.house.app.instance_path)) == 0
        assert one(select(Job.state)) == "done"


def test_a_broken_import_is_told_until_it_is_taken_up_or_its_file_came_in(feed: Feed) -> None:
    lines = numbered(2)
    lines[1]["fund"] = "tribal"
    path = feed.write(FeedKind.CLAIMS, lines)
    refused = feed.give_file(FeedKind.CLAIMS, path).run_id
    with feed.house.app.app_context():
        first = job(feed, "failed", refused)
        assert broken_off() == [first]
        again = job(feed, "failed", refused)
        assert broken_off() == [again]
    feed.claims(*numbered(1))
    with feed.house.app.app_context():
        assert broken_off() == [again]
    feed.give_file(FeedKind.CLAIMS, path, good_lines=True)
    with feed.house.app.app_context():
        assert one(select(FeedRun.state).where(FeedRun.id == refused)) == "failed"
        assert broken_off() == []
