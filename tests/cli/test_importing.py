"""`ohms import`: files, folders and ZIPs; what it says and how it ends, also when it is killed."""

import json
import random
import signal
import subprocess
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from ohms.cli.feed_sources import feed_files
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FeedKind
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.feed import FeedRun
from ohms.models.medical import ReportOfAccident
from ohms.models.workers import ContactPoint, Worker
from tests.cli.conftest import Run
from tests.cli.processes import Environment, bare_environment, command_line
from tests.commands.feed.files import Feed, as_excel_writes, numbered
from tests.house import House, count_of, known, one

STILL = {"OHMS_CLOCK": "2026-11-24T09:00:00-08:00"}
THERE = Claim.claim_number.startswith("T0")


@pytest.fixture
def feed(house: House, tmp_path: Path) -> Feed:
    folder = tmp_path / "feed"
    folder.mkdir()
    return Feed(house, folder)


def claims_of(feed: Feed) -> int:
    with feed.house.app.app_context():
        return count_of(Claim, THERE)


def test_a_good_file_is_imported_as_of_the_day_in_its_name(feed: Feed, run: Run) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(3))
    named = path.rename(path.with_name("claims-2026-11-19.csv"))
    result = run("import", "claims", str(named), **STILL)
    assert result.exit_code == 0, result.output
    assert "claims.csv: 3 added, 0 updated, 0 unchanged, 0 parked, 0 refused" in result.stdout
    assert "applying, 3 of 3 lines" in result.stderr
    with feed.house.app.app_context():
        assert one(select(FeedRun.as_of_on)).isoformat() == "2026-11-19"


def test_a_workbook_beside_the_files_of_a_feed_is_never_passed_over(tmp_path: Path) -> None:
    (tmp_path / "roa.csv").write_text("claim_number")
    (tmp_path / "Claims.XLSX").write_bytes(b"PK")
    with pytest.raises(RuleBroken, match=r"Save Claims\.XLSX as claims\.csv"):
        feed_files(tmp_path).__enter__()


def test_a_refused_line_applies_nothing_and_exits_1(feed: Feed, run: Run) -> None:
    lines = numbered(3)
    lines[1]["status"] = "open"
    path = feed.write(FeedKind.CLAIMS, lines)
    result = run("import", "claims", str(path), **STILL)
    assert result.exit_code == 1
    refused = path.with_name(path.name + ".refused.csv")
    assert f"Error: 1 line was refused. They are in {refused}." in result.stderr
    assert "Choose one of pending" in refused.read_text()
    assert claims_of(feed) == 0
    result = run("import", "claims", str(path), "--good-lines", "--json", **STILL)
    assert result.exit_code == 1
    told: dict[str, Any] = json.loads(result.stdout)
    assert (told["added"], told["refused"], told["state"]) == (2, 1, "done")
    assert claims_of(feed) == 2


def test_a_dry_run_and_a_place_for_refused_lines(feed: Feed, run: Run, tmp_path: Path) -> None:
    path = feed.write(FeedKind.CLAIMS, [{"status": "open"}])
    to = tmp_path / "mine.csv"
    result = run("import", "claims", str(path), "--dry-run", "--refused", str(to), **STILL)
    assert result.exit_code == 1
    assert "dry run: nothing was applied" in result.stdout
    assert to.exists()


@pytest.mark.parametrize(
    "arguments",
    [("claims", "missing.csv"), ("claims",), ("letters", "x.csv"), ("feed",)],
)
def test_wrong_use_exits_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("import", *arguments).exit_code == 2


def test_a_file_that_cannot_be_read_is_one_clear_line(feed: Feed, run: Run) -> None:
    path = feed.folder / "claims.csv"
    path.write_text("some,other,columns\n1,2,3\n")
    result = run("import", "claims", str(path), **STILL)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: Add to the header line what claims.csv must have")
    assert "Traceback" not in result.output


def test_a_future_as_of_day_is_refused(feed: Feed, run: Run) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(1))
    result = run("import", "claims", str(path), "--as-of", "2026-11-25", **STILL)
    assert (result.exit_code, claims_of(feed)) == (1, 0)
    assert "no later than today" in result.stderr


def feed_folder(feed: Feed) -> Path:
    folder = feed.folder / "lni-feed-2026-11-20"
    folder.mkdir()
    feed.write(FeedKind.ROA, [{}]).rename(folder / "roa.csv")
    feed.write(FeedKind.CLAIMS, [{"initiating_provider_id": "7000001"}]).rename(
        folder / "claims.csv"
    )
    feed.write(FeedKind.PROVIDERS, [{"provider_id": "7000001"}]).rename(folder / "providers.csv")
    return folder


def zipped(folder: Path, inside: str = "") -> Path:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in folder.iterdir():
            archive.write(file, f"{inside}{file.name}")
    return path


@pytest.mark.parametrize("shape", ["folder", "zip", "nested zip"])
def test_a_whole_feed_comes_in_the_right_order(feed: Feed, run: Run, shape: str) -> None:
    source = feed_folder(feed)
    if shape != "folder":
        source = zipped(source, "deep/down/" if shape == "nested zip" else "")
    result = run("import", "feed", str(source), **STILL)
    assert result.exit_code == 0, result.output
    assert [line.split(":")[0] for line in result.stdout.splitlines()] == [
        "providers.csv",
        "claims.csv",
        "roa.csv",
    ]
    with feed.house.app.app_context():
        assert count_of(ReportOfAccident) == 1
        assert known(select(Claim.as_of_on).where(Claim.claim_number == "A123456")).day == 20


