"""`ohms import data`: what an installation exported comes back in an empty one, or nothing of it."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from ohms.models.document_store import DocumentStore
from tests.cli.facts import add_note, url_of
from tests.cli.planting import plant
from tests.databases import Databases
from tests.house import House

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
    done = empty("import", "data", str(exported))
    assert done.exit_code == 0, done.output
    assert re.search(r"Taken in: \d\d tables, [\d,]+ rows and 1 documents", done.stdout)
    assert empty("export", "data", str(tmp_path / "here")).exit_code == 0
    there, here = files_of(exported), files_of(tmp_path / "here")
    assert there.keys() == here.keys()
    assert {name for name in here if here[name] != there[name]} == BESIDES
    assert any(name.startswith("documents/") for name in here)
    assert there["tables/staff_member.csv"].count(b"alder.hsc1")
    assert b"argon2" not in b"".join(there.values()), "nobody's password travels"

    report = ("export", "quarterly-report", "alder", "2026Q4", "--format", "csv")
    assert empty(*report).stdout == run(*report, OHMS_CLOCK=DAY).stdout
    assert "The audit chain is whole." in empty("audit", "verify").stdout
    check = empty("check")
    assert check.exit_code == 0, check.output
    assert "Once, within three days" in empty("invite", "--username", "alder.hsc1").stdout

    again = empty("import", "data", str(exported))
    assert (again.exit_code, "is not empty" in again.stderr) == (1, True)


FAULTS = (
    ("tables/claim.csv", "2026-10-30", "10/30/2026", "line 2, column injury_on: Write a day as 20"),
    ("tables/claim.csv", "state_fund", "state", "line 2, column fund: Write one of state_fund, "),
    ("tables/position.csv", ",480,", ",2480,", "breaks the rule ck_position_minutes_"),
    ("tables/claim_assignment.csv", "id,claim_id", "id,claim", "line 1: The header must be id,"),
    (
        "tables/contact.csv",
        "\r\n1,1,",
        "\r\n1,99,",
        "line 2, column claim_id: There is no such row in",
    ),
    ("tables/claim.csv", "\r\n2,", "\r\n1,", "line 3, column id: Ids ascend from line to line"),
    ("tables/task.csv", "2026-12-01", "2026-12-02", "does not hold (claim AL10001"),
    ("tables/worker.csv", "Jo,", "Joe,", "tables/worker.csv is not the file that was exported"),
    ("tables/time_entry.csv", "\r\n1,", "\r\n1,,", "line 2: This line has "),
    (
        "positions.csv",
        "2400",
        "1200",
        "positions.csv, line 2, column weekly_minutes: The tables say",
    ),
    ("manifest.json", '"cohe": null', '"cohe": "alder"', "This is the export of one COHE, alder"),
    (
        "manifest.json",
        '"kind": "demo"',
        '"kind": "live"',
        "a live installation, and this one is demo",
    ),
    ("manifest.json", '"format": 1', '"format": 9', "This export is of format 9"),
)


def test_whatever_is_wrong_is_told_by_its_place_and_nothing_is_kept(
    empty: Run, exported: Path
) -> None:
    for name, right, wrong, told in FAULTS:
        path = exported / name
        sound = path.read_bytes()
        path.write_bytes(sound.replace(right.encode(), wrong.encode(), 1))
        assert path.read_bytes() != sound, name
        done = empty("import", "data", str(exported), "--dry-run")
        assert (done.exit_code, told in done.stderr) == (1, True), (told, done.output)
        path.write_bytes(sound)
    (exported / "notes.csv").rename(exported / "notes")
    gone = empty("import", "data", str(exported))
    assert (gone.exit_code, "notes.csv is not in this folder" in gone.stderr) == (1, True)
    (exported / "notes").rename(exported / "notes.csv")
    after = empty("import", "data", str(exported))
    assert after.exit_code == 0, after.output
