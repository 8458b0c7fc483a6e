"""Whether a streaming replica may answer somebody: only where everything they did has reached it.

A person's acts stand in one lane of the audit, in the order of their commits, each in the transaction of
what it tells of; a replica replays commits in their order. So where its head of the lane is as far as
the database's own, it holds all that this person ever saved, whichever browser or server they used.
"""

from datetime import datetime

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.access import Actor
from ohms.domain.audit_chain import lane_of
from ohms.extensions import at_replica, db
from ohms.models.audit import AuditLane


def replica_as_of(actor: Actor) -> datetime | None:
    """As of when the replica tells; None where it lags behind what this person did.

    That instant is of the last commit that it replayed. Raises DBAPIError where it does not answer.
    """
    lane = AuditLane.lane == lane_of(actor.staff_id)
    done = db.session.execute(select(AuditLane.last_number).where(lane)).scalar_one()
    db.session.rollback()
    last_commit = func.pg_last_xact_replay_timestamp()
    with at_replica():
        try:
            standing = db.session.execute(
                select(AuditLane.last_number, last_commit.label("as_of")).where(lane)
            ).one()
        finally:
            db.session.rollback()
    if standing.last_number < done:
        return None
    return standing.as_of or clock.now()  # begun anew, it replayed nothing yet
