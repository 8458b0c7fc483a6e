"""The accounts of a demonstration as a table: who, as what, where."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select

from ohms.config import DEMO_PASSWORD
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.cohes import Cohe
from ohms.models.staff import Position, StaffMember

ROLES = {
    Role.HSC: "Coordinators",
    Role.HSC_ASSISTANT: "Assistant",
    Role.SUPERVISOR: "Supervisor",
    Role.PRIVACY_OFFICER: "Privacy officer",
    Role.CONTRACT_MANAGER: "Contract manager",
    Role.DESK_RISK_MANAGEMENT: "L&I Risk Management",
    Role.DESK_STAY_AT_WORK: "L&I Stay at Work",
    Role.ADMINISTRATOR: "Administrator",
}
MOST_NAMES = 3


def account_lines(today: date, address: str) -> list[str]:
    """The table with the password and the address, line by line."""
    rows = [row for role in ROLES for row in _rows(role, today)]
    widths = [max(len(row[n]) for row in rows) for n in range(2)]
    lines = ["", "Accounts of the demonstration:", ""]
    lines += [
        f"  {role:<{widths[0]}}  {where:<{widths[1]}}  {names}" for role, where, names in rows
    ]
    return [*lines, "", f"Password of all:  {DEMO_PASSWORD}", f"Address:          {address}"]


def _rows(role: Role, today: date) -> Iterator[tuple[str, str, str]]:
    found = db.session.execute(
        select(StaffMember.username, Cohe.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .outerjoin(Cohe, Cohe.id == Position.cohe_id)
        .where(
            StaffMember.active,
            StaffMember.password_hash.is_not(None),
            Position.role == role,
            Position.from_on <= today,
            or_(Position.to_on.is_(None), Position.to_on >= today),
        )
        .order_by(Position.cohe_id, StaffMember.id)
    ).all()
    if role is Role.CONTRACT_MANAGER:
        for username in dict.fromkeys(row[0] for row in found):
            yield ROLES[role], "all centres", username
        return
    places: dict[str, list[str]] = {}
    for username, place in found:
        places.setdefault(place or "L&I and OHMS", []).append(username)
    for place, names in places.items():
        yield ROLES[role], place, _shortened(names)


def _shortened(names: list[str]) -> str:
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return f"{names[0]}, {names[1]} ... {names[-1]}"
