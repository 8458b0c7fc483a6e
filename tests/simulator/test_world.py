"""The people and places of the demonstration, and the stories that are told by dates alone."""

import re
from datetime import date, timedelta
from fractions import Fraction

from ohms.domain.calendar import ONE_DAY, add_months, is_business_day
from ohms.domain.values import EndedBy, Role
from ohms.simulator.absences import Availability
from ohms.simulator.planned import World
from ohms.simulator.world import Size, build_world, first_day_of, staffed_fte

TODAY = date(2026, 11, 24)


def test_the_same_day_and_seed_build_the_same_world(world: World) -> None:
    assert build_world(TODAY) == world


def test_another_seed_builds_other_people(world: World) -> None:
    assert build_world(TODAY, seed=2).providers != world.providers


def test_clinics_providers_and_employers_do_not_depend_on_the_day(world: World) -> None:
    later = build_world(TODAY + timedelta(days=200))
    assert later.clinics == world.clinics
    assert later.providers == world.providers
    assert later.employers == world.employers


def test_the_first_day_is_a_quarters_first_13_months_or_five_years_back() -> None:
    assert first_day_of(TODAY, Size.SMALL) == date(2025, 10, 1)
    assert first_day_of(TODAY, Size.FULL) == date(2021, 10, 1)
    assert first_day_of(date(2027, 1, 1), Size.SMALL) == date(2025, 10, 1)


def test_numbers_have_the_shapes_that_lni_gives_them(world: World) -> None:
    assert all(re.fullmatch(r"\d{6,7}", p.provider_id) for p in world.providers)
    assert {len(p.provider_id) for p in world.providers} == {6, 7}
    assert all(re.fullmatch(r"\d{3},\d{3}-\d{2}", e.account_id) for e in world.employers)
    assert all(re.fullmatch(r"\d{3}-555-01\d{2}", e.phone) for e in world.employers)
    assert len({p.provider_id for p in world.providers}) == len(world.providers)
    assert len({e.account_id for e in world.employers}) == len(world.employers)


def test_habits_of_providers_differ_widely_around_the_mean_of_the_mix(world: World) -> None:
    for cohe in world.cohes:
        providers = world.providers_of(cohe.slug)
        total = sum(p.weight for p in providers)
        mean = sum(p.roa_on_time * p.weight for p in providers) / total
        assert abs(mean - 0.82) < 0.001
        assert min(p.roa_on_time for p in providers) < 0.55
        assert max(p.roa_on_time for p in providers) > 0.92


def test_staffing_is_as_the_stories_need_it(any_world: World) -> None:
    positions, today = any_world.positions, any_world.today
    left = next(p for p in positions if p.staff == "inland.hsc11")
    moved = next(p for p in positions if p.staff == "inland.hsc10")
    assert left.to_on is not None
    assert moved.to_on == left.to_on - ONE_DAY
    assert (left.ended_by, moved.ended_by) == (EndedBy.DEPARTURE, EndedBy.ROLE_CHANGE)
    assert abs((today - left.to_on).days - 42) <= 4
    assert is_business_day(left.to_on)
    assert is_business_day(moved.to_on)
    assert staffed_fte(positions, "inland", moved.to_on) == Fraction(104, 10)
    assert staffed_fte(positions, "inland", left.to_on) == Fraction(94, 10)
    assert staffed_fte(positions, "inland", today) == Fraction(84, 10)
    assert staffed_fte(positions, "cascade", today) == Fraction(3, 2)


def test_puget_is_four_full_positions_on_every_day(any_world: World) -> None:
    day = any_world.first_day
    while day <= any_world.today:
        assert staffed_fte(any_world.positions, "puget", day) == 4
        day += ONE_DAY


def test_inlands_vacancy_is_due_three_months_after_and_below_required(any_world: World) -> None:
    (vacancy,) = any_world.vacancies
    assert vacancy.due_by == add_months(vacancy.ended_on, 3)
    assert vacancy.staffed_after < vacancy.required <= vacancy.staffed_before
    assert vacancy.due_by > any_world.today


def test_the_newcomer_has_three_weeks_left_and_150_minutes_of_shadowing(any_world: World) -> None:
    newcomer = next(p for p in any_world.positions if p.staff == "puget.hsc4")
    before = next(p for p in any_world.positions if p.staff == "puget.hsc5")
    assert before.to_on == newcomer.from_on - ONE_DAY
    assert before.weekly_minutes == newcomer.weekly_minutes
    papers = next(o for o in any_world.onboardings if o.staff == "puget.hsc4")
    assert papers.training_due_by == add_months(newcomer.from_on, 6)
    assert 17 <= (papers.training_due_by - any_world.today).days <= 26
    additional = [t for t in any_world.trainings if t.staff == "puget.hsc4" and t.kind != "basic"]
    assert {t.kind for t in additional} == {"shadowing"}
    assert sum(t.minutes for t in additional) == 150
    available = Availability(any_world.cohes, any_world.absences)
    hosts = {p.staff: p for p in any_world.positions_of("cascade", Role.HSC)}
    for training in additional:
        assert training.host in hosts
        assert newcomer.from_on <= training.on < any_world.today
        assert available.minutes(hosts[training.host], training.on) > 0
        assert available.minutes(newcomer, training.on) > 0


def test_cascades_second_coordinator_is_away_this_week_and_covered_but_for_one_provider(
    any_world: World,
) -> None:
    today = any_world.today
    away = [a for a in any_world.absences if a.from_on <= today <= a.to_on]
    cascade = [a.staff for a in away if a.staff.startswith("cascade")]
    assert cascade == ["cascade.hsc2"]
    lists = [a for a in any_world.assignments if a.staff == "cascade.hsc2"]
    assert sorted(a.deputy or "" for a in lists)[:2] == ["", "cascade.hsc1"]
    assert {a.deputy for a in lists} == {None, "cascade.hsc1"}


def test_every_provider_has_one_coordinator_who_is_there_on_every_day(any_world: World) -> None:
    positions = {p.staff: p for p in any_world.positions if p.role == Role.HSC}
    turns = {a.from_on for a in any_world.assignments} | {any_world.first_day, any_world.today}
    for day in (d for d in turns if any_world.first_day <= d):
        held = [
            a
            for a in any_world.assignments
            if a.from_on <= day and (a.to_on is None or day <= a.to_on)
        ]
        assert len(held) == len({a.provider_id for a in held}) == len(any_world.providers)
        for row in held:
            assert positions[row.staff].held_on(day)
            assert row.deputy is None or positions[row.deputy].held_on(day)
            assert row.deputy != row.staff


def test_nobody_is_away_twice_on_one_day(any_world: World) -> None:
    seen: set[tuple[str, date]] = set()
    for absence in any_world.absences:
        day = absence.from_on
        while day <= absence.to_on:
            assert (absence.staff, day) not in seen
            seen.add((absence.staff, day))
            day += ONE_DAY


def test_user_names_are_those_of_the_demonstration(world: World) -> None:
    names = {s.username for s in world.staff}
    for slug in ("cascade", "puget", "inland"):
        assert {f"{slug}.hsc1", f"{slug}.hsc2", f"{slug}.assistant1"} <= names
        assert {f"{slug}.supervisor", f"{slug}.privacy"} <= names
        assert (f"{slug}.assistant1", f"{slug}.hsc1") in {
            (a.assistant, a.coordinator) for a in world.assistantships
        }
    assert {"lni.contract", "lni.riskmanagement", "lni.stayatwork", "admin"} <= names
    managed = {p.cohe for p in world.positions if p.staff == "lni.contract"}
    assert managed == {"cascade", "puget", "inland"}
