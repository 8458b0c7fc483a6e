"""Refused lines: with leave the good ones are applied, without it nothing is."""

import csv
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from ohms.commands.feed import FeedOutcome
from ohms.domain.errors import NotAllowed
from ohms.domain.feed import FeedKind, FileRefused
from ohms.models.audit import AuditEntry
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.feed import FeedChange, FeedRefusal, FeedRun
from ohms.models.workers import ContactPoint, Employer, SamePersonProposal, Worker
from tests.commands.feed.files import Feed, numbered
from tests.house import count_of, known, one

# Twelve ways to be wrong, each with the field that the reason is about.
WRONG_WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("claim_number", {"claim_number": "12345"}),
    ("status", {"status": "open"}),
    ("fund", {"fund": "self_insured"}),
    ("worker_last_name", {"worker_last_name": ""}),
    ("worker_birth_date", {"worker_birth_date": "2028-02-30"}),
    ("worker_phone", {"worker_phone": "call the shop"}),
    ("worker_email", {"worker_email": "nowhere"}),
    ("employer_account_id", {"employer_account_id": "12-34"}),
    ("initiating_provider_id", {"initiating_provider_id": "12"}),
    ("initiated_on", {"initiated_on": "2026-08-01"}),
    ("worker_key", {"worker_key": "K" * 41}),
    ("icd10", {"icd10": "back pain"}),
)
KEPT = (Claim, Worker, Employer, ContactPoint, AttendingProvider, FeedChange, SamePersonProposal)


def lines_with_faults(count: int, wrong: int) -> list[dict[str, str]]:
    """`count` claims, of which `wrong` are wrong, evenly strewn and in twelve ways by turns."""
    lines = numbered(count)
    every = count // wrong
    for turn in range(wrong):
        lines[turn * every].update(WRONG_WAYS[turn % len(WRONG_WAYS)][1])
    return lines


def rows_kept(feed: Feed) -> dict[str, int]:
    with feed.house.app.app_context():
        return {model.__tablename__: count_of(model) for model in KEPT}


@pytest.fixture
def refused_file(tmp_path: Path) -> Path:
    return tmp_path / "refused.csv"


def give(feed: Feed, path: Path, refused_file: Path, *, good_lines: bool) -> FeedOutcome:
    return feed.give_file(FeedKind.CLAIMS, path, good_lines=good_lines, refused_to=refused_file)


def test_of_10000_lines_with_300_wrong_ones_9700_claims_come_in_and_again_nothing(
    feed: Feed, refused_file: Path
) -> None:
    path = feed.write(FeedKind.CLAIMS, lines_with_faults(10_000, 300))
    before = rows_kept(feed)
    outcome = give(feed, path, refused_file, good_lines=True)
    assert (outcome.state, outcome.added, outcome.refused) == ("done", 9_700, 300)
    after = rows_kept(feed)
    assert after["claim"] - before["claim"] == 9_700
    check_reasons(feed, outcome)
    check_refused_file(refused_file)

    again = give(feed, path, refused_file, good_lines=True)
    assert (again.added, again.updated, again.unchanged, again.refused) == (0, 0, 9_700, 300)
    assert rows_kept(feed) == after


def check_reasons(feed: Feed, outcome: FeedOutcome) -> None:
    """One reason a line, about the right field, telling what to do and nothing of the person."""
    with feed.house.app.app_context():
        of_run = FeedRefusal.run_id == outcome.run_id
        assert count_of(FeedRefusal, of_run) == 300
        for field, _change in WRONG_WAYS:
            assert count_of(FeedRefusal, of_run, FeedRefusal.field == field) == 25, field
        longest = one(select(func.max(func.length(FeedRefusal.reason))).where(of_run))
        assert longest < 400
        told = FeedRefusal.reason
        tells_what_to_do = told.regexp_match("^(Enter|Choose|Fill in|Leave|Shorten) ")
        assert count_of(FeedRefusal, of_run, tells_what_to_do) == 300
        for private in ("Name1", "Okafor", "shop", "nowhere", "pain", "T00"):
            assert count_of(FeedRefusal, of_run, told.contains(private)) == 0, private


