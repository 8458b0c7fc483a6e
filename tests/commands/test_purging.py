"""Records purged in two steps: named, approved by another, deleted at night; held ones stay. The database
refuses every other deletion, on both engines."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, func, select, text, update
from sqlalchemy.exc import DBAPIError

from ohms.commands import purging
from ohms.commands.purging import NOT_EMPTIED, STAYS, _carry_out, carry_out_purges, tables_emptied
from ohms.commands.retention import approve_purge, ask_for_purge, lift_hold, place_hold
from ohms.commands.tasks import write_task
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.access import NotAllowed, NotFound, operator
from ohms.domain.errors import RuleBroken
from ohms.domain.retention import RecordClass, rested_before
from ohms.extensions import db
from ohms.models import Base, engine
from ohms.models.audit import AuditEntry
from ohms.models.billing import BillingLine
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.retention import LegalHold, Purge
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.audit_chain import first_break
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.retention import purge_of, resting
from tests.architecture.centre import CLAIM
from tests.architecture.rows import add_rows
from tests.billing import add_batch
from tests.blueprints.test_claim_notes import put_note
from tests.house import House, count_of, one

DAY = date(2036, 11, 24)
BYTES = b"Seen on Tuesday"


@pytest.fixture(autouse=True)
def _ten_years_later(clock: Callable[[str], None]) -> None:
    clock("2036-11-24T12:00:00-08:00")


@pytest.fixture
def store(tmp_path: Path) -> DocumentStore:
    return DocumentStore(tmp_path / "instance")


@pytest.fixture
def claim_id(house: House, store: DocumentStore) -> int:
    """A claim with a row in every table that has rows of claims, closed long ago, and its own hold."""
    with house.app.app_context():
        rows = add_rows(house)
        sha256 = store.store(BYTES)
        with bulk_unit("furnish", None):
            claim = rows[Claim]
            _set(f"update claim set coordination = 'closed', status = 'closed' where id = {claim}")
            _set(f"update referral set step = 'withdrawn' where claim_id = {claim}")
            _set(
                f"update claim_transfer set decision = 'declined', decided_at = '2026-11-05 19:00:00',"
                f" decided_by_id = offered_by_id where claim_id = {claim}"
            )
            _set("delete from purge_claim")
            _set("delete from purge")
            db.session.execute(
                update(Document).where(Document.claim_id == claim).values(sha256=sha256)
            )
        return claim


def _set(statement: str) -> None:
    db.session.execute(text(statement))


def left_of(claim_id: int) -> dict[str, int]:
    """Rows of the claim by table, of those that have any."""
    tables: list[Table] = [t for t in Base.metadata.sorted_tables if "claim_id" in t.columns]
    counted = {
        table.name: one(select(func.count()).select_from(table).where(table.c.claim_id == claim_id))
        for table in tables
    }
    return {name: number for name, number in counted.items() if number}


def faults(store: DocumentStore) -> set[str]:
    """What does not hold of these rows, which were put in whatever the rules say."""
    return {
        f"{each.invariant.name}: {line}"
        for each in recompute(DAY, store)
        if each.is_fault
        for line in each.findings
    }


def purge(house: House, record_class: RecordClass) -> int:
    supervisor, privacy = house.actor("alder.supervisor", DAY), house.actor("alder.privacy", DAY)
    asked = ask_for_purge(supervisor, house.cohe["alder"], record_class, "Seven years")
    approve_purge(privacy, asked)
    return asked


def lift_all(house: House) -> None:
    lift_hold(house.actor("alder.privacy", DAY), one(select(LegalHold.id)), "The case is over")


def test_a_claim_is_purged_to_its_minutes_and_days_and_nothing_else_is_touched(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        with pytest.raises(RuleBroken, match="old enough"):
            purge(house, RecordClass.CLAIM)  # held
        lift_all(house)
        with bulk_unit("furnish", None):
            _set(
                f"update time_entry set reason = 'The knee, not the back', supersedes_id = id"
                f" where claim_id = {claim_id}"
            )
            _set(
                f"insert into call_intake (cohe_id, taken_by_id, position_id, caller, message,"
                f" performed_on, taken_at, proposed_claim_id, version) select cohe_id, taken_by_id,"
                f" position_id, caller, message, performed_on, taken_at, {claim_id}, 1"
                f" from call_intake where claim_id = {claim_id}"
            )
        assert count_of(CallIntake, CallIntake.proposed_claim_id == claim_id) == 1
        before, minutes, wrong = left_of(claim_id), count_of(TimeEntry), faults(store)
        emptied = {table.name for table in tables_emptied(RecordClass.CLAIM)}
        assert emptied & set(before) > {"case_note", "document", "task", "referral", "contact"}
        purge(house, RecordClass.CLAIM)
        pages = [page for sha256 in store.hashes() for page in pages_made(store, sha256)]
        told = carry_out_purges(operator(DAY), store)
        assert [line.partition(": ")[2].partition(",")[0] for line in told] == ["1 claims"]
        assert set(left_of(claim_id)) <= set(STAYS)
        assert count_of(TimeEntry) == minutes
        assert not list(store.hashes())
        assert [page.exists() for page in pages] == [False, False]
        with unscoped("a test looks"):
            claim = db.session.execute(select(Claim).where(Claim.id == claim_id)).scalar_one()
            worker = db.session.execute(
                select(Worker.last_name, Worker.birth_date).where(Worker.id == claim.worker_id)
            ).one()
        assert (claim.claim_number, claim.icd10) == (CLAIM["alder"], None)
        assert tuple(worker) == ("Purged", None)
        assert count_of(Claim, Claim.purged_at.is_(None)) == 5
        assert count_of(AuditEntry, AuditEntry.claim_id == claim_id) > before["audit_entry"]
        assert count_of(AuditEntry, AuditEntry.action == "carry_out_purge") == 1
        assert first_break(db.session()) is None
        assert faults(store) <= wrong, "what held before holds after"
        assert carry_out_purges(operator(DAY), store) == []
        assert count_of(CallIntake, CallIntake.claim_id.is_(None)) == 0
        for said in (TimeEntry.reason, BrokenGlass.reason):
            assert one(select(said).where(said.class_.claim_id == claim_id)) == "purged"
        _nothing_more_is_written(house, claim_id)


@pytest.mark.sqlite_only
def test_no_byte_of_what_was_purged_stands_in_the_file_of_the_database(
    house: House, claim_id: int, store: DocumentStore, database_url: str
) -> None:
    """Neither in its free pages, nor in the index of words, nor in its log."""
    file = Path(database_url.removeprefix("sqlite:///"))
    words = [b"quokkamelon", b"zebrafigs", b"Yakberry", b"okapiplum"]

    def found() -> list[bytes]:
        held = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
        return [word for word in words if word in held]

    with house.app.app_context():
        lift_all(house)
        put_note(house, "Says quokkamelon. " * 900, claim_id=claim_id)
        put_note(house, "Says zebrafigs.", claim_id=claim_id)
        with bulk_unit("furnish", None):
            _set(
                "update worker set last_name = 'Yakberry', search_name = 'yakberry rosa'"
                f" where id = (select worker_id from claim where id = {claim_id})"
            )
            _set(f"update document_text set body = 'okapiplum' where claim_id = {claim_id}")
        assert found() == words
        purge(house, RecordClass.CLAIM)
        carry_out_purges(operator(DAY), store)
        assert found() == []


@pytest.mark.sqlite_only
def test_a_log_that_somebody_reads_is_told_of_and_emptied_on_the_next_night(
    house: House, store: DocumentStore, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not that night has anything to purge."""
    monkeypatch.setattr(engine, "EMPTYING_MILLISECONDS", 10)
    log = Path(f"{database_url.removeprefix('sqlite:///')}-wal")
    with house.app.app_context():
        with unscoped("a test looks"), db.engine.connect() as reader:
            assert reader.scalar(select(func.count()).select_from(Claim.__table__))
            put_note(house, "Says quokkamelon.", claim_id=house.claim["AL10001"])
            assert carry_out_purges(operator(DAY), store) == [NOT_EMPTIED]
        with db.engine.connect() as connection:
            assert connection.scalar(text("PRAGMA busy_timeout")) == engine.BUSY_MILLISECONDS
        assert log.stat().st_size
        assert carry_out_purges(operator(DAY), store) == []
    assert not log.stat().st_size


