"""Records purged in two steps: named, approved by another, deleted at night; held ones stay. The database
refuses every other deletion, on both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from ohms.commands import purging, retention
from ohms.commands.purging import STAYS, _carry_out, carry_out_purges, tables_emptied
from ohms.commands.retention import (
    approve_purge,
    ask_for_purge,
    lift_hold,
    place_hold,
    refuse_purge,
)
from ohms.commands.tasks import write_task
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor, operator
from ohms.domain.errors import NotAllowed, NotFound, RuleBroken
from ohms.domain.retention import RecordClass, check_decision, rested_before
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.billing import BillingLine
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim
from ohms.models.document_store import DocumentStore
from ohms.models.notes import CallIntake
from ohms.models.retention import LegalHold, Purge
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.audit_chain import first_break
from ohms.queries.checks import recompute
from ohms.queries.guard import unscoped
from ohms.queries.retention import purge_of, resting
from tests.architecture.centre import CLAIM
from tests.billing import add_batch
from tests.house import House, add_person, count_of, one
from tests.purging import DAY, by_sql, left_of, lift_all, pages_made, purge


def faults(store: DocumentStore) -> set[str]:
    """What does not hold of these rows, which were put in whatever the rules say."""
    return {
        f"{each.invariant.name}: {line}"
        for each in recompute(DAY, store)
        if each.is_fault
        for line in each.findings
    }


def test_a_claim_is_purged_to_its_minutes_and_days_and_nothing_else_is_touched(
    house: House, claim_id: int, store: DocumentStore
) -> None:
    with house.app.app_context():
        with pytest.raises(RuleBroken, match="old enough"):
            purge(house, RecordClass.CLAIM)  # held
        lift_all(house)
        with bulk_unit("furnish", None):
            by_sql(
                f"update time_entry set reason = 'The knee, not the back', supersedes_id = id"
                f" where claim_id = {claim_id}"
            )
            by_sql(
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
            by_sql(f"update {table} set {name} = '{day}' where claim_id = {claim_id}")

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
            by_sql(f"delete from note_event where claim_id = {claim_id}")

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
            by_sql(f"update note_event set claim_id = claim_id where claim_id = {claim_id}")
        with pytest.raises(DBAPIError, match="never changes"), bulk_unit("rude", None):
            by_sql("delete from audit_entry")
        by_sql(f"select 1 from mention where claim_id = {claim_id}")
        with bulk_unit("purge", None):
            by_sql(f"delete from mention where claim_id = {claim_id}")
            by_sql(f"delete from note_event where claim_id = {claim_id}")


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


def test_of_two_who_decide_a_purge_at_once_the_second_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_read = Barrier(2)

    def slowly(*facts: Any) -> None:
        with suppress(BrokenBarrierError):  # where the first holds the row the second does not come
            both_read.wait(0.3)
        check_decision(*facts)

    monkeypatch.setattr(retention, "check_decision", slowly)
    with house.app.app_context():
        add_person(house, "alder.privacy2", "Eli", Role.PRIVACY_OFFICER, house.cohe["alder"])
        deciders = [house.actor(name, DAY) for name in ("alder.privacy", "alder.privacy2")]
        asked = house.add(
            Purge,
            cohe_id=house.cohe["alder"],
            record_class=RecordClass.FILE,
            rested_before_on=DAY,
            reason="Old",
            asked_by_id=house.staff["alder.supervisor"],
            asked_at=datetime(2036, 11, 24, 19, tzinfo=UTC),
        )

    def decide(actor: Actor, act: Callable[[Actor, int], Purge]) -> str:
        with house.app.app_context():
            try:
                act(actor, asked)
            except RuleBroken as broken:
                return broken.message
            return "done"

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(decide, deciders, (approve_purge, refuse_purge)))
    assert sorted(told) == ["This purge was decided already.", "done"]
