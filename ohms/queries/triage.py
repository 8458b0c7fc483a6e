"""What waits for triage: the new claims of one's list and of those one covers, and the claims that
were put away and came back; best score first, each with its reasons."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.complexity import against_low
from ohms.domain.coordination import may_be_taken_up_again
from ohms.domain.errors import NotFound
from ohms.domain.triage import (
    NOT_NEEDED,
    PUT_AWAY,
    Reason,
    TriageChoice,
    TriageFacts,
    no_action_reason,
    proposed,
    reasons,
    score,
)
from ohms.domain.triage_again import Seen, unseen
from ohms.domain.triage_weights import TriageWeights
from ohms.domain.values import Coordination
from ohms.models.claims import Claim
from ohms.queries.claims_at_triage import ClaimAtTriage
from ohms.queries.low_complexity import Flags, facts_with, low_flags
from ohms.queries.one_in_sight import only_row
from ohms.queries.rounds import Question, ask, side_by_side
from ohms.queries.scope import visible
from ohms.queries.settings import triage_weights
from ohms.queries.triage_decisions import LastDecision, last_decisions
from ohms.queries.triage_facts import claims_with_facts
from ohms.queries.triage_waiting import ids_put_away, ids_that_may_wait


@dataclass(frozen=True, slots=True)
class TriageLine:
    """One claim at triage: its facts, its reasons, and what they speak for."""

    claim: ClaimAtTriage
    facts: TriageFacts
    reasons: list[Reason]
    last: LastDecision | None = None
    fresh: frozenset[str] = frozenset()
    """Names of the reasons that were not seen when the claim was put away, and bring it back."""

    @property
    def watch_is_over(self) -> bool:
        """The day until which it was to be watched has come."""
        until = self.claim.watch_until_on
        watching = self.claim.coordination is Coordination.WATCHING
        return watching and until is not None and until <= self.facts.today

    @property
    def came_back(self) -> bool:
        """It was put away at triage, or our work on it had ended, and something has happened since."""
        put_away = self.last is not None and self.last.choice in PUT_AWAY
        return self.reopened or (put_away and (bool(self.fresh) or self.watch_is_over))

    @property
    def reopened(self) -> bool:
        """Our work on it had ended, and L&I reopened the claim since: it may be taken up again."""
        claim = self.claim
        return claim.close_reason != NOT_NEEDED and may_be_taken_up_again(
            claim.coordination,
            claim.status,
            ended_at=claim.ended_at,
            reopened_at=claim.reopened_at,
        )

    @property
    def ended_on(self) -> date | None:
        return day_of(self.claim.ended_at) if self.claim.ended_at else None

    @property
    def score(self) -> int:
        return score(self.reasons)

    @property
    def no_action_reason(self) -> str:
        return no_action_reason(self.facts)

    @property
    def days_since_established(self) -> int | None:
        established = self.claim.established_on
        return (self.facts.today - established).days if established else None


@dataclass(frozen=True, slots=True)
class LineToDecide(TriageLine):
    """A line that a decision is asked for: with what keeps its claim from an assistant."""

    obstacles: list[str] = field(kw_only=True)

    @property
    def proposed(self) -> TriageChoice:
        return proposed(self.reasons, self.obstacles)


def at_triage(actor: Actor) -> list[TriageLine]:
    """Everything that waits for the actor's decision, best score first, the older claim before the
    younger where scores are equal: two statements."""
    waiting = [
        line
        for line in ask(triage_lines(actor, ids_that_may_wait(actor)))
        if line.claim.coordination is Coordination.NEW or line.came_back
    ]
    return sorted(waiting, key=_best_first)


def count_came_back(actor: Actor) -> Question[int]:
    """How many of them are none that are new, without asking for the new ones: two rounds."""
    ids = yield from ids_put_away(actor)
    if not ids:
        return 0
    lines = yield from triage_lines(actor, ids)
    return sum(line.came_back for line in lines)


def to_decide(actor: Actor, lines: Sequence[TriageLine]) -> list[LineToDecide]:
    """Some lines that are shown to be decided, in their order, those aside that the actor sees no more:
    one statement. Not asked of all that wait."""
    flags = ask(low_flags([line.claim.id for line in lines], actor))
    return [_with_obstacles(line, flags[line.claim.id]) for line in lines if line.claim.id in flags]


def _with_obstacles(line: TriageLine, flags: Flags) -> LineToDecide:
    told = {each.name: getattr(line, each.name) for each in fields(TriageLine)}
    obstacles = against_low(facts_with(flags, line.facts.episodes, line.facts.today))
    return LineToDecide(**told, obstacles=obstacles)


def triage_by_number(actor: Actor, number: str) -> LineToDecide:
    """One claim as triage sees it, whatever its coordination; NotFound where it is not seen."""
    found = only_row(
        visible(actor, Claim)
        .with_only_columns(Claim.id, Claim.cohe_id)
        .where(Claim.claim_number == as_claim_number(number))
    )
    lines = to_decide(actor, [ask(triage_of_claim(actor, *found))])
    if not lines:
        raise NotFound
    return lines[0]


def triage_of_claim(actor: Actor, claim_id: int, cohe_id: int) -> Question[TriageLine]:
    """The claim of this id and COHE, which the actor sees, as triage sees it: one round."""
    told, weights = yield from side_by_side(
        _told_of(actor, [claim_id]), triage_weights([cohe_id], actor.on_day)
    )
    return _lines(told, weights)[0]


def _best_first(line: TriageLine) -> tuple[int, date, int]:
    return -line.score, line.claim.initiated_on, line.claim.id


def triage_lines(actor: Actor, ids: Collection[int]) -> Question[list[TriageLine]]:
    """Some claims as triage sees them, in the order of their ids: one round, and another one where the
    actor sees claims of COHEs without working there."""
    own = {held.cohe_id for held in actor.positions if held.cohe_id is not None}
    told, weights = yield from side_by_side(
        _told_of(actor, ids), triage_weights(sorted(own), actor.on_day)
    )
    if others := {row.cohe_id for row in told[0][0]} - own:
        weights |= yield from triage_weights(sorted(others), actor.on_day)
    return _lines(told, weights)


def _told_of(actor: Actor, ids: Collection[int]) -> Question[list[Any]]:
    """Some claims with their facts, and the last decisions on them."""
    told = yield from side_by_side(claims_with_facts(actor, ids), last_decisions(actor, ids))
    return told


def _lines(told: list[Any], weights: Mapping[int, TriageWeights]) -> list[TriageLine]:
    (rows, facts), decisions = told
    return [_line(row, facts[row.id], weights[row.cohe_id], decisions.get(row.id)) for row in rows]


def _line(
    row: ClaimAtTriage,
    facts: TriageFacts,
    weights: TriageWeights,
    last: LastDecision | None,
) -> TriageLine:
    found = reasons(facts, weights)
    return TriageLine(
        claim=row,
        facts=facts,
        reasons=found,
        last=last,
        fresh=_fresh(row, facts, found, last),
    )


def _fresh(
    row: ClaimAtTriage, facts: TriageFacts, found: Collection[Reason], last: LastDecision | None
) -> frozenset[str]:
    """The reasons that bring a claim back which was put away; none where it stays away."""
    if last is None or last.choice not in PUT_AWAY or not _is_put_away(row):
        return frozenset()
    marks = _seen(facts, last)
    if row.called_at is not None and row.called_at > last.decided_at:
        marks = {
            name: day for name, day in marks.items() if name != "incoming_call"
        }  # another call
    seen = Seen(marks, last.decided_on)
    return frozenset(reason.name for reason in unseen(found, seen))


def _is_put_away(row: ClaimAtTriage) -> bool:
    if row.coordination is Coordination.WATCHING:
        return True
    return row.coordination is Coordination.CLOSED and row.close_reason == NOT_NEEDED


def _seen(facts: TriageFacts, last: LastDecision) -> Mapping[str, date | None]:
    """What was seen at the decision: as it was kept, else what the facts up to that day told."""
    if last.seen is not None:
        return last.seen
    then = reasons(replace(facts, today=last.decided_on))
    return {reason.name: reason.since for reason in then}
