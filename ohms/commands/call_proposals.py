"""When claims arrive by the feed, those that calls wait for are proposed: one press of whoever
answers for the claim makes them a match."""

from sqlalchemy import update

from ohms.extensions import db
from ohms.models.notes import CallIntake
from ohms.queries.call_matching import calls_without_claim, claims_told


def propose_for_waiting_calls() -> None:
    """Propose the claim that a waiting call points to, as part of the import that brought claims.

    A call that has a match or a proposal, or whose proposal was refused, is left alone.
    """
    waiting = calls_without_claim()
    if not waiting:
        return
    for call_id, claim_id in claims_told(waiting).items():
        db.session.execute(
            update(CallIntake)
            .where(CallIntake.id == call_id)
            .values(proposed_claim_id=claim_id, version=CallIntake.version + 1)
            .execution_options(synchronize_session=False)
        )
