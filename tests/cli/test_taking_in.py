"""`ohms import data`: what an installation exported comes back in an empty one, or nothing of it."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import Table

from ohms.commands.data_in.reading import Keys, LinesOf, RowsOf
from ohms.domain.data_in import DataRefused, check_may_be_taken_in, manifest_of
from ohms.migrations import newest_revision
from ohms.models import Base
from ohms.models.base import Housekeeping
from ohms.models.document_store import DocumentStore
from ohms.queries.data_out.whole import travelling
from tests.cli.facts import add_note, url_of
from tests.cli.planting import plant
from tests.databases import Databases
from tests.house import House
from tests.kills import killed_at_line

Run = Callable[..., Result]
DAY = "2026-11-24T09:00:00-08:00"
BESIDES = {"tables/audit_entry.csv", "tables/audit_lane.csv"}
"""Both exports and the import stand in the audit that they are of."""


@pytest.fixture
def exported(run: Run, worked: House, instance: Path, tmp_path: Path) -> Path:
    with worked.app.app_context():
        add_note(worked, body='\'=1+1\r\nsecond line, "quoted"; ñ')
    sha256 = DocumentStore(instance).store(b"An order of allowance")
    plant(
        url_of(worked),
        "insert into document (claim_id, cohe_id, kind, document_on, received_on, title, file_name,"
        " sha256, size, media_type, source, mental_health, listed_at)"
        " select id, cohe_id, 'order', '2026-11-02', '2026-11-03', 'Order', '', :sha256, 21,"
        " 'text/plain', 'upload', false, '2026-11-04 00:00:00+00:00' from claim"
        " where claim_number = 'AL10001'",
        sha256=sha256,
    )
    plant(
        url_of(worked),
        "insert into identity (staff_id, issuer, subject)"
        " select id, 'https://id.example', 'alder' from staff_member where username = 'alder.hsc1'",
    )
    done = run("export", "data", str(tmp_path / "there"), OHMS_CLOCK=DAY)
    assert done.exit_code == 0, done.output
    return tmp_path / "there"


@pytest.fixture
def empty(databases: Databases, run_on: Callable[[str], Run], tmp_path: Path) -> Iterator[Run]:
    """The command line of another installation, in which nothing stands."""
    url, other = databases.fresh(), str(tmp_path / "other")

    def run(*arguments: str) -> Result:
        return run_on(url)(*arguments, OHMS_CLOCK=DAY, OHMS_INSTANCE=other)

    yield run
    databases.drop(url)


def files_of(folder: Path) -> dict[str, bytes]:
    names = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
    documents = {f"documents/{path.name}" for path in (folder / "documents").iterdir()}
    return {name: (folder / name).read_bytes() for name in {*names, *documents}}


def test_what_was_exported_comes_out_again_byte_for_byte(
    run: Run, empty: Run, exported: Path, tmp_path: Path
) -> None:
    tried = empty("import", "data", str(exported), "--dry-run")
    assert tried.exit_code == 0, tried.output
    assert "Nothing was kept" in tried.stdout
    assert empty("export", "data", str(tmp_path / "nothing")).exit_code == 0, "the audit has a head"
    assert empty("nightly").exit_code == 0, "it anchors what the import puts away"
    done = empty("import", "data", str(exported))
    assert done.exit_code == 0, done.output
    assert re.search(r"Taken in: \d\d tables, [\d,]+ rows and 1 documents", done.stdout)
    assert empty("export", "data", str(tmp_path / "here")).exit_code == 0
    there, here = files_of(exported), files_of(tmp_path / "here")
    assert there.keys() == here.keys()
    assert {name for name in here if here[name] != there[name]} == BESIDES
    assert any(name.startswith("documents/") for name in here)
    after = empty("nightly")
    assert "is another one" not in after.output
    assert after.exit_code == 0, after.output
    assert there["tables/staff_member.csv"].count(b"alder.hsc1")
    assert b"https://id.example" not in b"".join(there.values()), "nobody's sign-in travels"
    assert b"argon2" not in b"".join(there.values()), "nobody's password travels"

    report = ("export", "quarterly-report", "alder", "2026Q4", "--format", "csv")
    assert empty(*report).stdout == run(*report, OHMS_CLOCK=DAY).stdout
    assert "The audit chain is whole." in empty("audit", "verify").stdout
    check = empty("check")
    assert check.exit_code == 0, check.output
    assert "Once, within three days" in empty("invite", "--username", "alder.hsc1").stdout

    kept = documents_in(tmp_path / "other")
    DocumentStore(tmp_path / "third").store(b"Of somebody else")
    (stranger,) = (tmp_path / "third" / "documents").glob("??/*")
    stranger.rename(exported / "documents" / stranger.name)
    again = empty("import", "data", str(exported))
    assert (again.exit_code, "is not empty" in again.stderr) == (1, True)
    assert documents_in(tmp_path / "other") == kept, "what stood here before, and nothing more"


def test_a_kill_before_or_after_its_commit_leaves_an_audit_that_the_anchors_explain(
    empty: Run, exported: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert empty("nightly").exit_code == 0, "it anchors what the import puts away"
    with killed_at_line(monkeypatch, 1, written=True):
        empty("import", "data", str(exported))
    old = empty("audit", "verify")
    assert (old.exit_code, "Restored" in old.stdout) == (0, False), old.output
    with killed_at_line(monkeypatch, 2, written=False):
        empty("import", "data", str(exported))
    new = empty("audit", "verify")
    assert (new.exit_code, "Restored on 2026-11-24" in new.stdout) == (0, True), new.output
    assert len(documents_in(tmp_path / "other")) == 1, "the rows that name it are kept"
    assert empty("nightly").exit_code == 0


MANIFESTS = (
    ('"cohe": null', '"cohe": "alder"', "This is the export of one COHE, alder"),
    ('"kind": "demo"', '"kind": "live"', "one is demo: it is what `ohms db upgrade`"),
    ('"format": 1', '"format": 9', "This export is of format 9"),
)
CELLS = (
    ("claim", "2026-10-30", "10/30/2026", "line 2, column injury_on: Write a day as 20"),
    ("claim", "state_fund", "state", "line 2, column fund: Write one of state_fund, "),
    ("claim_assignment", "id,claim_id", "id,claim", "line 1: The header must be id,"),
    ("contact", "\r\n1,1,", "\r\n1,99,", "line 2, column claim_id: There is no such row in"),
    ("claim", "\r\n2,", "\r\n1,", "line 3, column id: Ids ascend from line to line"),
    ("time_entry", "\r\n1,", "\r\n1,,", "line 2: This line has "),
)
ROWS = (
    ("tables/position.csv", ",480,", ",2480,", "breaks the rule ck_position_minutes_"),
    ("tables/task.csv", "2026-12-01", "2026-12-02", "does not hold (claim AL10001"),
    ("tables/worker.csv", "Jo,", "Joe,", "tables/worker.csv is not the file that was exported"),
    (
        "positions.csv",
        "2400",
        "1200",
        "positions.csv, line 2, column weekly_minutes: The tables say",
    ),
)
"""What shows where rows are put in, and when all of them are."""


def _days_as_american(content: bytes) -> bytes:
    return re.sub(rb"\b(\d{4})-(\d\d)-(\d\d)(?=[,\r])", rb"\2/\3/\1", content)


SPREADSHEETS: tuple[tuple[str, Callable[[bytes], bytes], str], ...] = (
    ("CSV UTF-8", lambda content: b"\xef\xbb\xbf" + content, "line 1: The header must be id,"),
    ("semicolons", lambda content: content.replace(b",", b";"), "line 1: The header must be id,"),
    ("days", _days_as_american, "column injury_on: Write a day as 2026-11-24."),
    ("blank lines below", lambda content: content + b"\r\n\r\n", "This line has 0 cells and the"),
    ("columns below", lambda content: content + b",,,\r\n", "This line has 4 cells and the header"),
    ("Windows 1252", lambda content: content + b"\xe9\r\n", "This line is not UTF-8 text."),
    (
        "Unicode Text",
        lambda content: content.replace(b",", b"\t").decode().encode("utf-16"),
        "line 1: This is “Unicode Text” (UTF-16). Open it",
    ),
    ("a workbook", lambda _content: b"PK\x03\x04\x14\0\6\0", "line 1: This is a workbook (XLSX)"),
)
"""What a spreadsheet leaves where it opened a table of the export and saved it."""


def test_whatever_is_wrong_is_told_by_its_place_and_nothing_is_kept(
    empty: Run, exported: Path, tmp_path: Path
) -> None:
    for right, wrong, told in MANIFESTS:
        with spoilt(exported / "manifest.json", right, wrong), pytest.raises(DataRefused) as why:
            look_at_manifest(exported)
        assert told in str(why.value)
    for name, right, wrong, told in CELLS:
        path = exported / "tables" / f"{name}.csv"
        with spoilt(path, right, wrong), pytest.raises(DataRefused) as why:
            read_all(exported)
        assert f"tables/{name}.csv, {told}" in str(why.value)
    claims = exported / "tables" / "claim.csv"
    sound = claims.read_bytes()
    for how, save, told in SPREADSHEETS:
        claims.write_bytes(save(sound))
        with pytest.raises(DataRefused) as why:
            read_all(exported)
        assert (how, told in str(why.value)) == (how, True), why.value
    claims.write_bytes(sound)
    read_all(exported)
    for name, right, wrong, told in ROWS:
        with spoilt(exported / name, right, wrong):
            done = empty("import", "data", str(exported))
        assert (done.exit_code, told in done.stderr) == (1, True), (
            told,
            done.output,
            done.exception,
        )
        assert documents_in(tmp_path / "other") == []
    assert "another program saved it. Give the folder as it was written" in done.stderr
    with pytest.raises(DataRefused, match=r"comments\.csv is not in this folder"):
        next(LinesOf(exported, "comments.csv").read())
    other, misnamed = exported / "documents" / ("f" * 64), exported / "documents" / "letter.pdf"
    for path, told in ((other, "holds something else"), (misnamed, "is no document")):
        path.write_bytes(b"Something else")
        for options in ((), ("--dry-run",)):
            done = empty("import", "data", str(exported), *options)
            assert (done.exit_code, told in done.stderr) == (1, True), done.output
        assert documents_in(tmp_path / "other") == []
        path.unlink()
    after = empty("import", "data", str(exported))
    assert after.exit_code == 0, after.output
    assert len(documents_in(tmp_path / "other")) == 1


@contextmanager
def spoilt(path: Path, right: str, wrong: str) -> Iterator[None]:
    sound = path.read_bytes()
    path.write_bytes(sound.replace(right.encode(), wrong.encode(), 1))
    assert path.read_bytes() != sound, path
    yield
    path.write_bytes(sound)


def look_at_manifest(folder: Path) -> None:
    manifest = manifest_of((folder / "manifest.json").read_text("utf-8"))
    check_may_be_taken_in(manifest, kind="demo", schema=newest_revision())


def read_all(folder: Path) -> None:
    """Every row of every table, looked at as an import does before it puts them in."""
    tables = travelling()
    keys = Keys(tables)
    for table in tables:
        for _row in RowsOf(folder, table, keys).read():
            pass


def documents_in(instance: Path) -> list[str]:
    return list(DocumentStore(instance).hashes())


def test_no_table_of_the_running_program_travels_but_its_audit_and_what_it_read() -> None:
    """A table that lets somebody in is one of these: a new one stays until it is said that it goes."""
    go = {table.name for table in travelling()}
    own = {
        mapper.local_table.name
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Housekeeping) and isinstance(mapper.local_table, Table)
    }
    assert own & go == {"audit_entry", "audit_lane", "file_reading"}
    assert "identity" in own
