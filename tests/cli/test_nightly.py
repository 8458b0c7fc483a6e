"""`ohms nightly`, and what its anchor alone can tell of the audit."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import select, update

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit, record_reading
from ohms.domain.values import EndedBy, Role
from ohms.extensions import db
from ohms.models.anchor_file import FILE
from ohms.models.coverage import Vacancy
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document, DocumentText
from ohms.models.staff import Position
from tests.architecture.test_audit_chain import tamper
from tests.cli.test_checking_documents import file as file
from tests.house import House, one
from tests.models.test_unfinished import left_by_the_dead

Run = Callable[..., Result]
TUESDAY, WEDNESDAY = "2026-11-24T02:30:00-08:00", "2026-11-25T02:30:00-08:00"


@pytest.fixture
def anchored(house: House, run: Run) -> House:
    """A house whose lane 0 held some entries when it was anchored."""
    read_claims(house, 5)
    assert run("nightly", OHMS_CLOCK=TUESDAY).exit_code == 0
    return house


def read_claims(house: House, times: int) -> None:
    with house.app.app_context():
        for claim in range(1, times + 1):
            record_reading(None, Entry("read_claim", "claim", claim), None)


def cut_tail(house: House, entries: int) -> None:
    """The last entries and their head, as if they had never been: the chain alone is whole."""
    last = "(select max(number) from audit_entry where lane = 0)"
    tamper(
        house.app,
        f"delete from audit_entry where lane = 0 and number > {last} - {entries}",
        f"update audit_lane set last_number = {last}, head_hash = (select hash from audit_entry"
        f" where lane = 0 and number = {last}) where lane = 0",
    )


def test_it_anchors_once_a_day_and_again_changes_nothing(
    anchored: House, run: Run, instance: Path
) -> None:
    before = (instance / FILE).read_text()
    left = left_by_the_dead(instance)
    again = run("nightly", OHMS_CLOCK=TUESDAY)
    assert (again.exit_code, "already" in again.stdout) == (0, True)
    assert ("taken away: 1" in again.stdout, left.exists()) == (True, False)
    assert (instance / FILE).read_text() == before
    assert run("nightly", OHMS_CLOCK=WEDNESDAY).exit_code == 0
    days = [json.loads(line)["on"] for line in (instance / FILE).read_text().splitlines()]
    assert days == ["2026-11-24", "2026-11-25"]
    assert run("audit", "verify").exit_code == 0


def test_entries_cut_off_with_their_head_are_missed_by_the_anchor(
    anchored: House, run: Run
) -> None:
    cut_tail(anchored, 2)
    found = run("audit", "verify")
    assert found.exit_code == 1
    assert "The entry anchored on 2026-11-24 is missing." in found.stderr


def test_entries_written_anew_after_a_cut_are_no_longer_those_that_were_anchored(
    anchored: House, run: Run
) -> None:
    cut_tail(anchored, 2)
    read_claims(anchored, 3)
    found = run("audit", "verify")
    assert found.exit_code == 1
    assert "The entry anchored on 2026-11-24 is another one." in found.stderr


def test_a_changed_line_of_the_anchor_file_is_told(
    anchored: House, run: Run, instance: Path
) -> None:
    (instance / FILE).write_text("{}\n")
    found = run("audit", "verify")
    assert (found.exit_code, "anchor file" in found.stderr) == (1, True)


def test_a_document_that_was_changed_on_the_disk_fails_the_night(
    file: Path, run: Run, instance: Path
) -> None:
    assert DocumentStore(instance).holds(file.name)
    file.write_bytes(b"Seen on Tuesday")
    told = run("nightly", OHMS_CLOCK=TUESDAY)
    assert (told.exit_code, "its file was changed" in told.stdout) == (1, True)


def test_a_vacancy_opens_the_day_after_a_departure_though_a_night_was_missed(
    anchored: House, run: Run
) -> None:
    with anchored.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(Position)
            .where(Position.cohe_id == anchored.cohe["alder"], Position.role == Role.HSC)
            .values(to_on=date(2026, 11, 24), ended_by=EndedBy.DEPARTURE)
        )
    night = run("nightly", OHMS_CLOCK="2026-11-26T02:30:00-08:00")
    assert "Vacancies judged anew: 2." in night.stdout
    again = run("nightly", OHMS_CLOCK="2026-11-27T02:30:00-08:00")
    assert "Vacancies judged anew: 0." in again.stdout
    with anchored.app.app_context():
        opened = db.session.execute(select(Vacancy.opened_on, Vacancy.closed_on)).all()
    assert [tuple(row) for row in opened] == [(date(2026, 11, 25), None)] * 2


def test_it_reads_the_documents_that_nobody_opened(house: House, run: Run, file: Path) -> None:
    with house.app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        db.session.execute(
            update(Document).where(Document.sha256 == file.name).values(media_type="text/plain")
        )
    for read in (1, 0):
        told = run("nightly", OHMS_CLOCK=TUESDAY).stdout
        assert f"Documents whose text was read: {read}. Not read yet: 0." in told
    with house.app.app_context():
        assert one(select(DocumentText.body)) == "Seen on Monday"