def _nothing_more_is_written(house: House, claim_id: int) -> None:
    """A task, a hold: what was purged would be filled again, and no purge would find it."""
    hsc, number = house.actor("alder.hsc1", DAY), CLAIM["alder"]
    with pytest.raises(RuleBroken, match="were purged"):
        write_task(hsc, claim_id, title="Call", due_by=DAY)
    with pytest.raises(RuleBroken, match="were purged"):
        place_hold(house.actor("alder.privacy", DAY), house.cohe["alder"], number, "Too late")
    with unscoped("a test looks"):
        claim = db.session.execute(select(Claim).where(Claim.id == claim_id)).scalar_one()
    assert purge_of(claim) == (DAY, "Dana Park of alder")


def test_what_another_night_carried_out_meanwhile_keeps_its_list_of_files(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        lift_all(house)
        asked = purge(house, RecordClass.FILE)
        assert _carry_out(operator(DAY), asked)
        assert _carry_out(operator(DAY), asked) is None
        assert one(select(Purge.files)) is not None
        assert carry_out_purges(operator(DAY), store) == []
        assert not list(store.hashes())


def test_its_claims_are_locked_before_it_is_asked_what_rests(
    house: House, claim_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    free: list[int] = []

    def looks(*args: Any, **named: Any) -> Any:
        with db.engine.connect() as beside:
            if beside.dialect.name == "postgresql":  # SQLite has one writer anyway
                locking = select(Claim.id).where(Claim.id == claim_id)
                free.extend(beside.scalars(locking.with_for_update(skip_locked=True)))
        return resting(*args, **named)

    monkeypatch.setattr(purging, "resting", looks)
    with house.app.app_context():
        lift_all(house)
        _carry_out(operator(DAY), purge(house, RecordClass.CLAIM))
        assert free == []


def pages_made(store: DocumentStore, sha256: str) -> list[Path]:
    """What looking at a file leaves beside it: its words, and an image of a page."""
    folder = store.folder.parent / "page_images" / sha256[:2]
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{sha256}.json", folder / f"{sha256}-1.png"]
    for page in made:
        page.write_bytes(b"drawn")
    return made


def test_the_file_alone_goes_with_its_bytes_and_what_another_claim_has_stays(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        lift_all(house)
        kept = count_of(CaseNote)
        other = {"claim_id": house.claim["AL10003"], "cohe_id": house.cohe["alder"]}
        with unscoped("a test looks"):
            (row,) = db.session.execute(select(Document.__table__)).mappings()
        house.add(Document, **{**row, **other, "id": row["id"] + 1})
        purge(house, RecordClass.FILE)
        (of_it,) = map(partial(pages_made, store), store.hashes())
        of_gone = pages_made(
            store, "f" * 64
        )  # as every purge left them before they were taken away
        carry_out_purges(operator(DAY), store)
        assert [page.exists() for page in (*of_it, *of_gone)] == [True, True, False, False]
        assert "document" not in left_of(claim_id)
        assert (count_of(CaseNote), count_of(Document)) == (kept, 1)
        assert len(list(store.hashes())) == 1
        assert one(select(Purge.files)) is None


def test_a_younger_apf_work_status_or_bill_keeps_the_claim(house: House, claim_id: int) -> None:
    """As old as the rest of it is: the years are of what is kept for them."""

    def is_old_enough() -> bool:
        before = rested_before(DAY, 5)
        with unscoped("a test looks"):
            still = resting(house.cohe["alder"], RecordClass.CLAIM, before)
            return claim_id in db.session.execute(still).scalars().all()

    def set_day(column: str, day: str) -> None:
        table, name = column.split(".")
        with bulk_unit("furnish", None):
            _set(f"update {table} set {name} = '{day}' where claim_id = {claim_id}")

    with house.app.app_context():
        lift_all(house)
        for column in (
            "activity_prescription.exam_on",
            "activity_prescription.to_on",
            "work_status_episode.from_on",
            "work_status_episode.to_on",
        ):
            assert is_old_enough(), column
            set_day(column, "2033-05-01")
            assert not is_old_enough(), column
            set_day(column, "2026-11-24")
        assert is_old_enough()
        late = add_batch(house, "alder", made_at=datetime(2033, 5, 1, tzinfo=UTC))
        entry = one(select(TimeEntry.id).where(TimeEntry.claim_id == claim_id))
        billed = {"cohe_id": house.cohe["alder"], "time_entry_id": entry, "minutes": 6}
        house.add(BillingLine, batch_id=late, number=1, **billed)
        assert not is_old_enough()


def test_what_is_held_after_the_approval_stays(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        lift_all(house)
        before = left_of(claim_id)
        purge(house, RecordClass.CLAIM)
        privacy = house.actor("alder.privacy", DAY)
        number = CLAIM["alder"]
        place_hold(privacy, house.cohe["alder"], number, "Subpoena")
        assert "1 stay" in carry_out_purges(operator(DAY), store)[0]
        now = left_of(claim_id)
        assert {name: now[name] for name in ("case_note", "document", "note_event")} == {
            name: before[name] for name in ("case_note", "document", "note_event")
        }
        with pytest.raises(RuleBroken, match="already"):
            place_hold(privacy, house.cohe["alder"], number, "Again")
        with pytest.raises(RuleBroken, match="no claim of this number"):
            place_hold(privacy, house.cohe["alder"], "BI10001", "Another COHE's")


def test_the_database_lets_nothing_final_be_deleted_but_what_an_approved_purge_names(
    house: House, claim_id: int
) -> None:
    def delete() -> None:
        with bulk_unit("rude", None):
            _set(f"delete from note_event where claim_id = {claim_id}")

    with house.app.app_context():
        for way in (lambda: None, lambda: lift_all(house), _ask(house)):
            way()
            with pytest.raises(DBAPIError, match="never changes"):
                delete()
        approve_purge(house.actor("alder.privacy", DAY), one(select(Purge.id)))
        place_hold(house.actor("alder.privacy", DAY), house.cohe["alder"], CLAIM["alder"], "Held")
        with pytest.raises(DBAPIError, match="never changes"):
            delete()
        lift_hold(house.actor("alder.privacy", DAY), one(select(func.max(LegalHold.id))), "Over")
        with pytest.raises(DBAPIError, match="never changes"), bulk_unit("rude", None):
            _set(f"update note_event set claim_id = claim_id where claim_id = {claim_id}")
        with pytest.raises(DBAPIError, match="never changes"), bulk_unit("rude", None):
            _set("delete from audit_entry")
        _set(f"select 1 from mention where claim_id = {claim_id}")
        with bulk_unit("purge", None):
            _set(f"delete from mention where claim_id = {claim_id}")
            _set(f"delete from note_event where claim_id = {claim_id}")


def _ask(house: House) -> Callable[[], object]:
    return lambda: ask_for_purge(
        house.actor("alder.supervisor", DAY), house.cohe["alder"], RecordClass.CLAIM, "Old"
    )


def test_nobody_approves_what_they_asked_for_nor_of_another_cohe(
    house: House, claim_id: int
) -> None:
    with house.app.app_context():
        lift_all(house)
        _ask(house)()
        asked = one(select(Purge.id))
        with pytest.raises(NotAllowed):
            approve_purge(house.actor("alder.supervisor", DAY), asked)
        with pytest.raises(NotFound):
            approve_purge(house.actor("birch.privacy", DAY), asked)
        approve_purge(house.actor("alder.privacy", DAY), asked)
        with pytest.raises(RuleBroken, match="decided already"):
            approve_purge(house.actor("alder.privacy", DAY), asked)
