"""Views of lists in the demonstration: one that each COHE shares, and one of each first coordinator."""

from datetime import date

from sqlalchemy import func, select

from ohms.domain.lists import ListName
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.lists import SavedView
from ohms.models.staff import Position
from ohms.simulator.loading.rows import put

SHARED = ("Time loss, no contact yet", "scope=cohe&time_loss=yes&open=yes&milestone=first_contact")
OWN = ("Off work, longest without contact", "scope=mine&work_status=off_work&sort=last_contact")
OWN_COLUMNS = "worker,injury,employer,coordination,contact,next,due"


def put_views(today: date) -> int:
    """How many; inside a bulk unit."""
    first = dict(_first(Role.HSC, today))
    rows = [
        _row(lead, cohe_id, SHARED, "worker,injury,provider,coordinator,complexity,next,due")
        for cohe_id, lead in _first(Role.SUPERVISOR, today)
    ]
    return put(SavedView, [*rows, *(_row(who, None, OWN, OWN_COLUMNS) for who in first.values())])


def _row(owner: int, cohe_id: int | None, told: tuple[str, str], columns: str) -> dict[str, object]:
    return {
        "owner_id": owner,
        "cohe_id": cohe_id,
        "list_name": ListName.CLAIMS,
        "name": told[0],
        "state": told[1],
        "columns": columns,
    }


def _first(role: Role, day: date) -> list[tuple[int, int]]:
    """Each COHE with who has held a role there the longest."""
    rows = db.session.execute(
        select(Position.cohe_id, func.min(Position.staff_id))
        .where(
            Position.role == role,
            Position.cohe_id.is_not(None),
            Position.from_on <= day,
            (Position.to_on.is_(None)) | (Position.to_on >= day),
        )
        .group_by(Position.cohe_id)
        .order_by(Position.cohe_id)
    )
    return [(cohe_id, staff_id) for cohe_id, staff_id in rows if cohe_id is not None]
