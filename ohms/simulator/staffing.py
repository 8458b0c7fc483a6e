"""The people of the three centres and their dated positions, with the changes the stories tell."""

from datetime import date, timedelta

from ohms.domain.calendar import ONE_DAY, add_months
from ohms.domain.values import EndedBy, Role
from ohms.simulator.draws import between, stream
from ohms.simulator.names import person
from ohms.simulator.planned import PlannedCohe, PlannedPosition, PlannedStaff
from ohms.simulator.workdays import settled_day

Week = tuple[int, int, int, int, int, int, int]

FULL: Week = (480, 480, 480, 480, 480, 0, 0)
HALF: Week = (240, 240, 240, 240, 240, 0, 0)
TWO_DAYS: Week = (0, 480, 0, 480, 0, 0, 0)
ONE_DAY_A_WEEK: Week = (0, 0, 480, 0, 0, 0, 0)

NEWCOMER, PREDECESSOR = "puget.hsc4", "puget.hsc5"
MOVED_TO_TRAINING, LEAVER = "inland.hsc10", "inland.hsc11"

# Weekdays by coordinator number. Inland: 10.4 FTE, of which the last two positions end.
COORDINATORS: dict[str, tuple[Week, ...]] = {
    "cascade": (FULL, HALF),
    "puget": (FULL,) * 5,
    "inland": (*(FULL,) * 8, TWO_DAYS, FULL, FULL),
}
ASSISTANTS: dict[str, Week] = {"cascade": HALF, "puget": FULL, "inland": FULL}


class Turning:
    """The days on which people came and went, told back from `today`."""

    def __init__(self, today: date) -> None:
        # About three weeks are left of the newcomer's six months.
        self.newcomer_from = settled_day(add_months(today + timedelta(days=21), -6))
        self.leaver_to = settled_day(today - timedelta(days=42))
        self.moved_to = self.leaver_to - ONE_DAY

    def of(self, username: str) -> tuple[date | None, date | None, EndedBy | None]:
        """First day (empty: long ago), last day and reason of a coordinator's position."""
        if username == NEWCOMER:
            return self.newcomer_from, None, None
        if username == PREDECESSOR:
            return None, self.newcomer_from - ONE_DAY, EndedBy.DEPARTURE
        if username == MOVED_TO_TRAINING:
            return None, self.moved_to, EndedBy.ROLE_CHANGE
        if username == LEAVER:
            return None, self.leaver_to, EndedBy.DEPARTURE
        return None, None, None


def long_ago(seed: int, username: str) -> date:
    """A hiring day well before the first claim."""
    rng = stream(seed, "hired", username)
    return settled_day(date(2012, 3, 1) + timedelta(days=between(rng, 0, 2500)))


def _staff(seed: int, username: str, cohe: str | None, hired_on: date) -> PlannedStaff:
    last, first, _ = person(stream(seed, "staff", username))
    return PlannedStaff(username, f"{first} {last}", cohe, hired_on)


def _position(
    seed: int, username: str, role: Role, cohe: str | None, week: Week, turning: Turning
) -> PlannedPosition:
    from_on, to_on, ended_by = turning.of(username)
    return PlannedPosition(
        key=f"{username}@{cohe}" if cohe else username,
        staff=username,
        role=role,
        cohe=cohe,
        weekday_minutes=week,
        from_on=from_on or long_ago(seed, username),
        to_on=to_on,
        ended_by=ended_by,
    )


def staff_of(
    seed: int, cohe: PlannedCohe, turning: Turning
) -> tuple[list[PlannedStaff], list[PlannedPosition]]:
    """A centre's people: coordinators, one assistant, supervisor and privacy officer."""
    posts: list[tuple[str, Role, Week]] = [
        (f"{cohe.slug}.hsc{n}", Role.HSC, week)
        for n, week in enumerate(COORDINATORS[cohe.slug], start=1)
    ]
    posts += [
        (f"{cohe.slug}.assistant1", Role.HSC_ASSISTANT, ASSISTANTS[cohe.slug]),
        (f"{cohe.slug}.supervisor", Role.SUPERVISOR, FULL),
        (f"{cohe.slug}.privacy", Role.PRIVACY_OFFICER, ONE_DAY_A_WEEK),
    ]
    positions = [
        _position(seed, username, role, cohe.slug, week, turning) for username, role, week in posts
    ]
    people = [_staff(seed, p.staff, cohe.slug, p.from_on) for p in positions]
    return people, positions


def state_staff(
    seed: int, cohes: tuple[PlannedCohe, ...], turning: Turning
) -> tuple[list[PlannedStaff], list[PlannedPosition]]:
    """L&I's people and the administrator. The contract manager has a position for every COHE."""
    posts: list[tuple[str, Role, str | None]] = [
        ("lni.contract", Role.CONTRACT_MANAGER, cohe.slug) for cohe in cohes
    ]
    posts += [
        ("lni.riskmanagement", Role.DESK_RISK_MANAGEMENT, None),
        ("lni.stayatwork", Role.DESK_STAY_AT_WORK, None),
        ("admin", Role.ADMINISTRATOR, None),
    ]
    positions = [_position(seed, name, role, cohe, FULL, turning) for name, role, cohe in posts]
    names = dict.fromkeys(name for name, _, _ in posts)
    return [_staff(seed, name, None, long_ago(seed, name)) for name in names], positions
