"""Each working day of a provider is its coordinator's, covered by somebody present, or a gap."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ohms.domain.calendar import WorkingCalendar
from ohms.domain.coverage import (
    CoveragePlan,
    CoverFact,
    HowCovered,
    Presence,
    check_absence,
    check_may_cover,
    check_not_twice,
    days_of,
    stretches_of,
)
from ohms.domain.errors import RuleBroken
from ohms.domain.responsibility import Held
from ohms.domain.staffing import AbsenceFact, PositionFact
from ohms.domain.values import Role

A, B, C, NEIGHBOUR = 1, 2, 3, 4
FULL = (480, 480, 480, 480, 480, 0, 0)
START, END = date(2026, 12, 21), date(2026, 12, 25)


def post(staff: int, minutes: tuple[int, ...] = FULL) -> PositionFact:
    return PositionFact(staff, Role.HSC, 1, minutes, date(2024, 1, 1))


def plan(
    *,
    absences: list[AbsenceFact],
    covers: list[CoverFact] | None = None,
    deputy: int | None = None,
    minutes: tuple[int, ...] = FULL,
    providers: int = 20,
    opening: frozenset[date] = frozenset(),
) -> CoveragePlan:
    positions = {A: (post(A, minutes),), B: (post(B),), C: (post(C),)}
    positions[NEIGHBOUR] = (post(NEIGHBOUR, (0,) * 7),)
    ids = range(1, providers + 1)
    deputies = {p: (Held(date(2024, 1, 1), None, deputy),) for p in ids} if deputy else {}
    return CoveragePlan(
        WorkingCalendar(opening_days=opening),
        Presence(positions, absences),
        {p: (Held(date(2024, 1, 1), None, A),) for p in ids},
        deputies,
        covers or [],
    )


def away(staff: int, first: date, last: date, minutes: int | None = None) -> AbsenceFact:
    return AbsenceFact(staff, first, last, minutes)


def vector_22() -> list[CoverFact]:
    by_b = [CoverFact(p, A, B, START, date(2026, 12, 23)) for p in range(1, 21)]
    by_c = [CoverFact(p, A, C, date(2026, 12, 24), date(2026, 12, 24)) for p in range(1, 13)]
    return by_b + by_c


@pytest.mark.parametrize(
    ("b_away", "expected"), [([], 8), ([away(B, date(2026, 12, 22), date(2026, 12, 22))], 28)]
)
def test_vector_22_counts_the_provider_days_without_anybody(
    b_away: list[AbsenceFact], expected: int
) -> None:
    found = plan(absences=[away(A, START, END), *b_away], covers=vector_22()).gaps(START, END)
    assert len(found) == expected


def test_an_opening_day_of_the_cohe_needs_somebody_too() -> None:
    opened = plan(absences=[away(A, START, END)], opening=frozenset({END}), providers=1)
    assert [gap.day for gap in opened.gaps(END, END)] == [END]


def test_a_part_timers_free_day_is_the_deputys_or_a_gap() -> None:
    free_on_monday = (0, 480, 480, 480, 480, 0, 0)
    alone = plan(absences=[], minutes=free_on_monday, providers=1)
    assert [(gap.day, gap.free_day) for gap in alone.gaps(START, END)] == [(START, True)]
    assert plan(absences=[], minutes=free_on_monday, providers=1, deputy=B).gaps(START, END) == []


def test_half_a_day_starts_the_deputy_and_a_deputy_away_for_half_a_day_covers_nobody() -> None:
    half = plan(absences=[away(A, START, START, 240)], deputy=B, providers=1)
    assert half.to_be(START, END) == {(1, A, START): B}
    both = plan(absences=[away(A, START, START, 240), away(B, START, START, 60)], deputy=B)
    assert both.to_be(START, END) == {}
    assert len(both.gaps(START, START)) == 20


def test_a_neighbour_without_minutes_covers() -> None:
    found = plan(absences=[away(A, START, START)], deputy=NEIGHBOUR, providers=1)
    assert found.to_be(START, START) == {(1, A, START): NEIGHBOUR}


def test_who_declined_is_not_asked_again_for_these_days() -> None:
    declined = [CoverFact(1, A, B, START, START, declined=True)]
    found = plan(absences=[away(A, START, START)], deputy=B, covers=declined, providers=2)
    assert found.to_be(START, START) == {(2, A, START): B}


def test_leave_begins_on_the_day_of_the_clock_change() -> None:
    """November 1, 2026, a Sunday of 25 hours: the Monday after it is the first working day away."""
    sunday = date(2026, 11, 1)
    found = plan(absences=[away(A, sunday, sunday + timedelta(days=1))], providers=1)
    assert [gap.day for gap in found.gaps(sunday, sunday + timedelta(days=2))] == [
        date(2026, 11, 2)
    ]


DAYS = st.integers(0, 20).map(lambda n: START + timedelta(days=n))
# Plain numbers, made into facts inside the test: drawing them costs next to nothing.
LEAVES = st.lists(
    st.tuples(st.integers(A, NEIGHBOUR), st.integers(0, 20), st.integers(0, 6), st.booleans()),
    max_size=6,
)
COVERS = st.lists(
    st.tuples(
        st.integers(1, 2),
        st.integers(B, NEIGHBOUR),
        st.integers(0, 20),
        st.integers(0, 6),
        st.booleans(),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(LEAVES, COVERS, st.sampled_from([None, A, B, NEIGHBOUR]))
def test_over_random_absences_nobody_covers_while_away_and_no_day_is_told_twice(
    drawn: list[tuple[int, int, int, bool]],
    arranged: list[tuple[int, int, int, int, bool]],
    deputy: int | None,
) -> None:
    leaves = [
        away(staff, first, first + timedelta(days=more), 240 if half else None)
        for staff, after, more, half in drawn
        if (first := START + timedelta(days=after))
    ]
    covers = [
        CoverFact(provider, A, who, first, first + timedelta(days=more), declined)
        for provider, who, after, more, declined in arranged
        if (first := START + timedelta(days=after))
    ]
    found = plan(absences=leaves, covers=covers, deputy=deputy, providers=2)
    last = START + timedelta(days=27)
    days = list(found.days(START, last))
    working = found.calendar.working_days(START, last)
    assert len(days) == len({(d.provider_id, d.day) for d in days}) == 2 * len(working)
    for each in days:
        assert (each.how is HowCovered.GAP) == (each.who is None)
        if each.who is not None:
            assert found.presence.is_there(each.who, each.day)
        if each.how is HowCovered.COVERED:
            assert not found.presence.is_there(each.coordinator_id, each.day)
    # Once put down, what the facts say is told, day for day.
    to_be = found.to_be(START, last)
    made = [CoverFact(p, absent, who, day, day) for (p, absent, day), who in to_be.items()]
    kept = plan(absences=leaves, covers=made, deputy=deputy, providers=2)
    told = {
        (each.provider_id, A, each.day): each.who
        for each in kept.days(START, last)
        if kept.presence.on_leave(A, each.day) and each.who is not None
    }
    assert told == to_be


@given(st.dictionaries(DAYS.filter(lambda d: d.weekday() < 5), st.sampled_from([B, C])))
def test_stretches_hold_each_day_once_and_no_other_working_day(days: dict[date, int]) -> None:
    calendar = WorkingCalendar()
    days = {day: who for day, who in days.items() if calendar.is_working_day(day)}
    made = [CoverFact(1, A, who, first, last) for first, last, who in stretches_of(days, calendar)]
    kept = {key[2]: who for key, who in days_of(made).items() if calendar.is_working_day(key[2])}
    assert kept == days


def test_refusals_say_what_to_do() -> None:
    presence = plan(absences=[away(B, START, START)]).presence
    with pytest.raises(RuleBroken, match=r"Tam is away on Mon Dec 21, 2026\. Choose fewer days"):
        check_may_cover("Tam", B, A, presence, [START, END])
    with pytest.raises(RuleBroken, match="nobody covers for themselves"):
        check_may_cover("Rosa", A, A, presence, [START])
    assert check_absence(START, None) == (START, START)
    for first, last in ((None, END), (END, START), (START, START + timedelta(days=366))):
        with pytest.raises(RuleBroken):
            check_absence(first, last)
    with pytest.raises(RuleBroken, match="is recorded already"):
        check_not_twice(START, START, [(START - timedelta(days=1), START)])
    check_not_twice(END, END, [(START, START)])
