"""A small world for tests: two centres, their people, providers and claims, put in by Core.

`House` gives ids by name. Everybody's password is `PASSWORD`. Nothing here goes through the product's
rules: it is what stands in the database before a test begins.
"""

from copy import deepcopy
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Select, insert, select

from ohms.commands import passwords
from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.values import (
    AccidentKind,
    ClaimStatus,
    Complexity,
    Fund,
    Role,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic, Cohe
from ohms.models.providers import Enrolment, Provider, ProviderAssignment
from ohms.models.staff import AssistantAssignment, Position, StaffMember
from ohms.models.workers import Employer, Worker
from ohms.queries.actors import actor_of
from tests.statements import engines_of

Value = TypeVar("Value")

PASSWORD = "a pass phrase of the tests"
# Every test signs in, and a hash as the product makes it takes 52 ms to compare: this one takes none.
passwords.hasher = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1)
_HASH = passwords.hasher.hash(PASSWORD)
FROM = date(2024, 1, 1)
MADE_AT = datetime(2024, 1, 1, 9, tzinfo=UTC)
FULL_TIME = {f"minutes_{day}": 480 for day in ("mon", "tue", "wed", "thu", "fri")}

STAFF = (
    ("hsc1", "Rosa Alvarez", Role.HSC),
    ("hsc2", "Tam Nguyen", Role.HSC),
    ("assistant1", "Kari Olsen", Role.HSC_ASSISTANT),
    ("supervisor", "Mika Ito", Role.SUPERVISOR),
    ("privacy", "Dana Park", Role.PRIVACY_OFFICER),
)
OUTSIDE = (
    ("lni.riskmanagement", "Risk Desk", Role.DESK_RISK_MANAGEMENT),
    ("lni.stayatwork", "Stay Desk", Role.DESK_STAY_AT_WORK),
    ("admin", "Ada Admin", Role.ADMINISTRATOR),
)


@dataclass
class House:
    """Ids by name: `cohe["alder"]`, `staff["alder.hsc1"]`, `claim["AL10001"]` ..."""

    app: Flask
    cohe: dict[str, int] = field(default_factory=dict)
    staff: dict[str, int] = field(default_factory=dict)
    position: dict[str, int] = field(default_factory=dict)
    provider: dict[str, int] = field(default_factory=dict)
    worker: dict[str, int] = field(default_factory=dict)
    employer: dict[str, int] = field(default_factory=dict)
    claim: dict[str, int] = field(default_factory=dict)
    being_furnished: bool = False

    def moved_to(self, app: Flask) -> "House":
        """The same ids in a copy of the database; what a test adds stays in its own."""
        ids = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "app"}
        return House(app, **deepcopy(ids))

    def closed(self) -> str:
        """The address of the database, to which the program is connected no longer."""
        for engine in engines_of(self.app):
            engine.dispose()
        return str(self.app.config["SQLALCHEMY_DATABASE_URI"])

    def actor(self, username: str, on_day: date = date(2026, 11, 24)) -> Actor:
        """Somebody as they stand on a day; call it inside an app context."""
        found = actor_of(username, on_day)
        db.session.rollback()
        assert found is not None
        return found

    def add(self, model: type[Base], **values: Any) -> int:
        """Put one row in, whatever the rules say; call it inside an app context."""
        if self.being_furnished:
            return _insert(model, values)
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            return _insert(model, values)


@dataclass(frozen=True)
class Furnished:
    """A database with a house in it, to be copied."""

    database_url: str
    house: House


def _insert(model: type[Base], values: dict[str, Any]) -> int:
    return int(db.session.execute(insert(model).values(**values).returning(model.id)).scalar_one())


def furnish(app: Flask) -> House:
    """Two centres, `alder` and `birch`, each with the same people, two providers and three claims."""
    house = House(app)
    with app.app_context(), bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        house.being_furnished = True
        house.employer["Mill"] = house.add(
            Employer, account_id="123,456-78", name="Mill & Sons", search_name="mill & sons"
        )
        for slug, letters in (("alder", "AL"), ("birch", "BI")):
            _add_centre(house, slug, letters)
        for username, name, role in OUTSIDE:
            add_person(house, username, name, role, None)
        _add_contract_manager(house)
    house.being_furnished = False
    return house


