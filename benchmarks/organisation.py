"""The centres of the statewide database, their people and providers; they stand before the first claim."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from benchmarks.drawn_from import FIRST, LAST
from ohms.commands.passwords import hash_password
from ohms.config import DEMO_PASSWORD
from ohms.domain.values import Role
from ohms.models.cohes import Clinic, Cohe
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.models.workers import Employer
from ohms.simulator.loading.rows import put, put_numbered

FROM = date(2010, 1, 1)


@dataclass(frozen=True, slots=True)
class Post:
    """A coordinator with the ids of their row and position."""

    staff_id: int
    position_id: int
    cohe_id: int


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who answers for which provider, and how many employers there are."""

    posts: tuple[Post, ...]
    coordinator_of: tuple[Post, ...]
    """By provider, the first of which has the id 1."""

    employers: int


def sizes(claims: int) -> dict[str, int]:
    """Staff and providers grow with the state, a coordinator's caseload does not."""
    coordinators = max(2, claims * 150 // 1_000_000)
    return {
        "cohes": min(7, max(1, coordinators // 2)),
        "coordinators": coordinators,
        "providers": claims // 400,
        "employers": max(50, claims // 25),
    }


def put_organisation(claims: int) -> Organisation:
    size = sizes(claims)
    cohes = range(1, size["cohes"] + 1)
    put_numbered(
        Cohe,
        [{"id": n, "slug": f"c{n}", "name": f"COHE {n}", "sponsor": "A sponsor"} for n in cohes],
    )
    posts = _put_people(size["coordinators"], cohes)
    put_numbered(Clinic, [{"id": n, "name": f"Clinic {n}", "phone": "360-555-0100"} for n in cohes])
    coordinator_of = tuple(posts[n % len(posts)] for n in range(size["providers"]))
    put_numbered(
        Provider,
        [
            {
                "id": n + 1,
                "lni_provider_id": f"{1_000_000 + n}",
                "last_name": f"{LAST[n % len(LAST)]}{n}",
                "first_name": FIRST[n % len(FIRST)],
                "credential": "MD",
                "clinic_id": post.cohe_id,
            }
            for n, post in enumerate(coordinator_of)
        ],
    )
    belongs = [
        {"provider_id": n + 1, "cohe_id": post.cohe_id, "from_on": FROM}
        for n, post in enumerate(coordinator_of)
    ]
    put(Enrolment, belongs)
    put(
        ProviderAssignment,
        [
            {**row, "staff_id": post.staff_id}
            for row, post in zip(belongs, coordinator_of, strict=True)
        ],
    )
    put_numbered(Employer, [_employer(n) for n in range(1, size["employers"] + 1)])
    return Organisation(posts, coordinator_of, size["employers"])


def _employer(number: int) -> dict[str, Any]:
    name = f"{LAST[number % len(LAST)]} & Sons {number}"
    account = f"{number // 1000:03},{number % 1000:03}-00"
    return {"id": number, "account_id": account, "name": name, "search_name": name.lower()}


def _put_people(coordinators: int, cohes: Sequence[int]) -> tuple[Post, ...]:
    """Coordinators dealt out over the COHEs, then a supervisor of each and L&I's contract manager."""
    people = [
        (f"c{cohes[n % len(cohes)]}.hsc{n // len(cohes) + 1}", Role.HSC)
        for n in range(coordinators)
    ]
    people += [(f"c{cohe}.supervisor", Role.SUPERVISOR) for cohe in cohes]
    people.append(("lni.contract", Role.CONTRACT_MANAGER))
    password = hash_password(DEMO_PASSWORD)
    put_numbered(
        StaffMember,
        [
            {
                "id": n,
                "username": username,
                "name": f"{FIRST[n % len(FIRST)]} {LAST[n % len(LAST)]} {n}",
                "password_hash": password,
                "added_at": at(FROM, 9),
            }
            for n, (username, _role) in enumerate(people, 1)
        ],
    )
    positions: list[dict[str, Any]] = []
    for staff_id, (username, role) in enumerate(people, 1):
        held = (
            [int(username[1 : username.index(".")])] if role is not Role.CONTRACT_MANAGER else cohes
        )
        week = {
            f"minutes_{day}": 480 if role is Role.HSC else 0
            for day in ("mon", "tue", "wed", "thu", "fri")
        }
        positions += [
            {"staff_id": staff_id, "role": role, "cohe_id": cohe, "from_on": FROM, **week}
            for cohe in held
        ]
    numbered = [{"id": n, **position} for n, position in enumerate(positions, 1)]
    put_numbered(Position, numbered)
    return tuple(
        Post(row["staff_id"], row["id"], row["cohe_id"]) for row in numbered[:coordinators]
    )


_AT: dict[tuple[date, int], datetime] = {}


def at(day: date, hour: int) -> datetime:
    """An instant of a day in Washington State, winter or summer alike: it need not be exact."""
    found = _AT.get((day, hour))
    if found is None:
        found = _AT[day, hour] = datetime.combine(day, time(hour), UTC) + timedelta(hours=8)
    return found
