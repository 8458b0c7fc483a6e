"""`ohms export data`: stable columns, one COHE or all, nothing that a spreadsheet would run."""

import csv
import hashlib
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from click.testing import Result
from sqlalchemy import select

from ohms.commands.data_out import export_data
from ohms.domain.actor import operator
from ohms.domain.feed import restored
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import Claim
from ohms.queries.disclosures import disclosure_page
from ohms.queries.guard import unscoped
from tests.cli.facts import NAME, add_note, set_claim
from tests.house import House, count_of

Run = Callable[..., Result]

COLUMNS = {
    "claims.csv": "claim_number,cohe,initiating_provider_id,initiated_on,established_on,injury_on,"
    "fund,status,complexity,coordination,time_loss,combined_into",
    "time_entries.csv": "id,staff,position,role,cohe,claim_number,category,performed_on,minutes,"
    "captured_or_typed,confirmed,voided,supersedes",
    "positions.csv": "id,staff,role,cohe,weekly_minutes,minutes_mon,minutes_tue,minutes_wed,"
    "minutes_thu,minutes_fri,minutes_sat,minutes_sun,from_on,to_on,ended_by",
    "absences.csv": "staff,position,from_on,to_on,minutes_a_day,kind",
    "holidays.csv": "cohe,day,name",
    "apf_reviews.csv": "id,cohe,year,quarter,place,claim_number,provider_id,exam_on,drawn_at,drawn_by,"
    "complete,timely,remark,reviewed_by,reviewed_at",
    "settings.csv": "name,value,cohe,from_on,source",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_manifest_tells_each_file_and_the_columns_are_those_others_rely_on(
    run: Run, worked: House, tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    done = run("export", "data", str(folder), "--json", OHMS_CLOCK="2026-11-24T09:00:00")
    assert done.exit_code == 0, done.output
    files = json.loads(done.stdout)["files"]
    assert json.loads((folder / "manifest.json").read_text("utf-8"))["files"] == files
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert written == {*files, "manifest.json"}
    assert {path.name for path in folder.glob("*.csv")} == {
        name for name in files if "/" not in name
    }
    for name, said in files.items():
        content = (folder / name).read_bytes()
        assert hashlib.sha256(content).hexdigest() == said["sha256"]
        assert len(rows(folder / name)) == said["rows"]
        assert content.decode().startswith(COLUMNS.get(name, ""))
    assert set(COLUMNS) <= set(files)
    assert len(rows(folder / "contacts.csv")) == 1
    again = run("export", "data", str(folder))
    assert (again.exit_code, "is there already" in again.stderr) == (1, True)


def test_only_its_own_unfinished_folder_is_removed(run: Run, house: House, tmp_path: Path) -> None:
    other = tmp_path / "out.part"
    other.mkdir()
    (other / "of somebody else").write_text("kept")
    assert run("export", "data", str(tmp_path / "out")).exit_code == 0
    assert sorted(path.name for path in tmp_path.glob("out*")) == ["out", "out.part"]
    assert (other / "of somebody else").read_text() == "kept"
    with house.app.app_context():
        of_centres = count_of(AuditEntry, AuditEntry.action == "export_data")
        assert of_centres == len(house.cohe)


def test_the_folder_of_one_cohe_holds_nothing_of_another(
    run: Run, worked: House, tmp_path: Path
) -> None:
    assert run("export", "data", str(tmp_path / "own"), "--cohe", "alder").exit_code == 0
    assert run("export", "data", str(tmp_path / "other"), "--cohe", "birch").exit_code == 0
    own, other = rows(tmp_path / "own/claims.csv"), rows(tmp_path / "other/claims.csv")
    assert NAME in {row["claim_number"] for row in own}
    assert {row["cohe"] for row in own} == {"alder"}
    assert {row["cohe"] for row in other} == {"birch"}
    assert rows(tmp_path / "other/notes.csv") == []
    assert run("export", "data", str(tmp_path / "none"), "--cohe", "none").exit_code == 1
    assert not (tmp_path / "none").exists()
    with worked.app.app_context(), unscoped("a test looks"):
        number = select(Claim).where(Claim.claim_number == NAME)
        claim = db.session.execute(number).scalar_one()
        page = disclosure_page(worked.actor("alder.hsc1"), claim, None)
        assert [(each.what, each.by) for each in page.lines] == [("export_data", None)]


def test_a_claim_that_another_was_combined_into_is_told_of_as_one_that_left(
    run: Run, house: House, tmp_path: Path
) -> None:
    other = house.claim["BI10001"]
    set_claim(house, f"combined_into_id = {other}")
    assert run("export", "data", str(tmp_path / "own"), "--cohe", "alder").exit_code == 0
    with house.app.app_context(), unscoped("a test looks"):
        told = select(AuditEntry.claim_ids).where(AuditEntry.action == "export_data")
        assert str(other) in (db.session.execute(told).scalar_one() or "").split(",")


def test_a_cell_that_a_spreadsheet_would_run_has_one_apostrophe_more(
    run: Run, house: House, tmp_path: Path
) -> None:
    with house.app.app_context():
        add_note(house, body="=1+1")
        add_note(house, body="'quoted")
    assert run("export", "data", str(tmp_path / "data")).exit_code == 0
    bodies = [row["body"] for row in rows(tmp_path / "data/notes.csv")]
    assert bodies == ["'=1+1", "''quoted"]
    assert [restored(body) for body in bodies] == ["=1+1", "'quoted"]


def test_a_report_that_nobody_froze_is_written_as_a_draft(run: Run, house: House) -> None:
    words = ("export", "quarterly-report", "alder", "2026Q3", "--format", "csv")
    draft = run(*words, OHMS_CLOCK="2026-11-24T09:00:00")
    assert draft.exit_code == 0, draft.output
    assert "Draft of Tue Nov 24, 2026" in draft.stdout
    assert "This is a draft" in draft.stderr
    assert run("export", "quarterly-report", "alder", "2027Q1").exit_code == 1


def test_the_day_of_the_export_is_that_of_its_manifest(
    house: House, clock: Callable[[str], None], tmp_path: Path
) -> None:
    clock("2027-01-01T00:00:01-08:00")
    with house.app.app_context():
        manifest = export_data(operator(date(2026, 12, 31)), tmp_path / "data")
    assert manifest.made_at.startswith("2027-01-01T08:00:01")
    assert max(row["day"] for row in rows(tmp_path / "data" / "holidays.csv")) > "2028"
