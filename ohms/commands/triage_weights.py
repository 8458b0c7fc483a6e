"""The weights of triage of a COHE go live: an act of its own, after a simulation, with its reason."""

from dataclasses import asdict
from datetime import date

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.idempotency import made_before, remember
from ohms.commands.setting_rows import set_at_once
from ohms.commands.unit_of_work import command, note_entry
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_supervises
from ohms.domain.centre_settings import checked_start
from ohms.domain.errors import RuleBroken
from ohms.domain.triage_weights import (
    TriageWeights,
    check_goes_live,
    check_points,
    checked_why,
)
from ohms.queries.rounds import ask
from ohms.queries.settings import TRIAGE, triage_weights
from ohms.queries.triage_weights import last_row_of, was_simulated


@command(Permission.TRIAGE_WEIGHTS)
def set_triage_weights(
    actor: Actor,
    cohe_id: int,
    draft: TriageWeights,
    *,
    from_on: date | None,
    reason: str | None,
    stood: int,
    key: str | None = None,
) -> int:
    """Let a draft go live in a supervised COHE from a day on; the id of its first row.

    `stood` is the newest row of the weights that the simulation compared with. The same form sent
    twice sets once. RuleBroken beside `from_on`, `reason` or the name of a signal, and without a field
    where the actor did not simulate this draft, or where other weights were set since.
    """
    check_supervises(actor, cohe_id)
    if key and (made := made_before(actor, key)) is not None:
        return made
    check_points(draft)
    start, why = checked_start(from_on, actor.on_day), checked_why(reason)
    if last_row_of(cohe_id) != stood:
        raise RuleBroken("Other points were set since you simulated these. Simulate them again.")
    standing = ask(triage_weights([cohe_id], start))[cohe_id]
    simulated = was_simulated(actor, cohe_id, draft, clock.now())
    check_goes_live(standing, draft, simulated=simulated)
    # A row for each signal, so that a version is whole, whatever else is set ahead.
    values = {TRIAGE + name: points for name, points in asdict(draft).items()}
    made = set_at_once(actor, cohe_id, values, start, why)
    changes = standing.changes_to(draft)
    detail = {"from_on": start.isoformat(), "points": asdict(draft), "changes": changes}
    note_entry(Entry("set_triage_weights", "triage_weights", made, cohe_id=cohe_id, detail=detail))
    if key:
        remember(actor, key, "set_triage_weights", made)
    return made
