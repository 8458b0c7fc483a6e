"""L&I's benchmarks at their boundaries: when a claim is ripe, and on which side of a line it stands."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.benchmark_lines import LINED, PUBLISHED, BenchmarkLine
from ohms.domain.benchmark_measures import BENCHMARKS, Judged
from ohms.domain.benchmark_rules import (
    BenchmarkRules,
    ClaimFacts,
    Standing,
    days_to_activity,
    standing_of,
)
from ohms.domain.benchmarks import adoption, figure_of_claims
from ohms.domain.calendar import add_business_days
from ohms.domain.measures import MEASURES

MET, MISSED, OPEN, APART = Standing.MET, Standing.MISSED, Standing.OPEN, Standing.APART
RULES = BenchmarkRules()
INITIATED = date(2026, 7, 1)
TWELVE_WEEKS = date(2026, 9, 23)
ONE = timedelta(days=1)
LATER = date(2027, 6, 1)


def facts(**told: Any) -> ClaimFacts:
    return ClaimFacts(
        **{
            **dict.fromkeys(ClaimFacts._fields),
            "claim_id": 1,
            "provider_id": 1,
            "clinic_id": 1,
            "initiated_on": INITIATED,
            **told,
        }
    )


def stands(name: str, as_of: date, **told: Any) -> Standing:
    return standing_of(BENCHMARKS[name], facts(**told), as_of, RULES)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("apf_in_12_weeks", {"first_visit_on": INITIATED}),
        ("provider_employer_call", {}),
        ("time_loss_touched", {"time_loss_on": TWELVE_WEEKS}),
        ("claims_with_activity", {}),
        ("time_loss_with_activity", {"time_loss_on": INITIATED}),
        ("time_loss_share", {}),
    ],
)
def test_a_claim_is_ripe_once_its_12_weeks_are_over(name: str, told: dict[str, Any]) -> None:
    assert stands(name, TWELVE_WEEKS - ONE, **told) is OPEN
    assert stands(name, TWELVE_WEEKS, **told) is MISSED
    assert stands(name, TWELVE_WEEKS + ONE, **told) is MISSED


@pytest.mark.parametrize(
    ("name", "fact", "told"),
    [
        ("apf_in_12_weeks", "apf_on", {"first_visit_on": INITIATED}),
        ("provider_employer_call", "provider_call_on", {"employer_call_on": INITIATED}),
        ("provider_employer_call", "employer_call_on", {"provider_call_on": INITIATED}),
        ("time_loss_touched", "provider_call_on", {"time_loss_on": INITIATED}),
        ("time_loss_touched", "activity_on", {"time_loss_on": INITIATED}),
        ("claims_with_activity", "activity_on", {}),
        ("time_loss_with_activity", "activity_on", {"time_loss_on": INITIATED}),
        ("time_loss_share", "time_loss_on", {}),
    ],
)
def test_what_happens_on_the_last_day_counts_and_the_day_after_does_not(
    name: str, fact: str, told: dict[str, Any]
) -> None:
    assert stands(name, LATER, **told, **{fact: TWELVE_WEEKS}) is MET
    assert stands(name, LATER, **told, **{fact: TWELVE_WEEKS + ONE}) is MISSED
    assert stands(name, TWELVE_WEEKS - ONE, **told, **{fact: INITIATED}) is OPEN


def test_a_claim_whose_time_loss_came_later_is_no_time_loss_claim_of_these() -> None:
    for name in ("time_loss_touched", "time_loss_with_activity"):
        assert stands(name, LATER, activity_on=INITIATED) is APART
        assert stands(name, LATER, time_loss_on=TWELVE_WEEKS + ONE) is APART


def test_a_report_is_in_time_on_the_second_business_day_over_a_holiday() -> None:
    """Vector 23: first visit Wed 25 Nov 2026, due Tue 1 Dec."""
    visit, due = date(2026, 11, 25), date(2026, 12, 1)
    assert stands("roa_in_2_days", due - ONE, first_visit_on=visit) is OPEN
    assert stands("roa_in_2_days", due, first_visit_on=visit) is MISSED
    assert stands("roa_in_2_days", due, first_visit_on=visit, roa_received_on=due) is MET
    late = stands("roa_in_2_days", LATER, first_visit_on=visit, roa_received_on=due + ONE)
    assert late is MISSED
    assert stands("roa_in_2_days", LATER, roa_received_on=due) is APART


def test_ten_business_days_to_the_first_activity_are_met_and_eleven_are_not() -> None:
    """Vector 23: established Fri 20 Nov 2026, the tenth business day is Tue 8 Dec."""
    established, tenth = date(2026, 11, 20), date(2026, 12, 8)
    told = {"established_on": established}
    assert days_to_activity(facts(**told, activity_on=tenth)) == 10
    assert stands("first_activity", LATER, **told, activity_on=tenth) is MET
    assert stands("first_activity", LATER, **told, activity_on=tenth + ONE) is MISSED
    assert days_to_activity(facts(**told, activity_on=established - ONE)) == 0
    ripe_on = established + timedelta(weeks=12)
    assert stands("first_activity", ripe_on - ONE, **told, activity_on=tenth) is OPEN
    assert stands("first_activity", ripe_on, **told, activity_on=tenth) is MET
    assert stands("first_activity", LATER, **told) is APART
    assert stands("first_activity", LATER, activity_on=tenth) is APART


def test_the_median_stands_between_the_two_in_the_middle_and_is_met_on_the_line() -> None:
    texts = []

    def median_of(*days: int) -> tuple[Fraction | None, bool | None]:
        claims = [
            facts(established_on=INITIATED, activity_on=add_business_days(INITIATED, each))
            for each in days
        ]
        benchmark = BENCHMARKS["first_activity"]
        figure = figure_of_claims(benchmark, claims, LATER, RULES, PUBLISHED[benchmark.name])
        texts.append(figure.text)
        return figure.value, figure.is_met

    assert median_of(3, 10, 40) == (Fraction(10), True)
    assert median_of(10, 11) == (Fraction(21, 2), False)
    assert median_of(1) == (Fraction(1), True)
    assert median_of() == (None, None)
    assert texts == ["10 days", "10.5 days", "1 day", "–"]


def share_of(name: str, met: int, missed: int, line: Fraction | None) -> tuple[str, bool | None]:
    claims = [facts(activity_on=INITIATED, time_loss_on=INITIATED)] * met + [facts()] * missed
    against = None if line is None else BenchmarkLine(line, "agreed")
    figure = figure_of_claims(BENCHMARKS[name], claims, LATER, RULES, against)
    assert (figure.numerator, figure.denominator) == (met, met + missed)
    return figure.text, figure.is_met


def test_a_share_is_held_against_its_line_exactly() -> None:
    assert share_of("claims_with_activity", 30, 70, Fraction(30)) == ("30.0 %", True)
    assert share_of("claims_with_activity", 2999, 7001, Fraction(30)) == ("29.990 %", False)
    assert share_of("time_loss_share", 20, 80, Fraction(20)) == ("20.000 %", False)
    assert share_of("time_loss_share", 19, 81, Fraction(20)) == ("19.0 %", True)
    assert share_of("time_loss_share", 20, 80, None) == ("20.0 %", None)


def test_a_line_that_was_agreed_is_told_in_every_word_that_names_it() -> None:
    for benchmark in LINED.values():
        assert benchmark.measure.threshold.count(f"{benchmark.line} ") == 1
        moved = benchmark.measured_at(Fraction(17))
        assert "17 " in moved.threshold
        assert str(benchmark.line) not in f"{moved.threshold} {moved.numerator}"
    first = BENCHMARKS["first_activity"]
    assert "within 17 business days" in first.measured_at(Fraction(17)).numerator
    line = BenchmarkLine(Fraction(11), "Agreed in May", date(2026, 7, 1))
    rules = BenchmarkRules(lines={**PUBLISHED, "first_activity": line})
    eleventh = facts(established_on=INITIATED, activity_on=add_business_days(INITIATED, 11))
    told = [
        figure_of_claims(first, [eleventh], LATER, each, each.lines["first_activity"])
        for each in (RULES, rules)
    ]
    assert [(each.numerator, each.is_met) for each in told] == [(0, False), (1, True)]
    assert told[1].line_words == "11 business days"
    assert told[1].line_source == "Agreed in May, since Wed Jul 1, 2026"


def test_a_provider_is_a_low_adopter_strictly_below_the_share_of_practices() -> None:
    prompt = {"first_visit_on": INITIATED, "roa_received_on": INITIATED, "roa_complete": True}
    three_of_four = [
        facts(**prompt, apf_on=INITIATED),
        facts(provider_id=1, roa_complete=False),
    ]
    two_of_three = [facts(provider_id=2, **prompt)]
    unripe = [facts(provider_id=3, first_visit_on=LATER)]
    found = adoption([*three_of_four, *two_of_three, *unripe], LATER, RULES)
    assert {provider: each.standing for provider, each in found.items()} == {
        1: MISSED,
        2: MET,
        3: OPEN,
    }


DAYS = st.none() | st.dates(INITIATED, INITIATED + timedelta(days=200))


@given(
    st.lists(st.tuples(*[DAYS] * 7, st.none() | st.booleans())),
    st.dates(INITIATED, INITIATED + timedelta(days=300)),
)
def test_no_figure_counts_more_than_there_is_and_what_is_ripe_stays_so(
    told: list[tuple[Any, ...]], as_of: date
) -> None:
    names = ("established_on", "first_visit_on", "roa_received_on", "apf_on", "time_loss_on")
    fields = (*names, "activity_on", "provider_call_on", "roa_complete")
    claims = [facts(**dict(zip(fields, each, strict=True))) for each in told]
    for benchmark in BENCHMARKS.values():
        if benchmark.judged is not Judged.CLAIM:
            continue
        figure = figure_of_claims(benchmark, claims, as_of, RULES, None)
        later = figure_of_claims(benchmark, claims, as_of + ONE, RULES, None)
        assert 0 <= figure.numerator <= figure.denominator <= later.denominator
        assert figure.denominator + figure.not_ripe <= len(claims)
        assert later.not_ripe <= figure.not_ripe


def test_the_eleven_are_numbered_and_each_says_all_that_it_counts() -> None:
    assert [each.number for each in BENCHMARKS.values()] == list(range(1, 12))
    for benchmark in BENCHMARKS.values():
        measure = MEASURES[benchmark.name]
        assert measure is benchmark.measure
        assert all((measure.numerator, measure.denominator, measure.ripe, measure.threshold))
        assert measure.source
