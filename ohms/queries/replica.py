"""Whether a streaming replica may answer somebody: only where everything they did has reached it.

A person's acts stand in one lane of the audit, in the order of their commits, each in the transaction of
what it tells of; a replica replays commits in their order. So where its head of the lane is as far as
the database's own, it holds all that this person ever saved, whichever browser or server they used.
"""

from datetime import datetime

from sqlalchemy import func, select

from ohms import clock
from ohms.domain.actor import Actor
from ohms.domain.audit_chain import lane_of
from ohms.extensions import at_replica, db
from ohms.models.audit import AuditLane
from ohms.models.housekeeping import Installation


def replica_as_of(actor: Actor) -> datetime | None:
    """As of when the replica tells; None where it lags behind what this person did.

    That instant is of the last commit that it replayed. Raises DBAPIError where it does not answer.
    """
    founded = select(Installation.made_at).scalar_subquery().label("founded")
    head = select(AuditLane.last_number, founded).where(AuditLane.lane == lane_of(actor.staff_id))
    done = db.session.execute(head).one()
    db.session.rollback()
    last_commit = func.pg_last_xact_replay_timestamp()
    with at_replica():
        try:
            there = db.session.execute(head.add_columns(last_commit.label("as_of"))).one_or_none()
        finally:
            db.session.rollback()
    # An address that names another installation's database is no replica of this one.
    if there is None or there.founded != done.founded or there.last_number < done.last_number:
        return None
    return there.as_of or clock.now()  # begun anew, it replayed nothing yet
