"""Who is an assistant and no more in a COHE, under whom, and what hangs on them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.tasks import Task
from ohms.queries.lane import holds
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.task_filter import in_an_open_state


def assistants_of(coordinator_id: int, cohe_id: int, day: date) -> Sequence[int]:
    """Those who work under a coordinator on a day."""
    statement = select(AssistantAssignment.assistant_id).where(
        AssistantAssignment.coordinator_id == coordinator_id,
        AssistantAssignment.cohe_id == cohe_id,
        holds(AssistantAssignment, day),
    )
    return db.session.execute(statement).scalars().all()


def assistants_in(cohe_id: int, day: date) -> list[tuple[int, str]]:
    """Who is an assistant and no more in a COHE on a day and may sign in, by name."""
    statement = (
        select(StaffMember.id, StaffMember.name)
        .where(StaffMember.active.is_(True), is_assistant_only(StaffMember.id, cohe_id, day))
        .order_by(StaffMember.name, StaffMember.id)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def is_assistant_only(staff_id: Any, cohe_id: Any, day: date) -> ColumnElement[bool]:
    """The person of a column is an assistant in the COHE of a column that day, and nothing more."""
    return and_(
        _holds_role(staff_id, cohe_id, day, Role.HSC_ASSISTANT),
        ~_holds_role(staff_id, cohe_id, day, Role.HSC),
    )


@prepared
def tasks_held_by_assistants(_actor: None, *, claim_id: Any, day: Any) -> AnySelect:
    """The ids of a claim's open tasks whose owner is an assistant and no more."""
    return (
        select(Task.id)
        .where(
            Task.claim_id == claim_id,
            in_an_open_state(),
            is_assistant_only(Task.owner_id, Task.cohe_id, day),
        )
        .order_by(Task.id)
    )


def _holds_role(staff_id: Any, cohe_id: Any, day: date, role: Role) -> ColumnElement[bool]:
    return (
        select(Position.id)
        .where(
            Position.staff_id == staff_id,
            Position.cohe_id == cohe_id,
            Position.role == role,
            holds(Position, day),
        )
        .correlate_except(Position)
        .exists()
    )
