"""Derived tasks equal those that the facts ask for, worked out from nothing."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from ohms.domain.task_keeping import Add, Change, Step, is_due_to_lapse
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.queries.derived_tasks import claims_with_derived_tasks, steps_of


def derived_tasks_differ(today: date) -> Iterator[str]:
    """What would have to be written, changed or closed. A task whose days have passed may still be
    open: it hides by itself and closes with the claim's next change."""
    for claim_id, _owner_id, step in steps_of(claims_with_derived_tasks(), today):
        if not is_due_to_lapse(step):
            number = select(Claim.claim_number).where(Claim.id == claim_id)
            yield f"claim {db.session.execute(number).scalar_one()}: {_told(step)}"


def _told(step: Step) -> str:
    if isinstance(step, Add):
        return f"task {step.task.key} is missing"
    if isinstance(step, Change):
        how = "is closed and its fact is missing" if step.opens_again else "has other days or words"
        return f"task {step.kept.key} {how}"
    return f"task {step.kept.key} is open and follows from nothing"
