"""Approved purges carried out: the rows in one transaction, then the bytes of files that no row names, and
the images and words that were made of their pages.

Nothing that a person sees does this: `ohms nightly` does, once the privacy officer approved. What is no
longer old enough, or held since, stays. Audit entries stay for ever; so do backups made before.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, case, delete, insert, or_, select, union, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.document_pages import DocumentPages
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import Unit, bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.retention import RecordClass
from ohms.domain.values import Complexity, WorkStatus
from ohms.extensions import db
from ohms.models import Base
from ohms.models.break_glass import BrokenGlass
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.document_store import DocumentStore
from ohms.models.documents import Document
from ohms.models.engine import empty_write_ahead_log
from ohms.models.full_text import FULL_TEXT_INDEXES
from ohms.models.notes import CallIntake, CaseNote
from ohms.models.referrals import ReferralPacket
from ohms.models.retention import Purge, PurgeClaim
from ohms.models.tasks import Task
from ohms.models.time import TimeEntry
from ohms.models.workers import SamePersonProposal, Worker
from ohms.queries.guard import unscoped
from ohms.queries.named_files import is_named
from ohms.queries.retention import resting

# What stays of a claim, each with its reason; every other table with a claim's rows is emptied of them.
STAYS = {
    "audit_entry": "entries are never purged",
    "broken_glass": "who opened it from outside, for the record of access; the reason they gave goes",
    "legal_hold": "who held it, and why",
    "look_review": "what came of a look at it, for the record of access",
    "purge_claim": "that its records were purged",
    "time_entry": "minutes are the contract's figures; what was written beside them goes",
    "coordination_period": "from when to when we worked on it, for the figures",
    "claim_assignment": "whom it was given to, for the figures",
    "attending_provider": "which provider treated, for the figures",
}
GONE = "purged"
NOT_EMPTIED = (
    "SQLite's write-ahead log was not emptied, for somebody read or wrote: what was purged may stand in it"
    " until a night on which it is."
)
FILE_TABLES = (
    "entered_form",
    "job_description_step",
    "document_flag",
    "document_text",
    "file_reading",
    "document",
)
BLANK = dict.fromkeys(
    (
        *("icd10", "body_part_code", "nature_code", "claim_manager", "claim_manager_phone"),
        *("representative_name", "representative_phone", "employer_contact", "employer_phone"),
        *("safety_flag", "last_contact_on", "next_due_by", "low_until_on"),
    )
)
NOBODY = {
    "last_name": "Purged",
    "first_name": "record",
    "search_name": "purged record",
    "birth_date": None,
    "worker_key": None,
    "language": None,
    "interpreter_needed": None,
}


def carry_out_purges(operator: Actor, store: DocumentStore) -> list[str]:
    """Carry out what is approved; what was done, purge by purge. Begun again, it goes on where it was."""
    with unscoped("purges that wait"):
        waiting = db.session.execute(
            select(Purge.id)
            .where(Purge.approved_at.is_not(None), Purge.carried_out_at.is_(None))
            .order_by(Purge.id)
        ).scalars()
        purge_ids = list(waiting)
    db.session.rollback()
    told = [_carry_out(operator, purge_id) for purge_id in purge_ids]
    if not empty_write_ahead_log(db.engine):  # each night: also of what another one left in it
        told.append(NOT_EMPTIED)
    _take_files_away(operator, store)
    DocumentPages(store, store.folder.parent).forget_gone()
    return [each for each in told if each is not None]


def tables_emptied(record_class: RecordClass) -> list[Table]:
    """The tables of a class, children first."""
    emptied = [
        table
        for table in reversed(Base.metadata.sorted_tables)
        if "claim_id" in table.columns and table.name not in STAYS
    ]
    if record_class is RecordClass.FILE:
        return [table for table in emptied if table.name in FILE_TABLES]
    return emptied


@done_again
def _carry_out(operator: Actor, purge_id: int) -> str | None:
    """What was done; None where another night did it since it was looked for."""
    with bulk_unit("carry_out_purge", operator) as unit:
        purge = db.session.execute(
            select(Purge)
            .where(Purge.id == purge_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).scalar_one()
        if purge.carried_out_at is not None:
            return None
        named = set(
            db.session.execute(
                select(PurgeClaim.claim_id).where(PurgeClaim.purge_id == purge_id)
            ).scalars()
        )
        _lock(named)
        still = resting(
            purge.cohe_id, purge.record_class, purge.rested_before_on, in_purge=purge_id
        )
        claims = list(db.session.execute(still).scalars())
        files = _files_of(claims, purge.record_class)
        rows = _delete_rows(claims, purge.record_class, purge.rested_before_on)
        _forget_words_gone()
        _finish(unit, purge, claims, rows, files)
        kept = len(named) - len(claims)
    stays = f"; {kept} stay: held, or something happened on them" if kept else ""
    return f"Purge {purge_id}: {len(claims)} claims, {rows} rows, {len(files)} files{stays}."


def _lock(claims: Collection[int]) -> None:
    """Before it is asked what rests: nothing happens on them, and nobody holds them, until they are gone."""
    held = select(Claim.id).where(Claim.id.in_(claims)).order_by(Claim.id).with_for_update()
    db.session.execute(held).all()


def _finish(unit: Unit, purge: Purge, claims: list[int], rows: int, files: list[str]) -> None:
    now = clock.now()
    purge.carried_out_at, purge.rows_deleted = now, rows
    purge.files = json.dumps(files) if files else None
    db.session.execute(
        update(PurgeClaim)
        .where(PurgeClaim.purge_id == purge.id, PurgeClaim.claim_id.in_(claims))
        .values(purged_at=now)
    )
    unit.entries.append(
        Entry(
            "carry_out_purge",
            "purge",
            purge.id,
            cohe_id=purge.cohe_id,
            claim_ids=tuple(claims),
            detail={
                "record_class": purge.record_class.value,
                "claims": len(claims),
                "rows": rows,
                "files": len(files),
            },
        )
    )


def _files_of(claims: Sequence[int], record_class: RecordClass) -> list[str]:
    named = [select(Document.sha256).where(Document.claim_id.in_(claims))]
    if record_class is RecordClass.CLAIM:
        named.append(select(ReferralPacket.sha256).where(ReferralPacket.claim_id.in_(claims)))
    return sorted(filter(None, db.session.execute(union(*named)).scalars()))


def _delete_rows(claims: Sequence[int], record_class: RecordClass, before: date) -> int:
    _let_go_of_what_goes(claims, record_class, before)
    rows = 0
    for table in tables_emptied(record_class):
        gone: Any = db.session.execute(delete(table).where(table.c.claim_id.in_(claims)))
        rows += gone.rowcount
    if record_class is RecordClass.CLAIM:
        _blank(claims)
    return rows


def _forget_words_gone() -> None:
    """SQLite's index of words only marks what was deleted, until it is put together anew."""
    if db.session.get_bind().dialect.name == "sqlite":
        for index in FULL_TEXT_INDEXES:
            db.session.execute(insert(index).values({index.name: "optimize"}))


