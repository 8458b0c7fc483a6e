"""The feed's page: an administrator gives a file, sees what came of it, and never a claim."""

import io
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from ohms.blueprints import feed as feed_pages
from ohms.blueprints.feed import receiving
from ohms.clock import now
from ohms.commands.feed import importing, large
from ohms.domain.feed import FeedKind
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from ohms.models.housekeeping import Job
from ohms.models.unfinished import is_at_work, working_folder
from tests.blueprints.test_sign_in import sign_in
from tests.commands.feed.files import Feed, as_excel_writes, numbered
from tests.forms import posting_form
from tests.house import House, count_of, one
from tests.models.test_unfinished import left_by_the_dead
from tests.pages import CheckedClient
from tests.statements import counted

NOW = "2026-11-24T09:00:00-08:00"
THERE = Claim.claim_number.startswith("T0")


@pytest.fixture
def feed(house: House, tmp_path: Path, clock: Any) -> Feed:
    clock(NOW)
    return Feed(house, tmp_path)


@pytest.fixture
def admin(client: CheckedClient, feed: Feed) -> CheckedClient:
    assert sign_in(client, "admin") == 303
    return client


def content_of(feed: Feed, lines: list[dict[str, str]]) -> bytes:
    return feed.write(FeedKind.CLAIMS, lines).read_bytes()


def give(
    client: CheckedClient, content: bytes, name: str = "claims.csv", **values: str
) -> TestResponse:
    page = client.get("/admin/feed")
    form = posting_form(page.text, "upload")
    entered: dict[str, Any] = dict(form.filled_in({"kind": "claims", **values}))
    entered["file"] = FileStorage(io.BytesIO(content), name)
    # Encoded here and in memory: the client would leave the temporary file of a large body open.
    boundary, body = encode_multipart(MultiDict(entered))
    content_type = f'multipart/form-data; boundary="{boundary}"'
    return client.post(form.action, data=body, content_type=content_type)


def test_a_good_file_is_applied_and_its_page_shows_the_counts(
    admin: CheckedClient, feed: Feed
) -> None:
    answer = give(admin, content_of(feed, numbered(3)), "claims-2026-11-19.csv")
    assert answer.status_code == 303
    page = admin.get(answer.location)
    assert "The file was applied." in page.text
    assert "claims-2026-11-19.csv" in page.text
    assert "No line was refused" in page.text
    listed = admin.get("/admin/feed").text
    assert "claims-2026-11-19.csv" in listed
    assert "2 business days" in listed  # as of Thursday; Friday and Monday have passed
    assert "Never read" in listed
    with feed.house.app.app_context():
        run = one(select(FeedRun))
        assert (run.added, run.started_by_id) == (3, feed.house.staff["admin"])
        assert run.as_of_on == date(2026, 11, 19)
        assert count_of(Claim, THERE) == 3
        seen = AuditEntry.action == "read_feed_run"
        assert one(select(AuditEntry.object_id).where(seen)) == run.id


def test_refused_lines_are_shown_by_pages_without_any_claim_data(
    admin: CheckedClient, feed: Feed
) -> None:
    lines = [{**line, "status": "open"} for line in numbered(60)]
    answer = give(admin, content_of(feed, lines))
    first = admin.get(answer.location)
    assert "Nothing was applied" in first.text
    assert first.text.count("Choose one of pending") == 50
    second = admin.get(answer.location + "?after=51-50")
    assert second.text.count("Choose one of pending") == 10
    listed = admin.get(answer.location + "/refused.csv")
    assert listed.text.count("\r\n") == 61
    for text in (first.text, second.text, listed.text):
        assert "T000001" not in text
        assert "Name1" not in text
    with feed.house.app.app_context():
        assert count_of(Claim, THERE) == 0
        assert count_of(AuditEntry, AuditEntry.action == "export_feed_refusals") == 1


def test_good_lines_are_applied_on_request(admin: CheckedClient, feed: Feed) -> None:
    lines = numbered(3)
    lines[0]["status"] = "open"
    answer = give(admin, content_of(feed, lines), good_lines="y")
    assert "The good lines were applied; others were refused." in admin.get(answer.location).text
    with feed.house.app.app_context():
        assert count_of(Claim, THERE) == 2


