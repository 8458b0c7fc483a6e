"""The centres and their people: what stands before the first feed file is read."""

from datetime import datetime

from ohms.models.cohes import CalendarDay, Cohe
from ohms.models.staff import WEEKDAYS, AssistantAssignment, Position, StaffMember
from ohms.simulator.loading.rows import at_minute, ids_by, last_id, put
from ohms.simulator.planned import PlannedPosition, PlannedStaff, World

AN_HOUR = 60


def put_cohes(world: World) -> int:
    """The centres, with the days on which they are closed."""
    begun = min(p.from_on for p in world.positions)
    count = put(
        Cohe,
        [
            {
                "slug": cohe.slug,
                "name": cohe.name,
                "sponsor": cohe.sponsor,
                "contract_from_on": begun.replace(month=1, day=1),
            }
            for cohe in world.cohes
        ],
    )
    ids = ids_by(Cohe, "slug")
    put(
        CalendarDay,
        [
            {"cohe_id": ids[cohe.slug], "day": day, "name": name, "is_open": False}
            for cohe in world.cohes
            for day, name in cohe.closing_days
        ],
    )
    return count


def put_people(
    people: tuple[PlannedStaff, ...], positions: tuple[PlannedPosition, ...], password_hash: str
) -> int:
    """People with one shared password hash, and their positions."""
    first = last_id(StaffMember) + 1
    put(
        StaffMember,
        [
            {
                "username": person.username,
                "name": person.name,
                "password_hash": password_hash,
                "lni_provider_number": _provider_number(person, number),
                "added_at": _hired_at(person),
            }
            for number, person in enumerate(people, first)
        ],
    )
    cohes, staff = ids_by(Cohe, "slug"), ids_by(StaffMember, "username")
    put(
        Position,
        [
            {
                "staff_id": staff[position.staff],
                "role": position.role,
                "cohe_id": None if position.cohe is None else cohes[position.cohe],
                "from_on": position.from_on,
                "to_on": position.to_on,
                "ended_by": position.ended_by,
                **{
                    f"minutes_{day}": minutes
                    for day, minutes in zip(WEEKDAYS, position.weekday_minutes, strict=True)
                },
            }
            for position in positions
        ],
    )
    return len(people)


def put_assistants(world: World) -> int:
    """Whom every assistant works under."""
    cohes, staff = ids_by(Cohe, "slug"), ids_by(StaffMember, "username")
    cohe_of = {person.username: person.cohe for person in world.staff}
    return put(
        AssistantAssignment,
        [
            {
                "assistant_id": staff[row.assistant],
                "coordinator_id": staff[row.coordinator],
                "cohe_id": cohes[cohe_of[row.assistant] or ""],
                "from_on": row.from_on,
                "to_on": row.to_on,
            }
            for row in world.assistantships
        ],
    )


def _hired_at(person: PlannedStaff) -> datetime:
    return at_minute(person.hired_on, 9 * AN_HOUR)


def _provider_number(person: PlannedStaff, number: int) -> str | None:
    """Those who bill their work have an L&I provider number of their own."""
    bills = ".hsc" in person.username or ".assistant" in person.username
    return f"{900_000 + number}" if bills else None
