"""Other weights sort the lists of a past quarter anew, and change nothing else."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from ohms.domain.centre_settings import checked_start
from ohms.domain.errors import RuleBroken
from ohms.domain.triage_replay import ON_TOP, Waited, replay
from ohms.domain.triage_weights import (
    ASSUMED,
    TriageWeights,
    check_goes_live,
    check_points,
    checked_why,
)

DAY, NEXT = date(2026, 8, 3), date(2026, 8, 4)
TODAY = date(2026, 11, 24)
DRAFT = replace(ASSUMED, interpreter=90)


def waited(claim_id: int, *signals: str, day: date = DAY, list_id: int = 1) -> Waited:
    return Waited(claim_id, list_id, day, DAY, signals)


FULL = [waited(number, "time_loss") for number in range(1, ON_TOP + 1)]


def test_a_claim_comes_to_the_top_and_another_goes_from_it() -> None:
    found = replay(
        [*FULL, waited(9, "interpreter"), waited(9, "interpreter", day=NEXT)], ASSUMED, DRAFT
    )
    assert (found.on_top[0].claim_id, found.on_top[0].draft.on_top) == (9, 2)
    assert found.came == []  # alone in its list of the next day, it stood on top there
    assert [claim.claim_id for claim in found.gone] == [ON_TOP]
    alone = replay([*FULL, waited(9, "interpreter")], ASSUMED, DRAFT)
    assert [claim.claim_id for claim in alone.came] == [9]
    nine = alone.came[0]
    assert (nine.place, nine.drafted_place, nine.climbs) == (Fraction(6), Fraction(1), Fraction(5))
    assert (nine.standing.score, nine.draft.score) == (5, 90)


def test_the_greatest_change_of_the_mean_place_stands_first() -> None:
    days = [*FULL, waited(9, "interpreter"), waited(9, "interpreter", day=NEXT)]
    moved = replay(days, ASSUMED, DRAFT).moved
    assert moved[0].claim_id == 9
    assert moved[0].climbs == Fraction(5, 2)
    assert {claim.climbs for claim in moved[1:]} == {-1}


def test_lists_of_other_people_do_not_touch_and_the_same_weights_change_nothing() -> None:
    days = [*FULL, waited(9, "interpreter", list_id=2)]
    assert replay(days, ASSUMED, DRAFT).moved == []
    same = replay([*FULL, waited(9, "interpreter")], ASSUMED, ASSUMED)
    assert (same.moved, same.came, same.gone, same.waited) == ([], [], [], ON_TOP + 1)


def test_weights_go_live_when_they_change_something_and_were_simulated() -> None:
    check_goes_live(ASSUMED, DRAFT, simulated=True)
    with pytest.raises(RuleBroken, match="Simulate these points first"):
        check_goes_live(ASSUMED, DRAFT, simulated=False)
    with pytest.raises(RuleBroken, match="in force on that day already"):
        check_goes_live(DRAFT, DRAFT, simulated=True)
    assert ASSUMED.changes_to(DRAFT) == {"interpreter": (5, 90)}


@pytest.mark.parametrize("points", [-1, 101])
def test_points_are_from_0_to_100(points: int) -> None:
    check_points(TriageWeights(time_loss=0, reopened=100))
    with pytest.raises(RuleBroken) as refusal:
        check_points(TriageWeights(reopened=points))
    assert refusal.value.field == "reopened"


@pytest.mark.parametrize("from_on", [None, date(2026, 11, 23), date(2027, 11, 25)])
def test_new_weights_begin_today_or_later_within_a_year(from_on: date | None) -> None:
    assert checked_start(TODAY, TODAY) == TODAY
    assert checked_start(date(2027, 11, 24), TODAY) == date(2027, 11, 24)
    with pytest.raises(RuleBroken):
        checked_start(from_on, TODAY)


@pytest.mark.parametrize("reason", [None, " ", "x" * 201])
def test_a_change_of_weights_says_why(reason: str | None) -> None:
    assert checked_why(" More  interpreters ") == "More interpreters"
    with pytest.raises(RuleBroken):
        checked_why(reason)
