"""The weights of triage of one COHE through time: each version with its day, who and why; and whether
a draft was simulated."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from ohms.domain.actor import Actor
from ohms.domain.triage_weights import ASSUMED, SIGNALS, TriageWeights
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.queries import setting_acts
from ohms.queries.scope import visible
from ohms.queries.setting_acts import SettingsChange
from ohms.queries.settings import TRIAGE

SIMULATED = "simulate_triage_weights"
"""The audit's name of a simulation of a draft on the claims of a quarter."""

HOLDS_FOR = timedelta(days=7)

_NAMES = tuple(TRIAGE + name for name in SIGNALS)


def versions_of(cohe_id: int) -> list[SettingsChange]:
    """Every version of a COHE's weights with the signals whose points it changed, the one set last first."""
    versions, before = [], ASSUMED
    for act in setting_acts.acts_of(cohe_id, _NAMES):
        told = {name.removeprefix(TRIAGE): points for name, points in act.told.items()}
        after = TriageWeights(**{**asdict(before), **told})
        versions.append(SettingsChange(act, before.changes_to(after)))
        before = after
    return versions[::-1]


def last_row_of(cohe_id: int) -> int:
    """The newest row of a COHE's weights."""
    return setting_acts.last_row_of(cohe_id, _NAMES)


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
