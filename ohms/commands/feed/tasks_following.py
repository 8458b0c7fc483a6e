"""After a batch of the feed: the claims that what it told makes harder than low complexity, and the
tasks that follow from it for the claims we coordinate."""

from collections.abc import Callable

from sqlalchemy import select

from ohms import clock
from ohms.commands.derived_tasks import derive_tasks_of
from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.rows import rows_in
from ohms.commands.handing_over import raise_low_claims
from ohms.domain.derived_tasks import COORDINATED
from ohms.domain.values import Complexity
from ohms.models.claims import Claim

Plan = Callable[[Batch], Planned]


def then_tasks(plan: Plan) -> Plan:
    """The same plan, which once it is written brings complexity and tasks of its claims to the facts.

    A batch that changes nothing costs nothing: the feed never changes our coordination.
    """

    def planned_with_tasks(batch: Batch) -> Planned:
        planned = plan(batch)
        if planned.tally.added or planned.tally.updated:
            planned.afterwards.append(lambda: _derive(batch))
        return planned

    return planned_with_tasks


def _derive(batch: Batch) -> None:
    numbers = {line.said.claim_number for line in batch.lines}
    low = select(Claim.id).where(Claim.complexity == Complexity.LOW)
    raise_low_claims([row.id for row in rows_in(low, Claim.claim_number, numbers)], clock.today())
    coordinated = select(Claim.id).where(Claim.coordination.in_(COORDINATED))
    found = [row.id for row in rows_in(coordinated, Claim.claim_number, numbers)]
    derive_tasks_of(found, clock.today())