def test_a_feed_stops_at_the_first_file_with_a_refused_line(feed: Feed, run: Run) -> None:
    folder = feed_folder(feed)
    claims = folder / "claims.csv"
    claims.write_text(claims.read_text().replace("allowed", "open"))
    result = run("import", "feed", str(folder), **STILL)
    assert result.exit_code == 1
    assert "Stopped at claims.csv" in result.stderr
    assert (folder / "claims.csv.refused.csv").exists()
    with feed.house.app.app_context():
        assert count_of(ReportOfAccident) == 0


def test_a_zip_cannot_write_outside_or_bring_two_of_a_kind(feed: Feed, run: Run) -> None:
    folder = feed_folder(feed)
    outside = feed.folder.parent / "providers.csv"
    path = zipped(folder, "../../")
    assert run("import", "feed", str(path), **STILL).exit_code == 0
    assert not outside.exists()
    assert not (feed.folder / "providers.csv").exists()
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(folder / "roa.csv", "other/roa.csv")
    result = run("import", "feed", str(path), **STILL)
    assert (result.exit_code, "Keep one roa.csv" in result.stderr) == (1, True)


def test_a_zip_that_unpacks_without_end_is_refused(
    feed: Feed, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ohms.cli.feed_sources.LARGEST_MEMBER", 2 * 1024 * 1024)
    path = feed.folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("claims.csv", b"a" * 5 * 1024 * 1024)
    result = run("import", "feed", str(path), **STILL)
    assert (result.exit_code, "at most 2 MB" in result.stderr) == (1, True)


def test_what_is_no_feed_is_said_so(feed: Feed, run: Run) -> None:
    (feed.folder / "feed.zip").write_text("no zip")
    assert "neither" in run("import", "feed", str(feed.folder / "feed.zip"), **STILL).stderr
    (feed.folder / "empty").mkdir()
    assert "none of them" in run("import", "feed", str(feed.folder / "empty"), **STILL).stderr


def begin(path: Path, environment: Environment) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command_line("import", "claims", str(path)),
        env=bare_environment({**environment, **STILL}),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def nothing_is_half_done(feed: Feed) -> None:
    """Every claim has its worker, its history and its numbers; nothing else hangs in the air."""
    with feed.house.app.app_context():
        claims = count_of(Claim, THERE)
        assert count_of(Worker, Worker.worker_key.startswith("K")) == claims
        assert count_of(AttendingProvider) == claims
        assert count_of(ContactPoint) == 5 * claims


def wait_until_it_applies(running: "subprocess.Popen[str]") -> None:
    """Read its progress up to the first word of applying: before that there is nothing to tear."""
    assert running.stderr is not None
    while "applying" not in (line := running.stderr.readline()):
        assert line, "it ended without applying anything"


@pytest.mark.sqlite_only
def test_a_kill_in_the_middle_leaves_nothing_half_done_and_a_second_run_completes(
    feed: Feed, environment: Environment
) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(3_000))
    killed = begin(path, environment)
    assert killed.stderr is not None
    assert "applying, 0 of 3,000" in killed.stderr.readline()
    time.sleep(random.uniform(0, 0.5))
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert claims_of(feed) in (0, 3_000)
    nothing_is_half_done(feed)
    second = begin(path, environment)
    output, errors = second.communicate(timeout=120)
    assert second.returncode == 0, errors
    assert "0 refused" in output
    assert claims_of(feed) == 3_000
    nothing_is_half_done(feed)


@pytest.mark.slow
@pytest.mark.sqlite_only
def test_kills_at_random_moments_of_a_large_import_never_tear_a_record(
    feed: Feed, environment: Environment, times: Any
) -> None:
    path = feed.write(FeedKind.CLAIMS, numbered(22_000))
    kills = 0
    for _ in range(times(full=10, ci=3)):
        running = begin(path, environment)
        wait_until_it_applies(running)
        try:
            running.communicate(timeout=random.uniform(0, 2))
            break
        except subprocess.TimeoutExpired:
            running.send_signal(signal.SIGKILL)
            running.communicate()
            kills += 1
        assert claims_of(feed) in (*range(0, 22_000, 2_500), 22_000)
        nothing_is_half_done(feed)
    last = begin(path, environment)
    _output, errors = last.communicate(timeout=300)
    assert last.returncode == 0, errors
    assert kills > 0
    assert claims_of(feed) == 22_000
    nothing_is_half_done(feed)


EVERY_FILE: dict[FeedKind, dict[str, str]] = {
    FeedKind.PROVIDERS: {"provider_id": "7000001"},
    FeedKind.CLAIMS: {"initiating_provider_id": "7000001"},
    FeedKind.ROA: {},
    FeedKind.APF: {"provider_id": "7000001"},
    FeedKind.TIME_LOSS: {},
    FeedKind.DOCUMENTS: {},
}


def test_every_file_is_read_as_excel_writes_it(feed: Feed, run: Run) -> None:
    (feed.folder / "A123456-first-visit.pdf").write_bytes(b"Seen, and better.")
    for kind, changes in EVERY_FILE.items():
        path = feed.write(kind, [changes])
        path.write_bytes(as_excel_writes(path.read_bytes()))
        result = run("import", kind.value, str(path), "--json", **STILL)
        assert result.exit_code == 0, result.output
        told = json.loads(result.stdout)
        assert (told["added"], told["refused"]) == (1, 0), result.output
        assert any("has no name and was not read" in each for each in told["notices"])
