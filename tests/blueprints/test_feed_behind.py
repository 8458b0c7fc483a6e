"""A feed file that takes long goes on behind its page, which says how far it is and how to go on after an end."""

import threading
import time
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.blueprints.feed import receiving
from ohms.clock import now
from ohms.commands.feed import importing, large
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from ohms.models.housekeeping import Job
from ohms.models.unfinished import is_at_work, working_folder
from tests.blueprints.feed_files import content_of, give
from tests.commands.feed.files import Feed, numbered
from tests.house import count_of, one
from tests.models.test_unfinished import left_by_the_dead
from tests.pages import CheckedClient

THERE = Claim.claim_number.startswith("T0")


def finished(feed: Feed) -> Job:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with feed.house.app.app_context():
            job: Job = one(select(Job))
        if job.state in ("done", "failed"):
            return job
        time.sleep(0.05)
    raise AssertionError("the import did not end")


def test_a_large_file_goes_on_behind_the_page(
    admin: CheckedClient, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (receiving, importing):
        monkeypatch.setattr(module, "ONE_TRANSACTION", 20)
    monkeypatch.setattr(large, "BATCH", 10)
    other = give(admin, content_of(feed, numbered(35)), kind="apf")
    assert other.status_code == 422, "told beside the field, before anything goes on behind it"
    assert "By its header line this file has Claims." in other.text
    with feed.house.app.app_context():
        assert count_of(Job) == 0
    assert not any((Path(feed.house.app.instance_path) / "incoming").iterdir())
    answer = give(admin, content_of(feed, numbered(35)))
    assert (answer.status_code, answer.location) == (303, "/admin/feed")
    job = finished(feed)
    assert (job.state, job.done, job.total) == ("done", 35, 35)
    page = admin.get(f"/admin/feed/runs/{job.feed_run_id}")
    assert page.status_code == 200
    with feed.house.app.app_context():
        assert count_of(Claim, THERE) == 35
    assert not any((Path(feed.house.app.instance_path) / "incoming").iterdir())


def test_an_import_that_cannot_go_on_behind_the_page_leaves_nothing(
    admin: CheckedClient, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(receiving, "ONE_TRANSACTION", 20)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            give(admin, content_of(feed, numbered(35)))
    with feed.house.app.app_context():
        job = one(select(Job))
    assert (job.state, "It could not begin" in str(job.message)) == ("failed", True)
    instance = Path(feed.house.app.instance_path)
    assert not any((instance / "incoming").iterdir())
    assert not is_at_work(instance, f"import-{job.id}")


def test_an_import_under_way_says_how_far_it_is(admin: CheckedClient, feed: Feed) -> None:
    run_id = feed.claims(*numbered(1)).run_id
    with feed.house.app.app_context():
        job_id = feed.house.add(
            Job,
            kind="import",
            state="running",
            done=5_000,
            total=30_000,
            message="claims.csv",
            feed_run_id=run_id,
            asked_at=one(select(FeedRun.started_at)),
        )
    with working_folder(Path(feed.house.app.instance_path), f"import-{job_id}"):
        for path in ("/admin/feed", f"/admin/feed/runs/{run_id}"):
            assert "5,000 of 30,000 lines applied" in admin.get(path).text
    left_by_the_dead(Path(feed.house.app.instance_path), f"import-{job_id}")
    told = admin.get("/admin/feed").text
    assert "lines applied" not in told
    assert "the program that imported it ended before it did" not in told, "its run is done"
    with feed.house.app.app_context():
        assert one(select(Job.state)) == "failed"


def test_an_import_that_was_cut_off_says_how_to_go_on(admin: CheckedClient, feed: Feed) -> None:
    with feed.house.app.app_context():
        run_id = feed.house.add(
            FeedRun,
            kind="claims",
            file_name="claims.csv",
            sha256="0" * 64,
            as_of_on=date(2026, 11, 20),
            state="running",
            started_at=one(select(AuditEntry.at).limit(1)),
            resumed_after_line=5_001,
        )
        job_id = feed.house.add(
            Job,
            kind="import",
            state="running",
            message="claims.csv",
            feed_run_id=run_id,
            asked_at=now(),
        )
    instance = Path(feed.house.app.instance_path)
    left_by_the_dead(instance, f"import-{job_id}")
    with working_folder(instance, f"feed-{run_id}"):
        assert "from the server’s command line" in admin.get(f"/admin/feed/runs/{run_id}").text
    left_by_the_dead(instance, f"feed-{run_id}")
    listed = admin.get("/admin/feed").text
    assert "claims.csv: the program that imported it ended before it did" in listed
    assert "Interrupted" in listed
    page = admin.get(f"/admin/feed/runs/{run_id}").text
    assert "Give the same file again" in page
    assert "after line 5,001" in page
