"""Unbilled time of a COHE, what is held back and why, and what was billed and does not stand."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor, check_supervises
from ohms.domain.billing import MOST_LINES, BillingRules, Held, Line, TimeFact, held_for
from ohms.domain.values import NoteEventKind
from ohms.extensions import db
from ohms.models.billing import BillingBatch, BillingLine
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.entry_sight import number_in_sight
from ohms.queries.scope import sees, visible
from ohms.queries.settings import billing_rules


@dataclass(frozen=True, slots=True)
class Unbilled:
    """What the next batch would hold, and what is held back of the same days."""

    rules: BillingRules
    lines: tuple[Line, ...]
    more: bool
    """There are more lines than one batch holds."""

    held: Mapping[Held, int]
    """Minutes held back, by why."""

    @property
    def billed_minutes(self) -> int:
        return sum(line.billed_minutes for line in self.lines)

    @property
    def adjustments(self) -> int:
        return sum(1 for line in self.lines if line.adjusts_id is not None)


def unbilled(actor: Actor, cohe_id: int, from_on: date, through_on: date) -> Unbilled:
    """Adjustments of whatever was billed first, then the time of some days, oldest first."""
    check_supervises(actor, cohe_id)
    rules = billing_rules(cohe_id, actor.on_day)
    found = _adjustments(actor, cohe_id)
    held: Counter[Held] = Counter()
    for row in db.session.execute(_candidates(actor, cohe_id, from_on, through_on)):
        fact = TimeFact(row[7], row[8], row[9], row[3], row[2] is not None)
        why = held_for(fact)
        if why is not None:
            held[why] += row[6]
            continue
        found.append(
            Line(
                time_entry_id=row[0],
                claim_id=row[1],
                claim_number=row[2],
                provider_number=row[3],
                performed_on=row[4],
                standard_work=row[5],
                worked_minutes=row[6],
                billed_minutes=rules.billed(row[6]),
            )
        )
    return Unbilled(rules, tuple(found[:MOST_LINES]), len(found) > MOST_LINES, dict(held))


def _candidates(actor: Actor, cohe_id: int, from_on: date, through_on: date) -> Any:
    """Standing, claim-specific time of some days that stands on no bill."""
    billed = exists().where(
        BillingLine.time_entry_id == TimeEntry.id, BillingLine.adjusts_id.is_(None)
    )
    return (
        visible(actor, TimeEntry)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            TimeEntry.cohe_id == cohe_id,
            TimeEntry.performed_on.between(from_on, through_on),
            TimeEntry.voided_at.is_(None),
            TimeEntry.claim_id.is_not(None),
            ~billed.correlate(TimeEntry),
        )
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.claim_id,
            number_in_sight(actor),
            StaffMember.lni_provider_number,
            TimeEntry.performed_on,
            TimeEntry.standard_work,
            TimeEntry.minutes,
            TimeEntry.confirmed_at.is_not(None),
            TimeEntry.note_id.is_not(None),
            _co_signature_missing(actor),
        )
        .order_by(TimeEntry.performed_on, TimeEntry.id)
    )


def _co_signature_missing(actor: Actor) -> ColumnElement[bool]:
    given = exists().where(
        NoteEvent.note_id == CaseNote.id,
        NoteEvent.kind == NoteEventKind.CO_SIGNED,
        sees(actor, NoteEvent),
    )
    return (
        exists()
        .where(
            CaseNote.id == TimeEntry.note_id,
            CaseNote.co_signature_needed.is_(True),
            sees(actor, CaseNote),
            ~given.correlate(CaseNote),
        )
        .correlate(TimeEntry)
    )


def _adjustments(actor: Actor, cohe_id: int) -> list[Line]:
    """Billed entries that were taken out or replaced since, each taken back once, whole."""
    taken_back = aliased(BillingLine)
    rows = db.session.execute(
        visible(actor, TimeEntry)
        .join(BillingLine, BillingLine.time_entry_id == TimeEntry.id)
        .join(BillingBatch, BillingBatch.id == BillingLine.batch_id)
        .join(StaffMember, StaffMember.id == TimeEntry.staff_id)
        .where(
            BillingLine.cohe_id == cohe_id,
            BillingLine.adjusts_id.is_(None),
            TimeEntry.voided_at.is_not(None),
            ~exists().where(taken_back.adjusts_id == BillingLine.id).correlate(BillingLine),
        )
        .with_only_columns(
            TimeEntry.id,
            TimeEntry.claim_id,
            number_in_sight(actor),
            StaffMember.lni_provider_number,
            TimeEntry.performed_on,
            TimeEntry.standard_work,
            TimeEntry.minutes,
            BillingLine.minutes,
            BillingLine.id,
            BillingBatch.number,
            BillingLine.number,
        )
        .order_by(BillingLine.id)
    )
    return [
        Line(
            time_entry_id=row[0],
            claim_id=row[1],
            claim_number=row[2] or "",
            provider_number=row[3] or "",
            performed_on=row[4],
            standard_work=row[5],
            worked_minutes=-row[6],
            billed_minutes=-row[7],
            adjusts_id=row[8],
            adjusts=f"batch {row[9]} line {row[10]}",
        )
        for row in rows
    ]
