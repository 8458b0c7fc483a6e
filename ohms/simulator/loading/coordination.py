"""Where our work on each claim stands: triage decisions, coordination, complexity."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select, update

from ohms.domain.triage import TriageChoice, score
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim, TriageDecision
from ohms.models.coordination import CoordinationPeriod
from ohms.queries.triage_decisions import reasons_as_kept
from ohms.simulator import planned_work as planned
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import at_minute, put, table_of

HALF_PAST_EIGHT = 8 * 60 + 30
FIVE_O_CLOCK = 17 * 60
ENDS = ("to_on", "ended_at", "end_reason")
DECISIONS = {"assistant": "give_to_assistant"}
"""What the plan calls otherwise than the product."""


def put_triage(decisions: Iterable[planned.TriageDecision], ids: Ids) -> int:
    """The decisions of triage, each with the reasons that were seen then and their sum."""
    return put(TriageDecision, [_decision(row, ids) for row in decisions])


def _decision(row: planned.TriageDecision, ids: Ids) -> dict[str, Any]:
    claim = ids.claim[row.claim_number]
    decision = DECISIONS.get(row.decision, row.decision)
    return {
        "claim_id": claim.id,
        "cohe_id": claim.cohe_id,
        "score": score(row.seen),
        "reasons": reasons_as_kept(row.seen),
        "decision": decision,
        "reason": row.reason if decision == TriageChoice.NO_ACTION else None,
        "watch_until_on": row.watch_until,
        "decided_by_id": ids.staff[row.decided_by],
        "decided_at": at_minute(row.decided_on, HALF_PAST_EIGHT),
    }


def set_coordination(
    states: Iterable[planned.CoordinationState],
    watched: dict[str, date | None],
    ids: Ids,
) -> int:
    """Coordination, close reason and complexity of claims; those that stay new are left alone.

    `watched`: until when a claim is watched, by claim number.
    """
    states = [state for state in states if _is_touched(state)]
    rows = [_standing(state, watched, ids) for state in states]
    if not rows:
        return 0
    claim = table_of(Claim)
    names = ("coordination", "close_reason", "complexity", "watch_until_on")
    statement = (
        update(claim)
        .where(claim.c.id == bindparam("claim_id"))
        .values({name: bindparam(f"new_{name}", type_=claim.c[name].type) for name in names})
    )
    db.session.connection().execute(statement, rows)
    _put_periods(states, ids)
    return len(rows)


def _put_periods(states: list[planned.CoordinationState], ids: Ids) -> None:
    """The periods of coordination that these states end or begin."""
    period = table_of(CoordinationPeriod)
    under_way = set(
        db.session.execute(
            select(CoordinationPeriod.claim_id).where(CoordinationPeriod.to_on.is_(None))
        ).scalars()
    )
    begun = [
        state
        for state in states
        if state.begun_on is not None and ids.claim[state.claim_number].id not in under_way
    ]
    put(CoordinationPeriod, [_period(state, ids) for state in begun])
    ended = [
        {"of_id": period_of["claim_id"], **{f"new_{n}": period_of[n] for n in ENDS}}
        for state in states
        if state.coordination is Coordination.CLOSED
        and (period_of := _period(state, ids))["claim_id"] in under_way
    ]
    if ended:
        statement = (
            update(period)
            .where(period.c.claim_id == bindparam("of_id"), period.c.to_on.is_(None))
            .values({n: bindparam(f"new_{n}", type_=period.c[n].type) for n in ENDS})
        )
        db.session.connection().execute(statement, ended)


def _period(state: planned.CoordinationState, ids: Ids) -> dict[str, Any]:
    claim = ids.claim[state.claim_number]
    closed = state.coordination is Coordination.CLOSED
    return {
        "claim_id": claim.id,
        "cohe_id": claim.cohe_id,
        "from_on": state.begun_on,
        "to_on": state.since_on if closed else None,
        "ended_at": at_minute(state.since_on, FIVE_O_CLOCK) if closed else None,
        "end_reason": state.reason if closed else None,
    }


def _is_touched(state: planned.CoordinationState) -> bool:
    return state.coordination is not Coordination.NEW


def _standing(
    state: planned.CoordinationState, watched: dict[str, date | None], ids: Ids
) -> dict[str, Any]:
    watching = state.coordination is Coordination.WATCHING
    return {
        "claim_id": ids.claim[state.claim_number].id,
        "new_coordination": state.coordination,
        "new_close_reason": state.reason,
        "new_complexity": state.complexity,
        "new_watch_until_on": watched.get(state.claim_number) if watching else None,
    }
