"""What happened to one claim, newest first: decisions, periods, L&I's changes, transfers, milestones,
and who changed what; no text of notes, and no value of a field that may tell of mental health.

Facts of the claim's own tables are few and read whole; of the audit no more than a page asks for.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.models.audit import AuditEntry
from ohms.models.claims import (
    Claim,
)
from ohms.models.staff import StaffMember
from ohms.queries.claim_events import SOURCES
from ohms.queries.cursors import Cursor, read_cursor
from ohms.queries.history_lines import INSTANT, HistoryKind, HistoryLine
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import ask_all, asked, side_by_side
from ohms.queries.same_person import SaidOfWorker, said_of_worker
from ohms.queries.scope import changes_of_claims

PER_PAGE = 50
MOST_ENTRIES = 400
OURS = frozenset({"complexity", "safety_flag", "restricted", "assigned_to_id", "coordination"})
"""Columns of a claim whose change is told by name; its summaries follow from facts."""

TOLD_ELSEWHERE = frozenset({"decide_triage"})
OF_WORK_ON_A_CLAIM = frozenset(
    {
        "barrier",
        "claim_admission",
        "claim_restriction",
        "complexity_ground",
        "contact_point",
        "co_signature",
        "contact_rule",
        "frq_answer",
        "job_description_step",
        "recovery_measure",
        "work_status_episode",
    }
)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history; `next` is the cursor after its last line."""

    lines: list[HistoryLine]
    is_first: bool
    next: str | None

    @property
    def claim_ids(self) -> list[int]:
        """Other claims that are named on it."""
        return sorted({claim_id for line in self.lines for claim_id in line.claim_ids})


def history_page(actor: Actor, claim: Claim, after: str | None) -> HistoryPage:
    """One page of a loaded claim's history: one round, however long it is."""
    cursor = read_cursor(after, str)
    bound = _instant(cursor)
    sources = side_by_side(*(source(actor, claim) for source in SOURCES))
    (entries,), told, said = ask_all(
        asked(_entries(actor, claim, bound)), sources, said_of_worker(actor, claim)
    )
    lines = [line for some in told for line in some]
    lines += [*_acts(entries), *_same_person(said)]
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


def _entries(actor: Actor, claim: Claim, bound: datetime | None) -> AnySelect:
    """The newest changes of the claim and of what is kept on it, up to an instant."""
    statement = changes_of_claims(actor).where(
        AuditEntry.claim_id == claim.id,
        AuditEntry.object_type.in_([*sorted(OF_WORK_ON_A_CLAIM), "claim"]),
        AuditEntry.action.not_in(sorted(TOLD_ELSEWHERE)),
    )
    if bound is not None:
        statement = statement.where(AuditEntry.at <= bound)
    return (
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


def _same_person(said: Iterable[SaidOfWorker]) -> Iterator[HistoryLine]:
    for each in said:
        yield HistoryLine(
            HistoryKind.SAME_PERSON,
            each.id,
            day_of(each.at),
            each.at,
            each.said,
            by=each.by,
            more=", ".join(sorted(each.others.values())),
            claim_ids=tuple(each.others),
        )
