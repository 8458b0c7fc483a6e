"""What is lent of one claim, to whom and until when."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.delegation import DelegationScope
from ohms.extensions import db
from ohms.models.claims import Delegation
from ohms.models.staff import StaffMember
from ohms.models.tasks import Task
from ohms.queries.scope import visible


class DelegationShown(NamedTuple):
    """One delegation; `task` names the one that is lent."""

    id: int
    scope: DelegationScope
    task: str | None
    lent_to: str
    lent_by: str
    remark: str | None
    from_on: date
    to_on: date | None
    withdrawn_at: datetime | None

    def is_in_force_on(self, day: date) -> bool:
        ended = self.withdrawn_at is not None or (self.to_on is not None and self.to_on < day)
        return self.from_on <= day and not ended


def delegations_of(actor: Actor, claim_id: int) -> list[DelegationShown]:
    """Every delegation of a claim that the actor sees, the newest first; the ended ones too."""
    lent_to, lent_by = aliased(StaffMember), aliased(StaffMember)
    rows: Sequence[Any] = db.session.execute(
        visible(actor, Delegation)
        .join(lent_to, lent_to.id == Delegation.to_staff_id)
        .join(lent_by, lent_by.id == Delegation.from_staff_id)
        .where(Delegation.claim_id == claim_id)
        .with_only_columns(
            Delegation.id,
            Delegation.scope,
            Delegation.task_id,
            lent_to.name,
            lent_by.name,
            Delegation.remark,
            Delegation.from_on,
            Delegation.to_on,
            Delegation.withdrawn_at,
        )
        .order_by(Delegation.id.desc())
    ).all()
    titles = _titles(actor, [row.task_id for row in rows if row.task_id is not None])
    return [DelegationShown(row[0], row[1], titles.get(row.task_id or 0), *row[3:]) for row in rows]


def _titles(actor: Actor, task_ids: list[int]) -> dict[int, str]:
    tasks = visible(actor, Task).where(Task.id.in_(task_ids))
    rows = db.session.execute(tasks.with_only_columns(Task.id, Task.title))
    return {row.id: row.title for row in rows}
