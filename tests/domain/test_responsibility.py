"""Who answered on a day, day by day and stretch by stretch."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.responsibility import Held, Stretch, responsible_on, stretches

DAY = date(2026, 11, 1)
OLSEN, ITO, PARK = 1, 2, 3


def on(number: int) -> date:
    return DAY + timedelta(days=number)


def test_who_was_named_answers_before_the_provider_and_the_provider_again_after() -> None:
    by_provider = [Held(on(-30), None, OLSEN)]
    named = [Held(on(5), on(9), ITO)]
    assert stretches(named, by_provider, DAY) == [
        Stretch(DAY, on(4), OLSEN, by_name=False),
        Stretch(on(5), on(9), ITO, by_name=True),
        Stretch(on(10), None, OLSEN, by_name=False),
    ]


def test_days_with_nobody_are_left_out() -> None:
    assert stretches([], [Held(on(-3), on(2), OLSEN), Held(on(4), None, PARK)], DAY) == [
        Stretch(DAY, on(2), OLSEN, by_name=False),
        Stretch(on(4), None, PARK, by_name=False),
    ]


@st.composite
def timelines(draw: st.DrawFn) -> list[Held]:
    """Dated facts of which one holds a day, as the database keeps them; the last may be open."""
    found, day = list[Held](), draw(st.integers(-10, 10))
    for length in draw(st.lists(st.integers(1, 8), max_size=4)):
        found.append(Held(on(day), on(day + length - 1), draw(st.sampled_from([OLSEN, ITO, PARK]))))
        day += length + draw(st.integers(0, 3))
    is_open = draw(st.booleans())
    if found and is_open:
        found[-1] = Held(found[-1].from_on, None, found[-1].staff_id)
    return found


@given(timelines(), timelines())
def test_the_stretches_say_of_each_day_what_is_asked_of_that_day(
    named: list[Held], by_provider: list[Held]
) -> None:
    found = stretches(named, by_provider, DAY)
    for number in range(60):
        holding = [each for each in found if each.holds_on(on(number))]
        asked = responsible_on(on(number), named, by_provider)
        assert [(h.staff_id, h.by_name) for h in holding] == (
            [(asked.staff_id, asked.by_name)] if asked else []
        )
