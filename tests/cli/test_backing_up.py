"""The restore drill: what was backed up under writers comes back whole, and nothing else is touched."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import text

from ohms.models.anchor_file import FILE
from ohms.models.document_store import DocumentStore
from ohms.models.engine import make_engine, writing
from tests.cli.facts import NAME, add_document, add_note, set_claim, url_of
from tests.cli.planting import plant
from tests.cli.processes import Environment, Served
from tests.cli.test_nightly import cut_tail, read_claims
from tests.databases import Databases
from tests.house import House
from tests.kills import killed_at_line

Run = Callable[..., Result]
CONTENT = b"Seen on Monday"


@pytest.fixture
def kept(house: House, instance: Path) -> str:
    """The hash of a document's file, beside a note in the database."""
    sha256 = DocumentStore(instance).store(CONTENT)
    with house.app.app_context():
        add_note(house)
        add_document(house, sha256)
    return sha256


@pytest.fixture
def sealed(run: Run, kept: str, tmp_path: Path) -> Path:
    """A sealed backup; its key stands beside it as `key`."""
    assert run("backup-key", str(tmp_path / "key")).exit_code == 0
    done = run("backup", str(tmp_path / "backup"))
    assert (done.exit_code, "and 1 documents" in done.stdout) == (0, True), done.output
    return tmp_path / "backup"


@pytest.fixture
def elsewhere(
    run_on: Callable[[str], Run], databases: Databases, tmp_path: Path
) -> Iterator[tuple[Run, str, Path]]:
    """Another machine: an empty database (on SQLite none) and an empty instance folder."""
    url, instance = databases.bare(), tmp_path / "elsewhere"
    if url.startswith("sqlite"):
        Path(url.removeprefix("sqlite:///")).unlink()
    yield (lambda *words: run_on(url)(*words, OHMS_INSTANCE=str(instance)), url, instance)
    databases.drop(url)


def held(url: str, statement: str) -> list[tuple[Any, ...]]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(statement))]
    finally:
        engine.dispose()


def test_a_backup_comes_back_whole_on_another_machine(
    house: House, sealed: Path, elsewhere: tuple[Run, str, Path], kept: str
) -> None:
    run, url, instance = elsewhere
    assert CONTENT not in sealed.read_bytes()
    assert sealed.stat().st_mode & 0o077 == 0
    key = ["--key", str(sealed.parent / "key")]
    assert run("restore", str(sealed), *key, "--verify").exit_code == 0
    assert not list(instance.glob("*")), "only looked at"
    done = run("restore", str(sealed), *key)
    assert done.exit_code == 0, done.output
    for table in ("claim", "case_note", "staff_member"):
        statement = f"select * from {table} order by 1"
        assert held(url, statement) == held(url_of(house), statement)
    chain = "select lane, number, action, hash from audit_entry order by lane, number"
    added = set(held(url, chain)) - set(held(url_of(house), chain))
    assert [entry[2] for entry in added] == ["restore_backup"]
    assert DocumentStore(instance).read_by(kept) == CONTENT
    assert run("audit", "verify").exit_code == 0
    assert run("check").exit_code == 0


def test_what_a_restore_took_is_told_and_what_is_cut_off_later_still_found(
    house: House, run: Run, kept: str, tmp_path: Path, instance: Path
) -> None:
    backup = str(tmp_path / "plain")
    assert run("backup", backup, "--plain", OHMS_CLOCK="2026-11-23T10:00:00-08:00").exit_code == 0
    read_claims(house, 5)
    assert run("nightly", OHMS_CLOCK="2026-11-24T02:30:00-08:00").exit_code == 0
    url = house.closed()
    restored = run("restore", backup, "--replace", OHMS_CLOCK="2026-11-24T09:00:00-08:00")
    assert restored.exit_code == 0, restored.output
    (saved,) = {
        number - 1 for (number,) in held(url, "select last_number from audit_lane where lane = 0")
    }
    for day in ("2026-11-24", "2026-11-25"):
        night = run("nightly", OHMS_CLOCK=f"{day}T23:30:00-08:00")
        assert (night.exit_code, "already" in night.stdout) == (0, False), night.output
    told = run("audit", "verify")
    sentence = f"Restored on 2026-11-24 from the backup or export of 2026-11-23 18:00 UTC: entries after {saved} of"
    assert (told.exit_code, f"{sentence} lane 0" in told.stdout) == (0, True), told.output

    line = (instance / FILE).read_text().splitlines()[1]
    cut_tail(house, 1)
    found = run("audit", "verify")
    assert "The entry anchored on 2026-11-24 is missing." in found.stderr, "the restore's own entry"
    (instance / FILE).write_text((instance / FILE).read_text().replace(line + "\n", ""))
    found = run("audit", "verify")
    assert (found.exit_code, "does not follow the one before" in found.stderr) == (1, True)


