"""A centre of a test's own: positions, claims and minutes in the numbers that a vector needs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import insert as sa_insert

from ohms.commands.audit import Entry
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.quarter_figures import QuarterFacts
from ohms.domain.values import (
    AccidentKind,
    Capture,
    ClaimStatus,
    Fund,
    OtherTime,
    Role,
    WorkStatus,
)
from ohms.extensions import db
from ohms.models import Base
from ohms.models.claims import Claim
from ohms.models.cohes import Cohe
from ohms.models.providers import Enrolment, Provider
from ohms.models.reports import Setting
from ohms.models.staff import Position, StaffMember
from ohms.models.time import TimeEntry
from ohms.models.workers import Worker
from ohms.queries.actors import actor_of
from ohms.queries.rounds import ask
from ohms.queries.workload import Workload, centre_named, centres, workload
from tests.house import _HASH as PASSWORD_HASH
from tests.house import House

AT = datetime(2026, 1, 5, 18, tzinfo=UTC)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
MOST_A_DAY = 1440


@dataclass
class CentreOfATest:
    """A COHE with a supervisor and one enrolled provider; call it inside an app context."""

    house: House
    slug: str
    cohe: int = 0
    provider: int = 0
    worker: int = 0
    claims_made: int = 0

    def __post_init__(self) -> None:
        self.cohe = self.house.add(Cohe, slug=self.slug, name=f"{self.slug} COHE", sponsor="S")
        self.house.cohe[self.slug] = self.cohe
        supervisor = self.person("supervisor")
        self.house.add(
            Position,
            staff_id=supervisor,
            role=Role.SUPERVISOR,
            cohe_id=self.cohe,
            from_on=date(2020, 1, 1),
        )
        self.provider = self.new_provider("1")
        self.enrol(self.provider, date(2020, 1, 1))
        self.worker = self.house.add(
            Worker,
            cohe_id=self.cohe,
            last_name="Doe",
            first_name="Jo",
            search_name="doe jo",
            birth_date=date(1980, 1, 1),
        )

    def person(self, name: str) -> int:
        """A person by a user name of the centre, made on first use."""
        username = f"{self.slug}.{name}"
        if username not in self.house.staff:
            self.house.staff[username] = self.house.add(
                StaffMember,
                username=username,
                name=f"{name.title()} of {self.slug}",
                password_hash=PASSWORD_HASH,
                added_at=AT,
            )
        return self.house.staff[username]

    def position(
        self,
        name: str,
        minutes_a_day: int,
        *,
        role: Role = Role.HSC,
        from_on: date = date(2020, 1, 1),
        to_on: date | None = None,
        staff_id: int | None = None,
    ) -> int:
        return self.house.add(
            Position,
            staff_id=staff_id or self.person(name),
            role=role,
            cohe_id=self.cohe,
            from_on=from_on,
            to_on=to_on,
            **{f"minutes_{day}": minutes_a_day for day in WEEKDAYS},
        )

    def new_provider(self, ending: str) -> int:
        return self.house.add(
            Provider,
            lni_provider_id=f"{300000 + 100 * self.cohe + int(ending)}",
            last_name=f"Doctor{ending}",
            first_name=self.slug,
            credential="MD",
            clinic_id=1,
        )

    def enrol(self, provider: int, from_on: date, to_on: date | None = None) -> None:
        self.house.add(
            Enrolment, provider_id=provider, cohe_id=self.cohe, from_on=from_on, to_on=to_on
        )

    def claims(self, count: int, on: date, **values: Any) -> None:
        """That many claims initiated on a day, all alike."""
        rows = [self.claim_row(on, **values) for _ in range(count)]
        if rows:
            self.insert(Claim, rows)

    def claim_row(self, on: date, **values: Any) -> dict[str, Any]:
        self.claims_made += 1
        number = self.cohe * 10_000 + self.claims_made
        facts: dict[str, Any] = {
            "claim_number": f"W{number:06d}",
            "cohe_id": self.cohe,
            "worker_id": self.worker,
            "employer_id": self.house.employer["Mill"],
            "initiating_provider_id": self.provider,
            "attending_provider_id": self.provider,
            "status": ClaimStatus.ALLOWED,
            "fund": Fund.STATE_FUND,
            "accident_kind": AccidentKind.INJURY,
            "injury_on": min(on, date(2020, 1, 1)),
            "initiated_on": on,
            "work_status": WorkStatus.UNKNOWN,
        }
        return {**facts, **values}

    def minutes(
        self, position: int, name: str, minutes: int, first_on: date, **values: Any
    ) -> None:
        """That many minutes under a position, a day of at most 1,440 after another."""
        facts: dict[str, Any] = {
            "staff_id": self.person(name),
            "position_id": position,
            "cohe_id": self.cohe,
            "claim_id": self.house.claim["AL10001"],
            "category": None,
            "capture": Capture.TYPED,
            "entered_by_id": self.person(name),
            "entered_at": AT,
            "confirmed_at": AT,
            "voided_at": None,
        }
        rows, day = [], first_on
        while minutes:
            part = min(minutes, MOST_A_DAY)
            rows.append({**facts, "performed_on": day, "minutes": part, **values})
            minutes, day = minutes - part, day + timedelta(days=1)
        if rows:
            self.insert(TimeEntry, rows)

    def meeting(self, position: int, name: str, minutes: int, on: date) -> None:
        self.minutes(position, name, minutes, on, claim_id=None, category=OtherTime.MEETING)

    def setting(self, name: str, value: str, from_on: date = date(2020, 1, 1)) -> None:
        self.house.add(
            Setting,
            name=name,
            cohe_id=self.cohe,
            value=value,
            from_on=from_on,
            source="agreed with L&I",
            proposed_at=AT,
            approved_at=AT,
        )

    def insert(self, model: type[Base], rows: list[dict[str, Any]]) -> None:
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            db.session.execute(sa_insert(model), rows)

    def actor(self, on_day: date, name: str = "supervisor") -> Actor:
        found = actor_of(f"{self.slug}.{name}", on_day)
        db.session.rollback()
        assert found is not None
        return found

    def load(self, quarter: str, on_day: date, name: str = "supervisor") -> Workload:
        """The workload of a quarter as somebody of the centre sees it on a day."""
        actor = self.actor(on_day, name)
        centre = centre_named(centres(actor), self.slug)
        return ask(workload(actor, centre, Quarter.parse(quarter)))

    def facts(self, quarter: str, on_day: date) -> QuarterFacts:
        return self.load(quarter, on_day).facts
