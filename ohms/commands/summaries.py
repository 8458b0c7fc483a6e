"""A claim's summaries, written by the transaction that changes their facts.

`refresh_claim` recomputes them from the facts; `ohms check` does the same over the whole database
and demands equality, so no second definition exists.
"""

from sqlalchemy import func, select

from ohms import clock
from ohms.commands.derived_tasks import derive_tasks
from ohms.commands.handing_over import raise_where_forbidden, take_from_assistants
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import Contact
from ohms.models.tasks import Task
from ohms.queries.guard import unscoped

OPEN_STATES = (TaskState.TO_DO, TaskState.IN_PROGRESS, TaskState.WAITING)


def refresh_claim(claim: Claim) -> None:
    """Bring a loaded claim's complexity and derived tasks, last contact, next due and open tasks up to
    its facts: one that was low and may not be any longer passes to its coordinator.

    The facts are read whatever the actor sees: a summary is the claim's, not the person's.
    """
    db.session.flush()
    with unscoped("summaries of a claim"):
        raise_where_forbidden([claim], clock.today())
        take_from_assistants(claim, clock.today())
        derive_tasks(claim, clock.today())
        claim.last_contact_on = db.session.execute(
            select(func.max(Contact.contact_on)).where(Contact.claim_id == claim.id)
        ).scalar_one()
        claim.next_due_by, claim.open_tasks = db.session.execute(
            select(func.min(Task.due_by), func.count()).where(
                Task.claim_id == claim.id, Task.state.in_(OPEN_STATES)
            )
        ).one()
