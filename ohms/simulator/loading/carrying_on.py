"""What stands open from before goes on: due tasks are done, referrals are answered."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, or_, select, update

from ohms import clock
from ohms.domain.tasks import OPEN
from ohms.domain.values import NoteEventKind, ReferralStep, TaskState
from ohms.extensions import db
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.referrals import Referral, ReferralStepTaken
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.simulator.draws import stream
from ohms.simulator.loading.history import simulated_tasks
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.referrals import DESKS, OURS, next_word_by, officer_after, outcome_after
from ohms.simulator.loading.reimbursed import Standing, put_uses
from ohms.simulator.loading.rows import at_minute, put, table_of
from ohms.simulator.loose_ends import WAITING_FOR_CO_SIGNATURE
from ohms.simulator.planned import World
from ohms.simulator.referring import SILENT_FOR, SILENT_OF, WHY, further_steps
from ohms.simulator.workdays import add_business_days, on_or_after

LEFT_LYING = 40
"""One task in so many stays undone past its day."""

FOUR = 16 * 60


def finish_due_tasks(from_on: date, to_on: date) -> int:
    """The simulation's own open tasks that fall due by a day are done on their day; how many."""
    ranges = [Task.id.between(first, last) for first, last in simulated_tasks()]
    if not ranges:
        return 0
    rows = db.session.execute(
        select(Task.id, Task.due_by, Task.owner_id).where(
            Task.state.in_(OPEN),
            Task.due_by <= to_on,
            or_(*ranges),
            Task.id % LEFT_LYING != 0,
        )
    ).all()
    done: list[dict[str, Any]] = []
    for task_id, due_by, owner_id in rows:
        on = on_or_after(max(due_by, from_on))
        if on <= to_on:
            done.append({"task": task_id, "at": at_minute(on, FOUR), "who": owner_id})
    if done:
        table = table_of(Task)
        db.session.connection().execute(
            update(table)
            .where(table.c.id == bindparam("task"))
            .values(
                state=TaskState.DONE,
                finished_at=bindparam("at", type_=table.c.finished_at.type),
                finished_by_id=bindparam("who"),
            ),
            done,
        )
    return len(done)


def answer_referrals(world: World, from_on: date, to_on: date, ids: Ids) -> int:
    """Every sent referral goes on, but for the story's silent ones; how many steps were taken."""
    standing = _standing_referrals()
    silent = {row["referral_id"] for row in standing if _is_silent(row, to_on, ids)}
    steps: list[dict[str, Any]] = []
    for row in standing:
        if row["referral_id"] not in silent:
            steps += _steps_of(world, row, from_on, to_on, ids)
    put(ReferralStepTaken, steps)
    latest = {step["referral_id"]: step for step in steps}
    service = {row["referral_id"]: row["service"] for row in standing}
    officers = {
        referral_id: officer_after(
            [(each["step"], to_on) for each in steps if each["referral_id"] == referral_id],
            service[referral_id],
            ids,
        )
        for referral_id in latest
    }
    referral = table_of(Referral)
    for referral_id, taken in latest.items():
        step = taken["step"]
        expected_by = next_word_by(service[referral_id], step, clock.day_of(taken["at"]))
        db.session.connection().execute(
            update(referral)
            .where(referral.c.id == referral_id)
            .values(
                step=step,
                version=referral.c.version + 1,
                expected_by=expected_by,
                outcome=outcome_after(step, service[referral_id]),
                officer_id=func.coalesce(referral.c.officer_id, officers.get(referral_id)),
            )
        )
    put_uses(
        [
            Standing(
                step["referral_id"],
                step["claim_id"],
                step["cohe_id"],
                service[step["referral_id"]],
                step["step"],
                step["at"],
            )
            for step in latest.values()
        ],
        ids,
    )
    return len(steps)


def has_silent_referral(to_on: date, ids: Ids) -> bool:
    """Whether a referral of the story's coordinator was sent long ago, with no word since."""
    return any(_is_silent(row, to_on, ids) for row in _standing_referrals())


def _standing_referrals() -> list[dict[str, Any]]:
    ended = (
        ReferralStep.DRAFT,
        ReferralStep.DECLINED,
        ReferralStep.COMPLETED,
        ReferralStep.WITHDRAWN,
    )
    last = (
        select(func.max(ReferralStepTaken.at))
        .where(ReferralStepTaken.referral_id == Referral.id)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(
            Referral.id.label("referral_id"),
            Referral.claim_id,
            Referral.cohe_id,
            Referral.service,
            Referral.step,
            Referral.sent_by_id,
            last.label("last_at"),
        )
        .where(Referral.step.not_in(ended))
        .order_by(Referral.id)
    )
    return [dict(row._mapping) for row in rows]


def _is_silent(row: dict[str, Any], to_on: date, ids: Ids) -> bool:
    return (
        row["step"] is ReferralStep.SENT
        and row["sent_by_id"] == ids.staff.get(SILENT_OF)
        and clock.day_of(row["last_at"]) <= add_business_days(to_on, -SILENT_FOR)
    )


def _steps_of(
    world: World, row: dict[str, Any], from_on: date, to_on: date, ids: Ids
) -> Iterator[dict[str, Any]]:
    rng = stream(world.seed, "answers", row["referral_id"], row["step"])
    desk = ids.staff.get(DESKS.get(row["service"], ""))
    since = clock.day_of(row["last_at"])
    for n, (step, on) in enumerate(further_steps(rng, row["step"], since, from_on, to_on)):
        yield {
            "referral_id": row["referral_id"],
            "claim_id": row["claim_id"],
            "cohe_id": row["cohe_id"],
            "step": step,
            "staff_id": row["sent_by_id"] if step in OURS else desk,
            "at": at_minute(on, FOUR + n),
            "reason": WHY.get(step),
        }


def waiting_notes(before_on: date | None = None) -> list[tuple[int, int, int]]:
    """Notes of the story's assistant that wait for a co-signature: note, claim and COHE."""
    settled = (NoteEventKind.CO_SIGNED, NoteEventKind.TAKEN_BACK, NoteEventKind.VOIDED)
    statement = (
        select(CaseNote.id, CaseNote.claim_id, CaseNote.cohe_id)
        .join(StaffMember, StaffMember.id == CaseNote.author_id)
        .where(
            StaffMember.username == WAITING_FOR_CO_SIGNATURE,
            CaseNote.co_signature_needed,
            CaseNote.signed_at.is_not(None),
            ~select(NoteEvent.id)
            .where(NoteEvent.note_id == CaseNote.id, NoteEvent.kind.in_(settled))
            .exists(),
        )
    )
    if before_on is not None:
        statement = statement.where(CaseNote.performed_on < before_on)
    return [(row[0], row[1], row[2]) for row in db.session.execute(statement)]


def co_sign_older(world: World, before_on: date, on: date, ids: Ids) -> int:
    """The named coordinator co-signs what had waited since before a day; how many notes."""
    lead = next(
        (a.coordinator for a in world.assistantships if a.assistant == WAITING_FOR_CO_SIGNATURE),
        None,
    )
    held = next((p for p in world.positions if p.staff == lead and p.held_on(on)), None)
    if lead is None or held is None:
        return 0
    return put(
        NoteEvent,
        [
            {
                "note_id": note_id,
                "claim_id": claim_id,
                "cohe_id": cohe_id,
                "kind": NoteEventKind.CO_SIGNED,
                "staff_id": ids.staff[lead],
                "position_id": ids.position[held.key],
                "at": at_minute(on, FOUR),
            }
            for note_id, claim_id, cohe_id in waiting_notes(before_on)
        ],
    )
