"""What happened to one claim, newest first: decisions, periods, L&I's changes, transfers, milestones,
and who changed what; no text of notes, and no value of a field that may tell of mental health.

Facts of the claim's own tables are few and read whole; of the audit no more than a page asks for.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import aliased

from ohms.clock import PACIFIC, day_of
from ohms.domain.access import Actor
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.values import MilestoneState
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.claims import (
    AttendingProvider,
    Claim,
    ClaimAssignment,
    Delegation,
    TriageDecision,
)
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun, RehomingProposal
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.queries.cursors import Cursor, read_cursor
from ohms.queries.milestones import milestones_of
from ohms.queries.scope import changes_of_claims, visible

PER_PAGE = 50
MOST_ENTRIES = 400
OURS = frozenset({"complexity", "safety_flag", "restricted", "assigned_to_id", "coordination"})
"""Columns of a claim whose change is told by name; its summaries follow from facts."""

TOLD_ELSEWHERE = frozenset({"decide_triage"})
OF_WORK_ON_A_CLAIM = frozenset(
    {
        "barrier",
        "claim_admission",
        "complexity_ground",
        "contact_point",
        "contact_rule",
        "frq_answer",
        "recovery_measure",
        "work_status_episode",
    }
)
WITHOUT_VALUES = ("_id", "_key")
MAY_TELL_OF_MENTAL_HEALTH = frozenset({"icd10", "nature_code"})
INSTANT = "%Y-%m-%dT%H:%M:%S.%f"


class HistoryKind(StrEnum):
    """Of what a line tells."""

    TRIAGE = "triage"
    COORDINATION = "coordination"
    FROM_LNI = "from_lni"
    TRANSFER = "transfer"
    ATTENDING = "attending"
    GIVEN = "given"
    LENT = "lent"
    MILESTONE = "milestone"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened; `at` is None where only its day is known.

    `what` is a stored value: a decision, a field, a milestone, an act; `old` and `new` are told of
    L&I's fields alone, `more` is a reason or the other end of it.
    """

    kind: HistoryKind
    id: int
    on: date
    at: datetime | None
    what: str
    by: str | None = None
    old: str | None = None
    new: str | None = None
    more: str | None = None
    until: date | None = None

    @property
    def key(self) -> str:
        """Where it stands: by its instant, a day alone by its beginning."""
        begins = datetime.combine(self.on, time(), PACIFIC)
        instant = (self.at or begins).astimezone(UTC).strftime(INSTANT)
        return f"{instant}|{self.kind.value}|{self.id:012d}"


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history; `next` is the cursor after its last line."""

    lines: list[HistoryLine]
    is_first: bool
    next: str | None


def history_page(actor: Actor, claim: Claim, after: str | None) -> HistoryPage:
    """One page of a loaded claim's history: a statement for each kind, however long it is."""
    cursor = read_cursor(after, str)
    bound = _instant(cursor)
    entries = _entries(actor, claim, bound)
    lines = [line for source in SOURCES for line in source(actor, claim)]
    lines += _acts(entries)
    if cursor is not None and bound is not None:
        lines = [line for line in lines if line.key < str(cursor.value)]
    lines.sort(key=lambda line: line.key, reverse=True)
    listed = lines[:PER_PAGE]
    more = len(lines) > PER_PAGE or (len(entries) == MOST_ENTRIES and bool(listed))
    before = cursor.position if cursor else 0
    end = Cursor(before + len(listed), listed[-1].key, listed[-1].id) if more else None
    return HistoryPage(listed, bound is None, str(end) if end else None)


def _instant(cursor: Cursor | None) -> datetime | None:
    """The instant in a cursor's key; None for a beginning, and for what is no key."""
    if cursor is None:
        return None
    try:
        told = str(cursor.value).partition("|")[0]
        return datetime.strptime(told, INSTANT).replace(tzinfo=UTC)
    except ValueError:
        return None


def _rows(actor: Actor, model: Any, claim: Claim, person: Any, *columns: Any) -> Iterable[Any]:
    """Rows of the claim with the name of the person whose id stands in `person`."""
    statement = (
        visible(actor, model)
        .where(model.claim_id == claim.id)
        .outerjoin(StaffMember, StaffMember.id == person)
        .with_only_columns(model.id, StaffMember.name.label("by"), *columns)
    )
    rows: Iterable[Any] = db.session.execute(statement)
    return rows


