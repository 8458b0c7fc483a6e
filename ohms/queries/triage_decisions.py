"""The decisions of triage as they are kept: what was decided, when, and what was seen then."""

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.triage import Reason, TriageChoice
from ohms.models.claims import TriageDecision
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible


class LastDecision(NamedTuple):
    """The latest decision on a claim, with the reasons seen then and how far each had come.

    `seen` is None where the reasons were written down in words only.
    """

    choice: TriageChoice
    decided_on: date
    reason: str | None
    seen: Mapping[str, date | None] | None
    decided_at: datetime


def last_decisions(actor: Actor, ids: Collection[int]) -> Question[dict[int, LastDecision]]:
    """The latest decision on each of some claims, by the claim's id."""
    (rows,) = yield (_last(actor, claim_ids=list(ids)),)
    return {
        row.claim_id: LastDecision(
            TriageChoice(row.decision),
            day_of(row.decided_at),
            row.reason,
            _marks(row.reasons),
            row.decided_at,
        )
        for row in rows
    }


@prepared
def _last(actor: Actor, *, claim_ids: Any) -> AnySelect:
    latest = (
        visible(actor, TriageDecision)
        .where(TriageDecision.claim_id.in_(claim_ids))
        .with_only_columns(func.max(TriageDecision.id))
        .group_by(TriageDecision.claim_id)
    )
    return (
        visible(actor, TriageDecision)
        .where(TriageDecision.id.in_(latest))
        .with_only_columns(
            TriageDecision.claim_id,
            TriageDecision.decision,
            TriageDecision.decided_at,
            TriageDecision.reason,
            TriageDecision.reasons,
        )
    )


def _marks(kept: str) -> Mapping[str, date | None] | None:
    """The reasons in what `reasons_as_kept` wrote; None for reasons in words."""
    try:
        return {str(reason["name"]): _day(reason.get("since")) for reason in json.loads(kept)}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None


def reasons_as_kept(found: Collection[Reason]) -> str:
    """Reasons as a decision keeps them: name, points, sentence and since when, as seen."""
    return json.dumps(
        [
            {
                "name": reason.name,
                "points": reason.points,
                "sentence": reason.sentence,
                "since": reason.since.isoformat() if reason.since else None,
            }
            for reason in found
        ]
    )
