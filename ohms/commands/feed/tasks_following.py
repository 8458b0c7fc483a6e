"""After a batch of the feed: the claims that what it told makes harder than low complexity, and the
tasks that follow from it for the claims we coordinate."""

from collections.abc import Callable

from sqlalchemy import or_, select

from ohms import clock
from ohms.commands.derived_tasks import derive_tasks_of
from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.rows import rows_in
from ohms.commands.no_longer_low import raise_low_claims
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
    low, coordinated = Claim.complexity == Complexity.LOW, Claim.coordination.in_(COORDINATED)
    statement = select(Claim.id, low.label("low"), coordinated.label("coordinated"))
    found = list(rows_in(statement.where(or_(low, coordinated)), Claim.claim_number, numbers))
    raise_low_claims([row.id for row in found if row.low], clock.today())
    derive_tasks_of([row.id for row in found if row.coordinated], clock.today())
