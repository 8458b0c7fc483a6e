"""The weights of triage of one COHE through time: each version with its day, who and why; and whether
a draft was simulated."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.triage_weights import ASSUMED, SIGNALS, TriageWeights
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.models.reports import Setting
from ohms.models.staff import StaffMember
from ohms.queries.scope import visible
from ohms.queries.settings import TRIAGE

SIMULATED = "simulate_triage_weights"
"""The audit's name of a simulation of a draft on the claims of a quarter."""

HOLDS_FOR = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WeightsVersion:
    """One set of weights as it went live."""

    from_on: date
    set_at: datetime
    set_by: str | None
    reason: str
    changes: Mapping[str, tuple[int, int]]
    """Signals whose points differ from the version before, each with both."""


def versions_of(cohe_id: int) -> list[WeightsVersion]:
    """Every version of a COHE's weights, the one set last first."""
    acts: dict[tuple[datetime, date], list[Any]] = defaultdict(list)
    for row in db.session.execute(_rows(cohe_id)):
        acts[row.proposed_at, row.from_on].append(row)
    versions, before = [], ASSUMED
    for (set_at, from_on), rows in acts.items():
        told = {row.name.removeprefix(TRIAGE): int(row.value) for row in rows}
        after = TriageWeights(**{**asdict(before), **told})
        versions.append(
            WeightsVersion(
                from_on, set_at, rows[0].set_by, rows[0].source, before.changes_to(after)
            )
        )
        before = after
    return versions[::-1]


def last_row_of(cohe_id: int) -> int:
    """The id of the newest row of a COHE's weights, 0 for none: another one tells of a change."""
    newest = select(func.max(Setting.id)).where(
        Setting.cohe_id == cohe_id, Setting.name.in_([TRIAGE + name for name in SIGNALS])
    )
    return db.session.execute(newest).scalar_one() or 0


def was_simulated(actor: Actor, cohe_id: int, weights: TriageWeights, now: datetime) -> bool:
    """Whether the actor looked at the simulation of these very weights within the last week."""
    told = db.session.execute(
        visible(actor, AuditEntry)
        .where(
            AuditEntry.staff_id == actor.staff_id,
            AuditEntry.at >= now - HOLDS_FOR,
            AuditEntry.action == SIMULATED,
            AuditEntry.cohe_id == cohe_id,
            AuditEntry.result == "done",
        )
        .with_only_columns(AuditEntry.detail)
    ).scalars()
    wanted = asdict(weights)
    return any(json.loads(detail).get("points") == wanted for detail in told if detail)


def _rows(cohe_id: int) -> Any:
    return (
        select(
            Setting.name,
            Setting.value,
            Setting.from_on,
            Setting.source,
            Setting.proposed_at,
            StaffMember.name.label("set_by"),
        )
        .outerjoin(StaffMember, StaffMember.id == Setting.proposed_by_id)
        .where(
            Setting.name.in_([TRIAGE + name for name in SIGNALS]),
            Setting.approved_at.is_not(None),
            or_(Setting.cohe_id.is_(None), Setting.cohe_id == cohe_id),
        )
        .order_by(Setting.id)
    )
