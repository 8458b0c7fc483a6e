"""Over random absences through the database: who covers is there, a day is covered or a gap, and what
somebody sees is their own, what they cover and what is lent to them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, or_, select, update

from ohms import clock as the_clock
from ohms.commands.absences import Away, record_absence
from ohms.commands.audit import Entry
from ohms.commands.coverage import decline_cover, name_deputy
from ohms.commands.covering import follow_facts
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.actor import Actor
from ohms.domain.calendar import days_from
from ohms.domain.delegation import DelegationScope
from ohms.domain.errors import RuleBroken
from ohms.domain.values import AbsenceKind, Complexity, Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAdmission, Delegation
from ohms.models.coverage import Absence, Coverage
from ohms.models.staff import Position
from ohms.queries.checks.belonging import overlapping
from ohms.queries.checks.covering import covered_by_who_is_away
from ohms.queries.claim_sight import answered_for_by, covered_by
from ohms.queries.coverage import plan_of
from ohms.queries.guard import unscoped
from ohms.queries.rounds import ask
from ohms.queries.scope import visible
from tests.house import House, add_claim, add_person

START, THANKSGIVING, DAY_AFTER = date(2026, 11, 23), date(2026, 11, 26), date(2026, 11, 27)
DAYS = [day for day in days_from(START, START + timedelta(days=18)) if day.weekday() < 5]
WORKING = [day for day in DAYS if day not in (THANKSGIVING, DAY_AFTER)]
WEDNESDAY = 2
HSC = ("hsc1", "hsc2", "hsc3")
COORDINATOR = {"alder.1": "hsc1", "alder.2": "hsc2"}
DEPUTY = {"alder.1": "hsc3", "alder.2": "hsc1"}
CLAIMS = {  # number: provider, and to whom it was given by name
    "AL10001": ("alder.1", None),
    "AL10002": ("alder.1", None),
    "AL10003": ("alder.2", None),
    "AL20001": ("alder.2", "hsc1"),
    "AL20002": ("alder.1", "hsc3"),
    "AL20003": ("alder.1", None),  # restricted, to hsc3 and the assistant
}
ADMITTED = ("hsc3", "assistant1")

PEOPLE = st.sampled_from([*HSC, "assistant1"])
LEAVE = st.tuples(PEOPLE, st.integers(0, 17), st.integers(0, 6), st.booleans())
LENT = st.tuples(st.sampled_from(sorted(CLAIMS)), st.integers(0, 17), st.integers(0, 6))
WORLDS = (st.lists(LEAVE, max_size=7), st.lists(LENT, max_size=3), st.integers(0, 3))
TWO_DAYS = st.lists(st.sampled_from(WORKING), min_size=2, max_size=2, unique=True)


@dataclass
class World:
    """What was drawn, as plain facts of the test."""

    away: dict[str, set[date]] = field(default_factory=dict)
    declined: set[tuple[str, str, str, date]] = field(default_factory=set)
    lent: list[tuple[str, date, date]] = field(default_factory=list)

    def is_there(self, who: str, day: date) -> bool:
        """hsc3 does not work on Wednesdays."""
        free = who == "hsc3" and day.weekday() == WEDNESDAY
        return not free and day not in self.away.get(who, set())

    def covers(self, provider: str, absent: str, day: date) -> str | None:
        """The provider's coordinator where another one is meant, else its deputy, unless they said no."""
        for who in (COORDINATOR[provider], DEPUTY[provider]):
            asked = who != absent and self.is_there(who, day)
            if asked and (provider, absent, who, day) not in self.declined:
                return who
        return None

    def seen_by_assistant(self, day: date) -> set[str]:
        """Under hsc1: their low-complexity claims, and what is lent that day."""
        return {"AL10002", *(n for n, first, last in self.lent if first <= day <= last)}


@pytest.fixture
def world(house: House, clock: Callable[[str], None]) -> Iterator[House]:
    clock("2026-11-23T09:00:00-08:00")
    with house.app.app_context():
        cohe = house.cohe["alder"]
        add_person(house, "alder.hsc3", "Lee Park of alder", Role.HSC, cohe)
        for number, (provider, named) in CLAIMS.items():
            if number.startswith("AL2"):
                given_to = house.staff[f"alder.{named}"] if named else None
                house.claim[number] = add_claim(
                    house,
                    "alder",
                    number,
                    provider=provider,
                    complexity=Complexity.STANDARD,
                    assigned_to_id=given_to,
                    restricted=number == "AL20003",
                )
        for who in ADMITTED:
            house.add(
                ClaimAdmission,
                claim_id=house.claim["AL20003"],
                cohe_id=cohe,
                staff_id=house.staff[f"alder.{who}"],
                admitted_at=the_clock.now(),
            )
        with bulk_unit("furnish", None) as unit:
            unit.entries.append(Entry("furnish"))
            of_lee = Position.id == house.position["alder.hsc3"]
            db.session.execute(update(Position).where(of_lee).values(minutes_wed=0))
        for provider, deputy in DEPUTY.items():
            name_deputy(
                house.actor("alder.supervisor", START),
                cohe,
                house.provider[provider],
                deputy_id=house.staff[f"alder.{deputy}"],
            )
        yield house


