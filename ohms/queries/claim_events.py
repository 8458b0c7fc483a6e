"""The facts of one claim's own tables as lines of its history; they are few and read whole."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import aliased

from ohms.clock import PACIFIC, day_of
from ohms.domain.access import Actor
from ohms.domain.documents import READ_MENTAL_HEALTH
from ohms.domain.values import MilestoneState
from ohms.models.claims import (
    AttendingProvider,
    Claim,
    ClaimAssignment,
    Delegation,
    TriageDecision,
)
from ohms.models.cohes import Cohe
from ohms.models.coordination import CoordinationPeriod
from ohms.models.feed import FeedChange, FeedRun, RehomingProposal
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.transfers import ClaimTransfer
from ohms.queries.milestones import milestones_of
from ohms.queries.prepared import AnySelect
from ohms.queries.rounds import Question
from ohms.queries.scope import visible

WITHOUT_VALUES = ("_id", "_key")
MAY_TELL_OF_MENTAL_HEALTH = frozenset({"icd10", "nature_code"})
INSTANT = "%Y-%m-%dT%H:%M:%S.%f"


class HistoryKind(StrEnum):
    """Of what a line tells."""

    TRIAGE = "triage"
    COORDINATION = "coordination"
    FROM_LNI = "from_lni"
    TRANSFER = "transfer"
    OFFER = "offer"
    ATTENDING = "attending"
    GIVEN = "given"
    LENT = "lent"
    MILESTONE = "milestone"
    SAME_PERSON = "same_person"
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
    claim_ids: Collection[int] = ()
    """Other claims that the line names."""

    @property
    def key(self) -> str:
        """Where it stands: by its instant, a day alone by its beginning."""
        begins = datetime.combine(self.on, time(), PACIFIC)
        instant = (self.at or begins).astimezone(UTC).strftime(INSTANT)
        return f"{instant}|{self.kind.value}|{self.id:012d}"


def _rows(actor: Actor, model: Any, claim: Claim, person: Any, *columns: Any) -> AnySelect:
    """Rows of the claim with the name of the person whose id stands in `person`."""
    statement: AnySelect = (
        visible(actor, model)
        .where(model.claim_id == claim.id)
        .outerjoin(StaffMember, StaffMember.id == person)
        .with_only_columns(model.id, StaffMember.name.label("by"), *columns)
    )
    return statement


def _triage(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    columns = (
        TriageDecision.decision,
        TriageDecision.reason,
        TriageDecision.decided_at,
        TriageDecision.watch_until_on,
    )
    (rows,) = yield (_rows(actor, TriageDecision, claim, TriageDecision.decided_by_id, *columns),)
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
    (rows,) = yield (_rows(actor, period, claim, period.begun_by_id, *columns),)
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


def _transfers(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    proposal = RehomingProposal
    columns = (proposal.proposed_at, proposal.decision, proposal.decided_at)
    (rows,) = yield (_rows(actor, proposal, claim, proposal.decided_by_id, *columns),)
    lines = []
    for row in rows:
        kind, at = HistoryKind.TRANSFER, row.proposed_at
        lines.append(HistoryLine(kind, 2 * row.id, day_of(at), at, "proposed"))
        if row.decided_at is not None:
            done = row.decided_at
            lines.append(
                HistoryLine(kind, 2 * row.id + 1, day_of(done), done, row.decision, by=row.by)
            )
    return lines


def _handed_over(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
    """Each offer to somebody else twice: offered, and answered."""
    to, decider, offer = aliased(StaffMember), aliased(StaffMember), ClaimTransfer
    statement = (
        visible(actor, offer)
        .where(offer.claim_id == claim.id)
        .join(Cohe, Cohe.id == offer.to_cohe_id)
        .outerjoin(StaffMember, StaffMember.id == offer.offered_by_id)
        .outerjoin(to, to.id == offer.to_staff_id)
        .outerjoin(decider, decider.id == offer.decided_by_id)
        .with_only_columns(
            offer.id,
            offer.offered_at,
            offer.decision,
            offer.decided_at,
            StaffMember.name.label("by"),
            func.coalesce(to.name, Cohe.name).label("to"),
            decider.name.label("decided_by"),
        )
    )
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        kind, at = HistoryKind.OFFER, row.offered_at
        lines.append(
            HistoryLine(kind, 2 * row.id, day_of(at), at, "offered", by=row.by, more=row.to)
        )
        if row.decided_at is not None:
            at, who = row.decided_at, row.decided_by
            decision = row.decision.value
            lines.append(
                HistoryLine(kind, 2 * row.id + 1, day_of(at), at, decision, by=who, more=row.to)
            )
    return lines


def _attending(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
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
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        name = f"{row.last_name}, {row.first_name}"
        kind = HistoryKind.ATTENDING
        lines.append(HistoryLine(kind, row.id, row.from_on, None, name, until=row.to_on))
    return lines


def _given(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
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
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        lines.append(
            HistoryLine(
                HistoryKind.GIVEN,
                row.id,
                row.from_on,
                None,
                row.to,
                by=row.by,
                more=row.reason,
                until=row.to_on,
            )
        )
    return lines


def _lent(actor: Actor, claim: Claim) -> Question[list[HistoryLine]]:
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
    (rows,) = yield (statement,)
    lines = []
    for row in rows:
        kind = HistoryKind.LENT
        lines.append(
            HistoryLine(kind, row.id, row.from_on, None, row.to, by=row.by, until=row.to_on)
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
    _transfers,
    _handed_over,
    _attending,
    _given,
    _lent,
    _milestones,
)
