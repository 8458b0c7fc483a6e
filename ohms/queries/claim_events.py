"""The facts of one claim's own tables as lines of its history; they are few and read whole."""

from collections.abc import Callable

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.values import MilestoneState
from ohms.models.claims import (
    Claim,
    TriageDecision,
)
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun
from ohms.queries.claim_hands import HANDS
from ohms.queries.history_lines import HistoryKind, HistoryLine, rows_with_person
from ohms.queries.milestones import milestones_of
from ohms.queries.rounds import Question
from ohms.queries.scope import visible

WITHOUT_VALUES = ("_id", "_key")
MAY_TELL_OF_MENTAL_HEALTH = frozenset({"icd10", "nature_code"})


def _triage(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    columns = (
        TriageDecision.decision,
        TriageDecision.reason,
        TriageDecision.decided_at,
        TriageDecision.watch_until_on,
    )
    (rows,) = yield (
        rows_with_person(actor, TriageDecision, claim, TriageDecision.decided_by_id, *columns),
    )
    lines = []
    for row in rows:
        lines.append(
            HistoryLine(
                HistoryKind.TRIAGE,
                row.id,
                day_of(row.decided_at),
                row.decided_at,
                row.decision,
                by=row.by,
                more=row.reason,
                until=row.watch_until_on,
            )
        )
    return lines


def _periods(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    """Each period twice: taken up, and closed."""
    period = CoordinationPeriod
    columns = (period.from_on, period.to_on, period.ended_at, period.end_reason)
    (rows,) = yield (rows_with_person(actor, period, claim, period.begun_by_id, *columns),)
    lines = []
    for row in rows:
        kind = HistoryKind.COORDINATION
        lines.append(HistoryLine(kind, 2 * row.id, row.from_on, None, "taken_up", by=row.by))
        if row.to_on is not None:
            lines.append(
                HistoryLine(
                    kind, 2 * row.id + 1, row.to_on, row.ended_at, "closed", more=row.end_reason
                )
            )
    return lines


def _from_lni(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    statement = (
        visible(actor, FeedChange)
        .where(FeedChange.claim_id == claim.id)
        .join(FeedRun, FeedRun.id == FeedChange.run_id)
        .with_only_columns(
            FeedChange.id, FeedChange.field, FeedChange.old, FeedChange.new, FeedRun.started_at
        )
    )
    withheld = claim.cohe_id not in actor.cohes_as(*READ_MENTAL_HEALTH)
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        hidden = row.field.endswith(WITHOUT_VALUES)
        hidden = hidden or (withheld and row.field in MAY_TELL_OF_MENTAL_HEALTH)
        lines.append(
            HistoryLine(
                HistoryKind.FROM_LNI,
                row.id,
                day_of(row.started_at),
                row.started_at,
                row.field,
                old=None if hidden else row.old or "",
                new=None if hidden else row.new or "",
            )
        )
    return lines


def _milestones(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    """Met on their day, late too; missed on the day on which they were due."""
    found = yield from milestones_of(actor, claim)
    lines = []
    for number, each in enumerate(found):
        if each.state not in (MilestoneState.MET, MilestoneState.MISSED):
            continue
        lines.append(
            HistoryLine(
                HistoryKind.MILESTONE,
                number,
                each.met_on or each.due.day,
                None,
                each.milestone,
                new=each.state.value,
                more="late" if each.met_on and each.state is MilestoneState.MISSED else None,
                until=each.due.day,
            )
        )
    return lines


SOURCES: tuple[Callable[[Actor, Claim], Question[list[HistoryLine]]], ...] = (
    _triage,
    _periods,
    _from_lni,
    *HANDS,
    _milestones,
)
