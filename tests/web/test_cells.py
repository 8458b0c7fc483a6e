"""Days, badges and fields as elements: what they say, and that nothing given to them becomes markup."""

from datetime import date

import pytest
from markupsafe import Markup

from ohms.web import cells, choosing, controls, widgets

TODAY = date(2026, 6, 3)
HOSTILE = "<b>\"'&"


@pytest.mark.parametrize(
    ("value", "overdue", "said"),
    [
        (None, None, "none"),
        (date(2026, 6, 1), 2, "Jun 1, overdue 2 business days"),
        (date(2026, 6, 2), 1, "Jun 2, overdue 1 business day"),
        (date(2026, 5, 30), 0, "May 30, overdue"),
        (TODAY, None, "Today"),
        (date(2026, 6, 4), None, "Tomorrow"),
        (date(2026, 12, 5), None, "Dec 5"),
        (date(2027, 1, 5), None, "Jan 5, 2027"),
    ],
)
def test_a_due_day_says_how_far_it_is(value: date | None, overdue: int | None, said: str) -> None:
    assert cells.due(value, TODAY, overdue).striptags().removeprefix("–") == said


@pytest.mark.parametrize(
    ("days", "said"),
    [(2, "overdue 2 business days"), (1, "overdue 1 business day"), (0, "overdue")],
)
def test_a_due_day_of_a_narrow_column_is_read_out_in_words(days: int, said: str) -> None:
    told = cells.due_short(date(2026, 6, 1), TODAY, days)
    assert f'<span class="visually-hidden">, {said}</span>' in told


def test_a_day_says_its_year_and_weekday_where_they_are_wanted() -> None:
    assert cells.day(date(2025, 6, 3), TODAY).striptags() == "Jun 3, 2025"
    assert cells.day(TODAY, TODAY, weekday=True).striptags() == "Wed, Jun 3"
    assert cells.days_ago(date(2026, 5, 25), TODAY).striptags() == "9 d ago"
    assert cells.span(TODAY, None, TODAY).striptags() == "Jun 3 on"


@pytest.mark.parametrize(
    "made",
    [
        cells.badge(HOSTILE),
        cells.coordination("new", HOSTILE),
        controls.tokens(HOSTILE, HOSTILE, HOSTILE),
        controls.input(HOSTILE, HOSTILE, HOSTILE, hint=HOSTILE, errors=[HOSTILE], title=HOSTILE),
        controls.textarea(HOSTILE, HOSTILE, HOSTILE),
        choosing.type_ahead(
            HOSTILE, HOSTILE, [HOSTILE], HOSTILE, HOSTILE, [HOSTILE], title=HOSTILE
        ),
        controls.select(HOSTILE, HOSTILE, [(HOSTILE, HOSTILE)], HOSTILE, blank=HOSTILE),
        controls.check(HOSTILE, HOSTILE, HOSTILE, hint=HOSTILE),
        controls.button(HOSTILE, name=HOSTILE, value=HOSTILE, key=HOSTILE),
        controls.link_button(HOSTILE, HOSTILE),
        controls.post_button(HOSTILE, HOSTILE, HOSTILE, about=HOSTILE, hidden={HOSTILE: HOSTILE}),
        widgets.attributes(title=HOSTILE),
    ],
)
def test_what_is_given_stays_text(made: Markup) -> None:
    assert "<b>" not in made
    assert HOSTILE not in made
    assert "&lt;b&gt;&#34;&#39;&amp;" in made


def test_an_attribute_without_a_value_is_left_out() -> None:
    assert widgets.attributes(data_of="a", required=True, readonly=False) == (
        'data-of="a" required'
    )
