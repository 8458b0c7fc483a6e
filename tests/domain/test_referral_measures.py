"""How it stands with the first answer of a referral, and the figures of many."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.calendar import add_business_days
from ohms.domain.referral_measures import (
    REFERRAL_MEASURES,
    Answered,
    CountedReferral,
    Ending,
    figures_of,
)
from ohms.domain.values import ReferralStep, Service

S = ReferralStep
SENT = date(2026, 11, 2)
DUE = add_business_days(SENT, 10)


def counted(
    step: ReferralStep = S.SENT, answered_on: date | None = None, number: int = 1
) -> CountedReferral:
    return CountedReferral(number, Service.STAY_AT_WORK, 7, step, SENT, answered_on, 10)


@pytest.mark.parametrize(
    ("step", "answered_on", "today", "stands"),
    [
        (S.ACCEPTED, DUE, DUE, Answered.IN_TIME),
        (S.ACCEPTED, DUE + timedelta(days=1), DUE + timedelta(days=2), Answered.LATE),
        (S.SENT, None, DUE, Answered.AWAITED),
        (S.RECEIVED, None, DUE + timedelta(days=1), Answered.MISSING),
        (S.WITHDRAWN, None, DUE + timedelta(days=9), Answered.WITHDRAWN),
        (S.WITHDRAWN, SENT, DUE + timedelta(days=9), Answered.IN_TIME),
    ],
)
def test_an_answer_is_in_time_on_the_day_itself(
    step: ReferralStep, answered_on: date | None, today: date, stands: Answered
) -> None:
    assert counted(step, answered_on).answered(today) is stands


def test_what_is_not_due_and_what_was_withdrawn_stand_beside_the_share() -> None:
    figures = figures_of(
        [
            counted(S.COMPLETED, SENT + timedelta(days=3)),
            counted(S.DECLINED, DUE + timedelta(days=8)),
            counted(S.SENT),
            counted(S.WITHDRAWN),
        ],
        DUE + timedelta(days=30),
    )
    assert (figures.sent, figures.due, figures.in_time) == (4, (1, 1, 1), "33 %")
    assert figures.endings == {
        Ending.OPEN: 1,
        Ending.COMPLETED: 1,
        Ending.DECLINED: 1,
        Ending.TAKEN_BACK: 1,
    }
    assert figures.median_days == Fraction(3 + (DUE - SENT).days + 8, 2)


def test_of_nothing_there_is_no_share_and_no_median() -> None:
    figures = figures_of([], SENT)
    assert (figures.sent, figures.in_time, figures.median_days) == (0, "–", None)
    assert figures_of([counted()], SENT).in_time == "–"


@given(
    st.lists(
        st.tuples(
            st.sampled_from(ReferralStep), st.none() | st.dates(SENT, SENT + timedelta(days=60))
        )
    ),
    st.dates(SENT, SENT + timedelta(days=90)),
)
def test_every_referral_stands_in_one_column_of_each_table(
    taken: list[tuple[ReferralStep, date | None]], today: date
) -> None:
    figures = figures_of([counted(*each) for each in taken], today)
    assert sum(figures.answered.values()) == sum(figures.endings.values()) == len(taken)


def test_every_measure_says_what_it_counts() -> None:
    assert all(each.sentence and each.numerator for each in REFERRAL_MEASURES.values())