def _triage(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    columns = (
        TriageDecision.decision,
        TriageDecision.reason,
        TriageDecision.decided_at,
        TriageDecision.watch_until_on,
    )
    for row in _rows(actor, TriageDecision, claim, TriageDecision.decided_by_id, *columns):
        yield HistoryLine(
            HistoryKind.TRIAGE,
            row.id,
            day_of(row.decided_at),
            row.decided_at,
            row.decision,
            by=row.by,
            more=row.reason,
            until=row.watch_until_on,
        )


def _periods(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    """Each period twice: taken up, and closed."""
    period = CoordinationPeriod
    columns = (period.from_on, period.to_on, period.ended_at, period.end_reason)
    for row in _rows(actor, period, claim, period.begun_by_id, *columns):
        kind = HistoryKind.COORDINATION
        yield HistoryLine(kind, 2 * row.id, row.from_on, None, "taken_up", by=row.by)
        if row.to_on is not None:
            yield HistoryLine(
                kind, 2 * row.id + 1, row.to_on, row.ended_at, "closed", more=row.end_reason
            )


def _from_lni(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    statement = (
        visible(actor, FeedChange)
        .where(FeedChange.claim_id == claim.id)
        .join(FeedRun, FeedRun.id == FeedChange.run_id)
        .with_only_columns(
            FeedChange.id, FeedChange.field, FeedChange.old, FeedChange.new, FeedRun.started_at
        )
    )
    withheld = claim.cohe_id not in actor.cohes_as(*READ_MENTAL_HEALTH)
    for row in db.session.execute(statement):
        hidden = row.field.endswith(WITHOUT_VALUES)
        hidden = hidden or (withheld and row.field in MAY_TELL_OF_MENTAL_HEALTH)
        yield HistoryLine(
            HistoryKind.FROM_LNI,
            row.id,
            day_of(row.started_at),
            row.started_at,
            row.field,
            old=None if hidden else row.old or "",
            new=None if hidden else row.new or "",
        )


def _transfers(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    proposal = RehomingProposal
    columns = (proposal.proposed_at, proposal.decision, proposal.decided_at)
    for row in _rows(actor, proposal, claim, proposal.decided_by_id, *columns):
        kind, at = HistoryKind.TRANSFER, row.proposed_at
        yield HistoryLine(kind, 2 * row.id, day_of(at), at, "proposed")
        if row.decided_at is not None:
            done = row.decided_at
            yield HistoryLine(kind, 2 * row.id + 1, day_of(done), done, row.decision, by=row.by)


def _attending(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    statement = (
        visible(actor, AttendingProvider)
        .where(AttendingProvider.claim_id == claim.id)
        .join(Provider, Provider.id == AttendingProvider.provider_id)
        .with_only_columns(
            AttendingProvider.id,
            AttendingProvider.from_on,
            AttendingProvider.to_on,
            Provider.last_name,
            Provider.first_name,
        )
    )
    for row in db.session.execute(statement):
        name = f"{row.last_name}, {row.first_name}"
        kind = HistoryKind.ATTENDING
        yield HistoryLine(kind, row.id, row.from_on, None, name, until=row.to_on)


def _given(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    to, given = aliased(StaffMember), ClaimAssignment
    statement = (
        visible(actor, given)
        .where(given.claim_id == claim.id)
        .join(StaffMember, StaffMember.id == given.given_by_id)
        .join(to, to.id == given.staff_id)
        .with_only_columns(
            given.id,
            given.from_on,
            given.to_on,
            given.reason,
            StaffMember.name.label("by"),
            to.name.label("to"),
        )
    )
    for row in db.session.execute(statement):
        yield HistoryLine(
            HistoryKind.GIVEN,
            row.id,
            row.from_on,
            None,
            row.to,
            by=row.by,
            more=row.reason,
            until=row.to_on,
        )


def _lent(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    to = aliased(StaffMember)
    statement = (
        visible(actor, Delegation)
        .where(Delegation.claim_id == claim.id)
        .join(StaffMember, StaffMember.id == Delegation.from_staff_id)
        .join(to, to.id == Delegation.to_staff_id)
        .with_only_columns(
            Delegation.id,
            Delegation.from_on,
            Delegation.to_on,
            StaffMember.name.label("by"),
            to.name.label("to"),
        )
    )
    for row in db.session.execute(statement):
        kind = HistoryKind.LENT
        yield HistoryLine(kind, row.id, row.from_on, None, row.to, by=row.by, until=row.to_on)


def _milestones(actor: Actor, claim: Claim) -> Iterator[HistoryLine]:
    """Met on their day, late too; missed on the day on which they were due."""
    for number, each in enumerate(milestones_of(actor, claim)):
        if each.state not in (MilestoneState.MET, MilestoneState.MISSED):
            continue
        yield HistoryLine(
            HistoryKind.MILESTONE,
            number,
            each.met_on or each.due.day,
            None,
            each.milestone,
            new=each.state.value,
            more="late" if each.met_on and each.state is MilestoneState.MISSED else None,
            until=each.due.day,
        )


SOURCES: tuple[Callable[[Actor, Claim], Iterator[HistoryLine]], ...] = (
    _triage,
    _periods,
    _from_lni,
    _transfers,
    _attending,
    _given,
    _lent,
    _milestones,
)


def _entries(actor: Actor, claim: Claim, bound: datetime | None) -> list[Any]:
    """The newest changes of the claim and of what is kept on it, up to an instant."""
    statement = changes_of_claims(actor).where(
        AuditEntry.claim_id == claim.id,
        AuditEntry.object_type.in_([*sorted(OF_WORK_ON_A_CLAIM), "claim"]),
        AuditEntry.action.not_in(sorted(TOLD_ELSEWHERE)),
    )
    if bound is not None:
        statement = statement.where(AuditEntry.at <= bound)
    rows = db.session.execute(
        statement.outerjoin(StaffMember, StaffMember.id == AuditEntry.staff_id)
        .with_only_columns(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.object_type,
            AuditEntry.detail,
            StaffMember.name.label("by"),
        )
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(MOST_ENTRIES)
    )
    return list(rows)


def _acts(entries: Iterable[Any]) -> Iterator[HistoryLine]:
    """One line for each act, whatever it touched; none where only summaries followed."""
    acts: dict[tuple[datetime, str], tuple[Any, set[str]]] = {}
    for row in entries:
        columns = set(json.loads(row.detail or "{}").get("columns", ()))
        touched = columns & OURS if row.object_type == "claim" else {row.object_type}
        if touched:
            acts.setdefault((row.at, row.action), (row, set()))[1].update(touched)
    for (at, action), (row, touched) in acts.items():
        told = ", ".join(sorted(touched & OURS))
        kind = HistoryKind.CHANGE
        yield HistoryLine(kind, row.id, day_of(at), at, action, by=row.by, more=told or None)