@pytest.mark.parametrize(("line", "written", "is_old"), [(1, True, True), (2, False, False)])
def test_a_kill_before_or_after_a_restore_is_kept_leaves_an_audit_that_the_anchors_explain(
    house: House,
    run: Run,
    kept: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    line: int,
    written: bool,
    is_old: bool,
) -> None:
    backup = str(tmp_path / "plain")
    assert run("backup", backup, "--plain").exit_code == 0
    read_claims(house, 3)
    assert run("nightly").exit_code == 0
    house.closed()
    with killed_at_line(monkeypatch, line, written=written):
        run("restore", backup, "--replace")
    told = run("audit", "verify")
    if is_old and url_of(house).startswith("postgresql"):
        # Its tables are put back by then, its sessions ended, and only its own entry is missing.
        assert "is missing" in told.stderr
        assert run("restore", backup, "--replace").exit_code == 0
        told, is_old = run("audit", "verify"), False
    assert (told.exit_code, "Restored on" in told.stdout) == (0, not is_old), told.output


def test_what_was_committed_before_it_began_is_in_it_while_others_write_on(
    house: House, run: Run, kept: str, tmp_path: Path, elsewhere: tuple[Run, str, Path]
) -> None:
    engine, over, written = make_engine(url_of(house)), threading.Event(), [0]

    def write() -> None:
        while not over.is_set():
            with writing(), engine.begin() as connection:
                connection.execute(text("update claim set version = version + 1"))
            written[0] += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while not written[0]:
            over.wait(0.01)
        before = written[0]
        done = run("backup", str(tmp_path / "plain"), "--plain")
        after = written[0]
    finally:
        over.set()
        writer.join()
        engine.dispose()
    assert done.exit_code == 0, done.output
    restoring, url, _ = elsewhere
    assert restoring("restore", str(tmp_path / "plain")).exit_code == 0
    versions = held(url, "select distinct version from claim")
    assert len(versions) == 1, "torn: some claims of one transaction, some of another"
    assert before <= int(str(versions[0][0])) - 1 <= after + 1


def test_what_lets_somebody_in_is_ended_in_what_was_put_back(
    house: House, run: Run, kept: str, tmp_path: Path, elsewhere: tuple[Run, str, Path]
) -> None:
    plant(
        url_of(house),
        "insert into account_link (token_hash, staff_id, made_at, until_at)"
        " values ('b', :id, '2026-11-24 10:00:00+00:00', '2026-11-27 10:00:00+00:00')",
        "insert into api_token (token_hash, staff_id, name, scopes, made_at, expires_on)"
        " values ('c', :id, 'Of a program', 'referrals.read', '2026-11-24 10:00:00+00:00',"
        " '2027-11-24')",
        "insert into sign_in_session (token_hash, staff_id, started_at, last_seen_at)"
        " values ('a', :id, '2026-11-24 10:00:00+00:00', '2026-11-24 10:00:00+00:00')",
        id=house.staff["alder.hsc1"],
    )
    assert run("backup", str(tmp_path / "plain"), "--plain").exit_code == 0
    restoring, url, _ = elsewhere
    assert restoring("restore", str(tmp_path / "plain")).exit_code == 0
    for standing in ("sign_in_session where ended_at", "account_link where ended_at"):
        assert held(url, f"select count(*) from {standing} is null") == [(0,)]
    assert held(url, "select count(*) from api_token where revoked_at is null") == [(0,)]


