"""Nothing that is open belongs to who left."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, select

from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Coverage
from ohms.models.departures import Departure
from ohms.models.providers import ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position
from ohms.models.tasks import Task
from ohms.queries.lane import holds
from ohms.queries.task_filter import in_an_open_state


def open_work_of_the_departed(today: date) -> Iterator[str]:
    """Of people with a departure from a COHE in which they hold no position any longer."""
    gone = and_(
        ~select(Position.id)
        .where(
            Position.staff_id == Departure.staff_id,
            Position.cohe_id == Departure.cohe_id,
            holds(Position, today),
        )
        .correlate(Departure)
        .exists()
    )
    kinds: tuple[tuple[str, Any, Any, Any], ...] = (
        ("task", Task, Task.owner_id, in_an_open_state()),
        ("claim", Claim, Claim.assigned_to_id, Claim.assigned_to_id.is_not(None)),
        *(
            (model.__tablename__, model, column, holds(model, today))
            for model, column in (
                (ProviderAssignment, ProviderAssignment.staff_id),
                (AssistantAssignment, AssistantAssignment.coordinator_id),
                (Coverage, Coverage.covering_id),
            )
        ),
    )
    for word, model, owner, is_open in kinds:
        rows = db.session.execute(
            select(model.id, Departure.id)
            .join(Departure, and_(owner == Departure.staff_id, model.cohe_id == Departure.cohe_id))
            .where(is_open, gone)
            .order_by(model.id)
        )
        for row_id, departure_id in rows:
            yield f"{word} {row_id} is of who left with departure {departure_id}"