def test_what_cannot_be_read_comes_back_with_the_reason_and_what_was_typed(
    admin: CheckedClient, feed: Feed
) -> None:
    answer = give(admin, b"some,columns\n1,2\n", as_of="2026-11-20")
    assert answer.status_code == 422
    assert "Add to the header line what claims.csv must have" in answer.text
    assert 'value="2026-11-20"' in answer.text
    other = give(admin, content_of(feed, numbered(1)), kind="providers")
    assert other.status_code == 422
    assert "By its header line this file has Claims." in other.text
    assert posting_form(other.text, "upload").filled_in({})["kind"] == ["claims"]
    ahead = give(admin, content_of(feed, numbered(1)), as_of="2026-11-25")
    assert ahead.status_code == 422
    nothing = admin.fill("/admin/feed", kind="claims")
    assert nothing.status_code == 422
    assert "Choose a file." in nothing.text
    assert not any((Path(feed.house.app.instance_path) / "incoming").iterdir())


def test_a_file_larger_than_any_other_body_is_taken_and_one_over_the_limit_is_not(
    admin: CheckedClient, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = content_of(feed, numbered(1)) + b"\n" * 2_000_000
    monkeypatch.setattr(receiving, "ONE_TRANSACTION", 3_000_000)
    assert give(admin, content).status_code == 303
    monkeypatch.setattr(feed_pages, "LARGEST_BODY", 2_000)
    assert give(admin, content[:10_000]).status_code == 413


def test_a_file_without_the_forms_token_is_refused(admin: CheckedClient, feed: Feed) -> None:
    content = content_of(feed, numbered(1))
    rude = {"kind": "claims", "file": (io.BytesIO(content), "claims.csv")}
    answer = admin.post("/admin/feed", data=rude, content_type="multipart/form-data")
    assert answer.status_code == 400
    with feed.house.app.app_context():
        assert count_of(FeedRun) == 0


@pytest.mark.parametrize("username", ["alder.hsc1", "alder.supervisor", "lni.contract"])
def test_only_administrators_open_the_feed(
    client: CheckedClient, feed: Feed, username: str
) -> None:
    run_id = feed.claims(*numbered(1)).run_id
    sign_in(client, username)
    assert client.get("/admin/feed").status_code == 403
    assert client.post("/admin/feed").status_code == 403
    for path in (f"/admin/feed/runs/{run_id}", f"/admin/feed/runs/{run_id}/refused.csv"):
        assert client.get(path).status_code == 404


def test_an_import_that_is_not_there_is_not_found(admin: CheckedClient) -> None:
    assert admin.get("/admin/feed/runs/1").status_code == 404
    assert admin.get("/admin/feed/runs/1/refused.csv").status_code == 404


def finished(feed: Feed) -> Job:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with feed.house.app.app_context():
            job = one(select(Job))
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


def test_the_pages_ask_the_database_no_more_for_more_rows(admin: CheckedClient, feed: Feed) -> None:
    def asked(path: str) -> int:
        with counted(feed.house.app) as statements:
            assert admin.get(path).status_code == 200
        return len(statements)

    few = feed.claims({"status": "open"}).run_id
    on_list = asked("/admin/feed"), asked(f"/admin/feed/runs/{few}")
    many = feed.claims(*({**line, "status": "open"} for line in numbered(30))).run_id
    for _ in range(26):
        feed.claims(*numbered(1))
    assert (asked("/admin/feed"), asked(f"/admin/feed/runs/{many}")) == on_list
    assert "Next page" in admin.get("/admin/feed").text
    assert few is not None
    assert f'/admin/feed/runs/{few}"' in admin.get(f"/admin/feed?before={few + 1}").text


def test_every_file_is_taken_from_the_page_as_excel_writes_it(
    admin: CheckedClient, feed: Feed
) -> None:
    for kind in FeedKind:
        changes = {"initiating_provider_id": "7000001"} if kind is FeedKind.CLAIMS else {}
        changes = {"provider_id": "7000001"} if kind is FeedKind.PROVIDERS else changes
        content = as_excel_writes(feed.write(kind, [changes]).read_bytes())
        answer = give(admin, content, kind.file_name, kind=kind.value)
        assert answer.status_code == 303, kind
        page = admin.get(answer.location).text
        assert "No line was refused" in page, kind
        assert "The file was applied." in page