def _let_go_of_what_goes(claims: Sequence[int], record_class: RecordClass, before: date) -> None:
    """Rows that stay point no longer to what is deleted."""
    documents = select(Document.id).where(Document.claim_id.in_(claims))
    _change(Task, Task.evidence_document_id.in_(documents), evidence_document_id=None)
    if record_class is RecordClass.CLAIM:
        notes = select(CaseNote.id).where(CaseNote.claim_id.in_(claims))
        of_claims = or_(TimeEntry.claim_id.in_(claims), TimeEntry.note_id.in_(notes))
        why = case((TimeEntry.supersedes_id.is_not(None), GONE))
        _change(TimeEntry, of_claims, note_id=None, remark=None, reason=why)
        _change(BrokenGlass, BrokenGlass.claim_id.in_(claims), reason=GONE)
        _let_go_of_proposed_calls(claims, before)
        _change(ClaimAssignment, ClaimAssignment.claim_id.in_(claims), reason=GONE)


def _let_go_of_proposed_calls(claims: Sequence[int], before: date) -> None:
    """A call that was only thought to be of the claim goes with it when it is as old; a younger one waits
    for its claim again."""
    proposed = CallIntake.proposed_claim_id.in_(claims)
    db.session.execute(
        delete(CallIntake)
        .where(proposed, CallIntake.performed_on < before)
        .execution_options(synchronize_session=False)
    )
    _change(CallIntake, proposed, proposed_claim_id=None)


def _blank(claims: Sequence[int]) -> None:
    """Of the claim and its worker nothing is left that tells of a person."""
    _change(
        Claim,
        Claim.id.in_(claims),
        **BLANK,
        open_tasks=0,
        on_time_loss=False,
        work_status=WorkStatus.UNKNOWN,
        complexity=Complexity.STANDARD,
        purged_at=clock.now(),
    )
    others = select(Claim.worker_id).where(Claim.purged_at.is_(None))
    workers = list(
        db.session.execute(
            select(Claim.worker_id)
            .where(Claim.id.in_(claims), Claim.worker_id.not_in(others))
            .distinct()
        ).scalars()
    )
    _change(Worker, Worker.id.in_(workers), **NOBODY)
    of_workers = or_(
        SamePersonProposal.worker_id.in_(workers), SamePersonProposal.other_worker_id.in_(workers)
    )
    db.session.execute(delete(SamePersonProposal).where(of_workers))


def _change(model: type[Base], which: Any, **values: Any) -> None:
    db.session.execute(
        update(model).where(which).values(**values).execution_options(synchronize_session=False)
    )


def _take_files_away(operator: Actor, store: DocumentStore) -> None:
    """After the rows: a file is gone when nothing names it, also where an earlier night broke off."""
    with unscoped("files of purges"):
        left = db.session.execute(select(Purge.id, Purge.files).where(Purge.files.is_not(None)))
        waiting = [(row.id, json.loads(row.files or "[]")) for row in left]
    db.session.rollback()
    for purge_id, hashes in waiting:
        for sha256 in sorted(set(hashes)):
            with store.alone_with(
                sha256
            ):  # who gives the same bytes again names them first, or after
                if not is_named(sha256):
                    store.remove(sha256)
        _note_files_gone(operator, purge_id, len(hashes))


@done_again
def _note_files_gone(operator: Actor, purge_id: int, files: int) -> None:
    with bulk_unit("take_files_away", operator) as unit:
        _change(Purge, Purge.id == purge_id, files=None)
        unit.entries.append(Entry("take_files_away", "purge", purge_id, detail={"files": files}))
