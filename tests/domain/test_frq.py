"""When an FRQ is positive, at each of its boundaries."""

import pytest

from ohms.domain.errors import RuleBroken
from ohms.domain.frq import Frq, check_answers, is_positive

POSITIVE = {"q1": True, "q2": 5, "q3_sites": 2, "q3_low_back_with_leg": False}


@pytest.mark.parametrize(
    ("changed", "positive"),
    [
        ({}, True),
        ({"q2": 10}, True),
        ({"q1": False}, False),
        ({"q2": 4}, False),
        ({"q3_sites": 1}, False),
        ({"q3_sites": 1, "q3_low_back_with_leg": True}, True),
        ({"q3_sites": 0, "q3_low_back_with_leg": True}, True),
        ({"q1": False, "q3_low_back_with_leg": True}, False),
        ({"q4": False, "q5": 0, "q6": 10}, True),
    ],
)
def test_an_frq_is_positive_by_its_first_three_answers(
    changed: dict[str, object], positive: bool
) -> None:
    assert is_positive(Frq(**{**POSITIVE, **changed})) is positive  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"q2": 11}, "q2"), ({"q2": -1}, "q2"), ({"q6": 11}, "q6"), ({"q3_sites": 21}, "q3_sites")],
)
def test_a_number_outside_its_scale_is_refused_beside_its_field(
    changed: dict[str, int], field: str
) -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_answers(Frq(**{**POSITIVE, **changed}))  # type: ignore[arg-type]
    assert refusal.value.field == field


def test_the_ends_of_the_scales_are_taken() -> None:
    check_answers(Frq(q1=False, q2=0, q3_sites=0, q3_low_back_with_leg=False, q5=0, q6=10))
    check_answers(Frq(q1=True, q2=10, q3_sites=20, q3_low_back_with_leg=True, q5=10, q6=0))