def _add_centre(house: House, slug: str, letters: str) -> None:
    cohe = house.cohe[slug] = house.add(
        Cohe, slug=slug, name=f"{slug.title()} COHE", sponsor="A sponsor"
    )
    for ending, name, role in STAFF:
        add_person(house, f"{slug}.{ending}", f"{name} of {slug}", role, cohe)
    house.add(
        AssistantAssignment,
        assistant_id=house.staff[f"{slug}.assistant1"],
        coordinator_id=house.staff[f"{slug}.hsc1"],
        cohe_id=cohe,
        from_on=FROM,
    )
    clinic = house.add(Clinic, name=f"{slug.title()} Clinic", phone="360-555-0100")
    for number, coordinator in ((1, "hsc1"), (2, "hsc2")):
        _add_provider(house, slug, cohe, clinic, number, coordinator)
    for number, complexity in ((1, Complexity.STANDARD), (2, Complexity.LOW), (3, Complexity.HIGH)):
        name = f"{letters}{10000 + number}"
        house.claim[name] = add_claim(
            house, slug, name, provider=f"{slug}.{2 if number == 3 else 1}", complexity=complexity
        )


def add_person(house: House, username: str, name: str, role: Role, cohe: int | None) -> None:
    staff = house.staff[username] = house.add(
        StaffMember, username=username, name=name, password_hash=_HASH, added_at=MADE_AT
    )
    minutes = FULL_TIME if role in {Role.HSC, Role.HSC_ASSISTANT} else {}
    house.position[username] = house.add(
        Position, staff_id=staff, role=role, cohe_id=cohe, from_on=FROM, **minutes
    )


def _add_contract_manager(house: House) -> None:
    staff = house.staff["lni.contract"] = house.add(
        StaffMember,
        username="lni.contract",
        name="Chris Contract",
        password_hash=_HASH,
        added_at=MADE_AT,
    )
    for cohe in house.cohe.values():
        house.add(Position, staff_id=staff, role=Role.CONTRACT_MANAGER, cohe_id=cohe, from_on=FROM)


def _add_provider(
    house: House, slug: str, cohe: int, clinic: int, number: int, coordinator: str
) -> None:
    provider = house.provider[f"{slug}.{number}"] = house.add(
        Provider,
        lni_provider_id=f"{100000 + 1000 * cohe + number}",
        last_name=f"Doctor{number}",
        first_name=slug.title(),
        credential="MD",
        clinic_id=clinic,
    )
    house.add(Enrolment, provider_id=provider, cohe_id=cohe, from_on=FROM)
    house.add(
        ProviderAssignment,
        provider_id=provider,
        cohe_id=cohe,
        staff_id=house.staff[f"{slug}.{coordinator}"],
        from_on=FROM,
    )


def add_claim(house: House, slug: str, number: str, *, provider: str, **values: Any) -> int:
    """A State Fund claim of the centre, initiated on 2 November 2026 unless told otherwise."""
    cohe, provider_id = house.cohe[slug], house.provider[provider]
    worker = house.worker[number] = house.add(
        Worker,
        cohe_id=cohe,
        last_name=f"Worker{number}",
        first_name="Jo",
        search_name=f"worker{number.lower()} jo",
        birth_date=date(1985, 4, 3),
    )
    facts: dict[str, Any] = {
        "claim_number": number,
        "cohe_id": cohe,
        "worker_id": worker,
        "employer_id": house.employer["Mill"],
        "initiating_provider_id": provider_id,
        "attending_provider_id": provider_id,
        "status": ClaimStatus.ALLOWED,
        "fund": Fund.STATE_FUND,
        "accident_kind": AccidentKind.INJURY,
        "injury_on": date(2026, 10, 30),
        "first_visit_on": date(2026, 10, 31),
        "initiated_on": date(2026, 11, 2),
        "established_on": date(2026, 11, 3),
        "work_status": WorkStatus.UNKNOWN,
    }
    return house.add(Claim, **{**facts, **values})


def one(statement: Select[Value]) -> Value:
    """The one value of a statement, read as the house itself reads (no actor's scope)."""
    from ohms.queries.guard import unscoped

    with unscoped("a test looks"):
        return db.session.execute(statement).scalar_one()


def known(statement: Select[Value | None]) -> Value:
    """The same of a column that may be empty, where it is not."""
    value = one(statement)
    assert value is not None
    return value


def count_of(model: type[Base], *conditions: Any) -> int:
    from sqlalchemy import func

    return one(select(func.count()).select_from(model).where(*conditions))