@pytest.mark.parametrize("spoil", ["cut", "changed", "other key", "no key"])
def test_what_is_damaged_or_not_opened_leaves_everything_as_it_is(
    spoil: str, run: Run, sealed: Path, elsewhere: tuple[Run, str, Path]
) -> None:
    restoring, _, instance = elsewhere
    content, key = sealed.read_bytes(), ["--key", str(sealed.parent / "key")]
    if spoil == "cut":
        sealed.write_bytes(content[:-200])
    elif spoil == "changed":
        sealed.write_bytes(content[:900] + bytes([content[900] ^ 1]) + content[901:])
    elif spoil == "other key":
        assert run("backup-key", str(sealed.parent / "other")).exit_code == 0
        key[1] = str(sealed.parent / "other")
    else:
        key = []
    refused = restoring("restore", str(sealed), *key)
    assert refused.exit_code == 1
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    assert not list(instance.rglob("*"))


def test_a_plain_backup_that_was_changed_is_refused(
    run: Run, kept: str, tmp_path: Path, elsewhere: tuple[Run, str, Path]
) -> None:
    file = tmp_path / "plain"
    assert run("backup", str(file), "--plain").exit_code == 0
    file.write_bytes(file.read_bytes()[:-4])
    refused = elsewhere[0]("restore", str(file))
    assert (refused.exit_code, "cannot be read to its end" in refused.stderr) == (1, True)


def test_a_database_that_stands_is_put_aside_only_when_told(
    house: House, run: Run, sealed: Path
) -> None:
    set_claim(house, "coordination = 'on_hold'")
    key = ["--key", str(sealed.parent / "key")]
    url = house.closed()
    refused = run("restore", str(sealed), *key)
    assert (refused.exit_code, "--replace" in refused.stderr) == (1, True)
    looked_at = f"select coordination from claim where claim_number = '{NAME}'"
    assert held(url, looked_at) == [("on_hold",)]
    done = run("restore", str(sealed), *key, "--replace")
    assert done.exit_code == 0, done.output
    assert held(url, looked_at) != [("on_hold",)]


@pytest.mark.sqlite_only
def test_a_database_in_use_is_never_put_aside(
    sealed: Path, run: Run, environment: Environment, tmp_path: Path
) -> None:
    server = Served(environment, tmp_path / "log")
    try:
        server.wait_until_ready()
        refused = run("restore", str(sealed), "--key", str(tmp_path / "key"), "--replace")
        assert (refused.exit_code, "Stop OHMS first" in refused.stderr) == (1, True)
        assert server.get("/readyz")[0] == 200
    finally:
        server.end()


def test_a_backup_and_a_key_are_never_overwritten(run: Run, sealed: Path) -> None:
    for again in (run("backup", str(sealed)), run("backup-key", str(sealed.parent / "key"))):
        assert (again.exit_code, "there already" in again.stderr) == (1, True)


def test_a_damaged_or_missing_document_is_told_and_the_rest_is_saved(
    run: Run, kept: str, instance: Path, tmp_path: Path
) -> None:
    (DocumentStore(instance).folder / kept[:2] / kept).write_bytes(b"Seen on Tuesday")
    done = run("backup", str(tmp_path / "plain"), "--plain")
    assert (done.exit_code, kept in done.stderr) == (1, True)
    assert run("restore", str(tmp_path / "plain"), "--verify").exit_code == 0
    DocumentStore(instance).remove(kept)
    without = run("backup", str(tmp_path / "without"), "--plain")
    assert (without.exit_code, without.stderr.splitlines()[0]) == (
        1,
        "Not on the disk, and so not in it: the file of document 1.",
    )


def test_without_a_key_a_backup_is_plain_only_when_told(
    run: Run, kept: str, tmp_path: Path
) -> None:
    refused = run("backup", str(tmp_path / "backup"))
    assert (refused.exit_code, "ohms backup-key" in refused.stderr) == (1, True)
    assert not (tmp_path / "backup").exists()
