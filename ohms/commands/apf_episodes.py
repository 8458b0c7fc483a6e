"""A claim's work-status episodes brought up to its APFs, whoever told of them."""

from typing import Any

from ohms.commands.summaries import refresh_claim
from ohms.domain.actor import Actor
from ohms.domain.apf_episodes import ApfFact, KeptEpisode, brought_up, status_told
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import ActivityPrescription, WorkStatusEpisode
from ohms.queries.scope import visible


def bring_up_episodes(actor: Actor, claim: Claim) -> None:
    """The locked claim's episodes, its work status, and what follows from them."""
    facts = [apf_fact(row.id, row) for row in _all(actor, ActivityPrescription, claim.id)]
    rows = {row.id: row for row in _all(actor, WorkStatusEpisode, claim.id)}
    up = brought_up(facts, [kept_episode(row) for row in rows.values()])
    for id_ in up.removed:
        db.session.delete(rows[id_])
    db.session.flush()  # before those that stand on the same days
    for each in up.added:
        db.session.add(
            WorkStatusEpisode(
                claim_id=claim.id,
                cohe_id=claim.cohe_id,
                work_status=each.status,
                from_on=each.from_on,
                to_on=each.to_on,
                source="apf",
                activity_prescription_id=each.apf_id,
            )
        )
    claim.work_status = status_told(up.standing, actor.on_day)
    refresh_claim(claim)


def apf_fact(apf_id: int, told: Any) -> ApfFact:
    """From a row, or from a line of the feed: they use the same names."""
    return ApfFact(apf_id, told.exam_on, told.work_status, told.from_on, told.to_on)


def kept_episode(row: Any) -> KeptEpisode:
    """From a loaded episode, or from a row of its columns."""
    apf_id = row.activity_prescription_id
    by_hand = apf_id is None or bool(row.corrected_by_hand)
    return KeptEpisode(row.id, apf_id, by_hand, row.work_status, row.from_on, row.to_on)


def _all(actor: Actor, model: Any, claim_id: int) -> list[Any]:
    statement = visible(actor, model).where(model.claim_id == claim_id)
    return list(db.session.execute(statement).scalars())