def check_refused_file(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 300
    assert rows[0]["line_number"] == "2"
    assert rows[0]["field"] == "claim_number"
    assert rows[0]["claim_number"] == "12345"
    assert rows[0]["worker_last_name"] == "Name0"


def test_without_leave_a_refused_line_applies_nothing(feed: Feed, refused_file: Path) -> None:
    path = feed.write(FeedKind.CLAIMS, lines_with_faults(120, 12))
    before = rows_kept(feed)
    outcome = give(feed, path, refused_file, good_lines=False)
    assert (outcome.state, outcome.added, outcome.refused) == ("failed", 0, 12)
    assert rows_kept(feed) == before
    assert refused_file.exists()
    with feed.house.app.app_context():
        run = one(select(FeedRun))
        assert (run.state, run.lines, run.refused) == ("failed", 120, 12)
        assert count_of(FeedRefusal) == 12
        assert count_of(AuditEntry, AuditEntry.action == "import_claims") == 1
        assert (
            one(select(AuditEntry.result).where(AuditEntry.action == "import_claims")) == "failed"
        )


def test_the_mended_file_of_refused_lines_is_taken_in(feed: Feed, refused_file: Path) -> None:
    lines = numbered(3)
    lines[1]["status"] = "open"
    give(feed, feed.write(FeedKind.CLAIMS, lines), refused_file, good_lines=True)
    mended = refused_file.read_text("utf-8-sig").replace(",open,", ",allowed,")
    again = refused_file.with_name("mended.csv")
    again.write_text(mended)
    assert feed.give_file(FeedKind.CLAIMS, again).added == 1


def test_a_dry_run_counts_and_leaves_no_trace(feed: Feed, refused_file: Path) -> None:
    path = feed.write(FeedKind.CLAIMS, lines_with_faults(24, 2))
    before = rows_kept(feed)
    outcome = feed.give_file(FeedKind.CLAIMS, path, dry_run=True, refused_to=refused_file)
    assert (outcome.state, outcome.added, outcome.refused) == ("tried", 22, 2)
    assert rows_kept(feed) == before
    with feed.house.app.app_context():
        assert count_of(FeedRun) == 0
        assert count_of(AuditEntry, AuditEntry.action == "import_claims") == 0


def test_a_file_without_a_required_column_is_refused_as_a_whole(feed: Feed) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(1), leave_out=["status"])
    with pytest.raises(FileRefused, match="status"):
        feed.give_file(FeedKind.CLAIMS, path)


def test_an_unknown_column_is_named(feed: Feed, tmp_path: Path) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(1))
    path.write_text(path.read_text().replace("worker_key", "worker_kee", 1))
    outcome = feed.give_file(FeedKind.CLAIMS, path)
    assert any("worker_kee" in notice for notice in outcome.notices)


def test_every_run_stands_in_the_audit_with_counts_and_the_files_hash(feed: Feed) -> None:
    feed.claims(*numbered(2))
    with feed.house.app.app_context():
        detail = known(select(AuditEntry.detail).where(AuditEntry.action == "import_claims"))
        run = one(select(FeedRun))
    assert run.sha256 in detail
    assert '"added": 2' in detail
    assert "T000" not in detail


def test_only_administrators_and_the_operator_import(feed: Feed) -> None:
    from ohms.commands.feed import import_file
    from tests.commands.feed.files import AS_OF

    path = feed.write(FeedKind.CLAIMS, numbered(1))
    options: dict[str, Any] = {"file_name": "claims.csv", "as_of": AS_OF, "instance": feed.folder}
    with feed.house.app.app_context():
        supervisor = feed.house.actor("alder.supervisor")
        with pytest.raises(NotAllowed):
            import_file(supervisor, FeedKind.CLAIMS, path, **options)
        admin = feed.house.actor("admin")
        outcome = import_file(admin, FeedKind.CLAIMS, path, **options)
    assert outcome.added == 1
