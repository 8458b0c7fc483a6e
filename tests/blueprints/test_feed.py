"""The feed's page: an administrator gives a file, sees what came of it, and never a claim."""

import io
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from ohms.blueprints import feed as feed_pages
from ohms.blueprints.feed import receiving
from ohms.domain.feed import FeedKind
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from tests.blueprints.feed_files import content_of, give
from tests.blueprints.signing_in import as_person
from tests.commands.feed.files import Feed, as_excel_writes, numbered
from tests.forms import posting_form
from tests.house import count_of, one
from tests.pages import CheckedClient
from tests.statements import counted

THERE = Claim.claim_number.startswith("T0")


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
    as_person(client, username)
    assert client.get("/admin/feed").status_code == 403
    assert client.post("/admin/feed").status_code == 403
    for path in (f"/admin/feed/runs/{run_id}", f"/admin/feed/runs/{run_id}/refused.csv"):
        assert client.get(path).status_code == 404


def test_an_import_that_is_not_there_is_not_found(admin: CheckedClient) -> None:
    assert admin.get("/admin/feed/runs/1").status_code == 404
    assert admin.get("/admin/feed/runs/1/refused.csv").status_code == 404


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
