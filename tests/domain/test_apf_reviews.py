"""The sample of a quarter's APFs: the same wherever it is drawn, and judged by who reads it."""

import random
from datetime import date

import pytest

from ohms.domain.apf_reviews import (
    DrawableApf,
    ReviewedApf,
    Verdict,
    check_drawable,
    check_verdict,
    drawn,
)
from ohms.domain.benchmark_rules import Standing
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken

THIRD = Quarter(2026, 3)
APFS = [
    DrawableApf(number, number, f"AB{number:05}", "1234567", date(2026, 7, 1))
    for number in range(90)
]


def numbers(apfs: list[DrawableApf]) -> list[str]:
    return [each.claim_number for each in apfs]


def test_whoever_draws_in_whatever_order_and_under_whatever_ids_draws_the_same() -> None:
    mixed = [each._replace(id=1000 - each.id) for each in APFS]
    random.Random(7).shuffle(mixed)
    first = drawn(APFS, "alder", THIRD, 20)
    assert len(first) == 20
    assert numbers(drawn(mixed, "alder", THIRD, 20)) == numbers(first)


def test_another_quarter_and_another_cohe_draw_another_sample() -> None:
    first = set(numbers(drawn(APFS, "alder", THIRD, 20)))
    assert first != set(numbers(drawn(APFS, "alder", THIRD.next, 20)))
    assert first != set(numbers(drawn(APFS, "birch", THIRD, 20)))


def test_one_apf_more_pushes_out_one_at_most_and_a_few_are_all_drawn() -> None:
    first = set(numbers(drawn(APFS[:-1], "alder", THIRD, 20)))
    assert len(first - set(numbers(drawn(APFS, "alder", THIRD, 20)))) <= 1
    assert len(drawn(APFS[:3], "alder", THIRD, 20)) == 3


@pytest.mark.parametrize(
    ("complete", "timely", "standing"),
    [
        (True, True, Standing.MET),
        (True, False, Standing.MISSED),
        (False, True, Standing.MISSED),
        (False, False, Standing.MISSED),
        (None, None, Standing.OPEN),
    ],
)
def test_an_apf_meets_the_benchmark_when_it_is_complete_and_timely(
    complete: bool | None, timely: bool | None, standing: Standing
) -> None:
    apf = ReviewedApf(1, 1, 1, 1, None, date(2026, 7, 1), complete, timely)
    assert apf.standing is standing


def test_one_that_nobody_read_before_its_claim_left_is_not_open_for_ever() -> None:
    unread = ReviewedApf(1, 1, 1, 1, None, date(2026, 7, 1), None, None, has_left=True)
    assert (unread.is_lost, unread.standing) == (True, Standing.APART)
    read = unread._replace(complete=True, timely=True)
    assert (read.is_lost, read.standing) == (False, Standing.MET)


@pytest.mark.parametrize(
    ("today", "told", "already", "found", "words"),
    [
        (date(2026, 9, 30), None, False, 9, "once the quarter is over"),
        (date(2026, 10, 1), date(2026, 9, 29), False, 9, "as of Tue Sep 29, 2026"),
        (date(2026, 10, 1), None, True, 9, "drawn already"),
        (date(2026, 10, 1), date(2026, 9, 30), False, 0, "No APF"),
    ],
)
def test_a_sample_is_drawn_once_of_a_quarter_that_is_over(
    today: date, told: date | None, already: bool, found: int, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        check_drawable(THIRD, today, told_until=told, already=already, found=found)


def test_both_are_judged() -> None:
    check_verdict(Verdict(complete=False, timely=True))
    for said, field in ((Verdict(None, True), "complete"), (Verdict(False, None), "timely")):
        with pytest.raises(RuleBroken) as refused:
            check_verdict(said)
        assert refused.value.field == field
