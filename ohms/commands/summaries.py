"""A claim's summaries, written by the transaction that changes their facts.

`refresh_claim` recomputes them from the facts; `ohms check` does the same over the whole database
and demands equality, so no second definition exists.
"""

from typing import Any

from sqlalchemy import func, select

from ohms import clock
from ohms.commands.derived_tasks import derive_tasks
from ohms.commands.no_longer_low import raise_where_forbidden, take_from_assistants
from ohms.commands.rows import change_row
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import Contact
from ohms.models.tasks import Task
from ohms.queries.among import among_fixed
from ohms.queries.assistants import tasks_held_by_assistants
from ohms.queries.derived_tasks import steps_of_claim
from ohms.queries.guard import unscoped
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import ask, ask_all, asked

OPEN_STATES = (TaskState.TO_DO, TaskState.IN_PROGRESS, TaskState.WAITING)


def refresh_claim(claim: Claim) -> None:
    """Bring a loaded claim's complexity and derived tasks, last contact, next due and open tasks up to
    its facts: one that was low and may not be any longer passes to its coordinator.

    The facts are read whatever the actor sees: a summary is the claim's, not the person's. Once, for
    most saves leave the derived tasks as they stand; where they do not, what is open is read again.
    """
    db.session.flush()
    today = clock.today()
    with unscoped("summaries of a claim"):
        raise_where_forbidden([claim], today)
        steps, (held,), ((told,),), ((tasks,),) = ask_all(
            steps_of_claim(claim.id, today),
            asked(tasks_held_by_assistants(None, claim_id=claim.id, day=today)),
            asked(_last_contact(None, claim_id=claim.id)),
            asked(_open_tasks(None, claim_id=claim.id)),
        )
        take_from_assistants(claim, [row.id for row in held], today)
        if steps:
            derive_tasks(claim, steps, today)
            ((tasks,),) = ask(asked(_open_tasks(None, claim_id=claim.id)))
        change_row(
            claim,
            last_contact_on=told.last_on,
            next_due_by=tasks.first_due_by,
            open_tasks=tasks.number,
        )


@prepared
def _last_contact(_actor: None, *, claim_id: Any) -> AnySelect:
    return select(func.max(Contact.contact_on).label("last_on")).where(Contact.claim_id == claim_id)


@prepared
def _open_tasks(_actor: None, *, claim_id: Any) -> AnySelect:
    return select(
        func.min(Task.due_by).label("first_due_by"), func.count(Task.id).label("number")
    ).where(Task.claim_id == claim_id, among_fixed(Task.state, OPEN_STATES))