def put_down(house: House, leaves: Any, lent: Any, declines: int) -> World:
    """What was drawn, recorded as people record it; leave that is refused was recorded already."""
    world = World()
    with bulk_unit("furnish", None) as unit:
        unit.entries.append(Entry("furnish"))
        for table in (Coverage, Absence):
            db.session.execute(delete(table))
        follow_facts(house.cohe["alder"], START)
        with unscoped("the examples before"):
            db.session.execute(delete(Delegation))
    for who, after, more, half in leaves:
        first = START + timedelta(days=after)
        last = first + timedelta(days=more)
        told = Away(first, last, AbsenceKind.OTHER, 240 if half else None)
        try:
            record_absence(house.actor(f"alder.{who}", START), told)
        except RuleBroken:
            continue
        world.away.setdefault(who, set()).update(days_from(first, last))
    for number, after, more in lent:
        first = START + timedelta(days=after)
        world.lent.append((number, first, first + timedelta(days=more)))
        house.add(
            Delegation,
            claim_id=house.claim[number],
            cohe_id=house.cohe["alder"],
            from_staff_id=house.staff["alder.hsc1"],
            to_staff_id=house.staff["alder.assistant1"],
            from_on=first,
            to_on=first + timedelta(days=more),
            scope=DelegationScope.CLAIM,
        )
    for _each in range(declines):
        _decline_first(house, world)
    return world


def _decline_first(house: House, world: World) -> None:
    standing = select(Coverage).where(Coverage.declined_at.is_(None)).order_by(Coverage.id).limit(1)
    cover = db.session.execute(standing).scalar_one_or_none()
    if cover is None:
        return
    names = {id_: name.partition(".")[2] for name, id_ in house.staff.items() if "alder" in name}
    providers = {id_: name for name, id_ in house.provider.items()}
    for day in days_from(cover.from_on, cover.to_on or cover.from_on):
        key = (providers[cover.provider_id], names[cover.absent_id], names[cover.covering_id], day)
        world.declined.add(key)
    who, id_ = names[cover.covering_id], cover.id
    db.session.rollback()
    decline_cover(house.actor(f"alder.{who}", START), id_)


def numbers(actor: Actor, *conditions: Any) -> set[str]:
    rows = visible(actor, Claim).where(*conditions).with_only_columns(Claim.claim_number)
    return set(db.session.execute(rows).scalars())


def hold(house: House, world: World, days: list[date]) -> None:
    """Who covers is there, and no day is told twice, on every day; who sees what, on these days."""
    cohe = house.cohe["alder"]
    ids = {who: house.staff[f"alder.{who}"] for who in HSC}
    with unscoped("a test looks"):
        assert [*overlapping(START), *covered_by_who_is_away(START)] == []
    plan = ask(plan_of(cohe, DAYS[0], DAYS[-1]))
    told = {(e.provider_id, e.coordinator_id, e.day): e.who for e in plan.days(DAYS[0], DAYS[-1])}
    rows = db.session.execute(select(Coverage).where(Coverage.declined_at.is_(None))).scalars()
    for row in rows:
        for day in days_from(row.from_on, row.to_on or row.from_on):
            if day in WORKING:  # covered, and no gap, by somebody who is there
                assert told[row.provider_id, row.absent_id, day] == row.covering_id
    for day in days:
        for who in HSC:
            actor = house.actor(f"alder.{who}", day)
            own = {n for n, claim in CLAIMS.items() if answers(*claim) == who}
            covered = {
                number
                for number, (provider, named) in CLAIMS.items()
                if not world.is_there(absent := answers(provider, named), day)
                and world.covers(provider, absent, day) == who
            }
            hidden = set() if who in ADMITTED else {"AL20003"}
            mine = numbers(actor, or_(answered_for_by(actor, ids[who]), covered_by(actor)))
            assert numbers(actor) == set(CLAIMS) - hidden
            if day in WORKING:
                assert mine == (own | covered) - hidden, (who, day)
                assert numbers(actor, covered_by(actor)) == covered - hidden, (who, day)
                for number, (provider, named) in CLAIMS.items():
                    key = (house.provider[provider], ids[answers(provider, named)], day)
                    assert (told[key] == ids[who]) == (
                        number in covered or (number in own and world.is_there(who, day))
                    )
        assert numbers(house.actor("alder.assistant1", day)) == world.seen_by_assistant(day)
    db.session.rollback()


def answers(provider: str, named: str | None) -> str:
    return named or COORDINATOR[provider]


ONE_HOUSE = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=4, deadline=None, suppress_health_check=ONE_HOUSE)
@given(*WORLDS, TWO_DAYS)
def test_scope_is_own_and_covered_and_delegated_over_random_absences(
    world: House, leaves: Any, lent: Any, declines: int, days: list[date]
) -> None:
    hold(world, put_down(world, leaves, lent, declines), days)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=ONE_HOUSE)
@given(*WORLDS)
def test_scope_is_own_and_covered_and_delegated_over_many_random_absences(
    world: House, leaves: Any, lent: Any, declines: int
) -> None:
    hold(world, put_down(world, leaves, lent, declines), DAYS)
