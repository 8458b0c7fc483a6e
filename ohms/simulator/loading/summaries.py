"""The summaries of all claims brought up to their facts, set by set.

The same definitions as `ohms.commands.summaries.refresh_claim`, which does it for one claim.
"""

from sqlalchemy import func, select, update

from ohms.commands.summaries import OPEN_STATES
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.notes import Contact
from ohms.models.tasks import Task
from ohms.simulator.loading.rows import table_of


def refresh_claims() -> int:
    """Last contact, next due and open tasks of every claim that has contacts or tasks; how many.

    Inside a bulk unit that only added contacts and tasks, or changed tasks.
    """
    claim, contact, task = table_of(Claim), table_of(Contact).c, table_of(Task).c
    is_open = task.claim_id == claim.c.id, task.state.in_(OPEN_STATES)
    touched = select(contact.claim_id).union(select(task.claim_id))
    result = db.session.connection().execute(
        update(claim)
        .where(claim.c.id.in_(touched))
        .values(
            last_contact_on=select(func.max(contact.contact_on))
            .where(contact.claim_id == claim.c.id)
            .scalar_subquery(),
            next_due_by=select(func.min(task.due_by)).where(*is_open).scalar_subquery(),
            open_tasks=select(func.count()).where(*is_open).scalar_subquery(),
        )
    )
    return int(result.rowcount)
