"""A claim of each COHE whose initiating provider L&I corrected: it waits for the supervisor."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from ohms.domain.calendar import PACIFIC
from ohms.domain.values import Coordination
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.feed import FeedRun, RehomingProposal
from ohms.models.providers import ProviderAssignment
from ohms.simulator.loading.rows import put

NEWEST = 40
"""Among so many of a COHE's newest claims: another of its coordinators need not have one of them."""


def put_rehomings(today: date) -> int:
    """One proposal for each COHE where none waits; how many. Inside a bulk unit."""
    run: int | None = db.session.execute(
        select(func.max(FeedRun.id)).where(FeedRun.kind == "claims", FeedRun.state == "done")
    ).scalar_one()
    if run is None:
        return 0
    waiting = select(RehomingProposal.cohe_id).where(RehomingProposal.decision.is_(None))
    idle = select(Cohe.id).where(Cohe.id.not_in(waiting)).order_by(Cohe.id)
    told_at = datetime.combine(today - timedelta(days=1), time(6, 30), tzinfo=PACIFIC)
    rows = [
        {
            "run_id": run,
            "claim_id": claim_id,
            "cohe_id": cohe_id,
            "initiating_provider_id": provider_id,
            "initiated_on": initiated_on,
            "proposed_at": told_at,
        }
        for cohe_id in db.session.execute(idle).scalars().all()
        for claim_id, initiated_on, provider_id in _mistaken(cohe_id)
    ]
    return put(RehomingProposal, rows)


def _mistaken(cohe_id: int) -> list[tuple[int, date, int]]:
    """A recent claim, its day, and a provider of another coordinator; of another provider of the same
    one where the COHE has no other. Never one that was proposed before."""
    here, there = aliased(ProviderAssignment), aliased(ProviderAssignment)
    proposed = select(RehomingProposal.claim_id)
    newest = (
        select(Claim.id, Claim.initiated_on, Claim.initiating_provider_id)
        .where(
            Claim.cohe_id == cohe_id,
            Claim.coordination == Coordination.ACTIVE,
            Claim.initiated_cohe_id.is_(None),
            Claim.id.not_in(proposed),
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(NEWEST)
        .subquery()
    )
    other = (here.staff_id == there.staff_id).label("same_list")
    rows = db.session.execute(
        select(newest.c.id, newest.c.initiated_on, there.provider_id)
        .join(here, here.provider_id == newest.c.initiating_provider_id)
        .join(there, there.cohe_id == here.cohe_id)
        .where(
            here.cohe_id == cohe_id,
            here.to_on.is_(None),
            there.to_on.is_(None),
            there.from_on <= newest.c.initiated_on,
            there.provider_id != here.provider_id,
        )
        .order_by(other, newest.c.initiated_on.desc(), newest.c.id.desc(), there.provider_id)
        .limit(1)
    )
    return [(row[0], row[1], row[2]) for row in rows]
