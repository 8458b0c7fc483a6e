"""What was typed into the search means the same whoever types it, and is never an error."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.search import LONGEST, MOST_TERMS, Term, Typed, TypedDay, understood, words_of

TODAY = date(2026, 11, 24)


def typed(text: str) -> Typed:
    return understood(text, TODAY)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("AB12345", "AB12345"),
        ("ab 123-45", "AB12345"),
        ("a1", "A1"),
        ("  Al-100 ", "AL100"),
        ("a1234567", None),
        ("abc123", None),
        ("ab", None),
    ],
)
def test_a_claim_number_or_its_beginning_is_one_however_it_is_written(
    text: str, number: str | None
) -> None:
    assert typed(text).number == number


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("123", "123"),
        ("12 345", "12345"),
        ("...345", "345"),
        ("#12-34", "1234"),
        ("123456", "123456"),
        ("12", None),
        ("1234567", None),
        ("x123", None),
        ("１２３", None),
    ],
)
def test_three_to_six_digits_are_the_last_of_a_claim_number(text: str, digits: str | None) -> None:
    assert typed(text).last_digits == digits


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("555-0123", "5550123"),
        ("360-555-0123", "3605550123"),
        ("(360) 555.0123", "3605550123"),
        ("+1 360 555 0123", "3605550123"),
        ("13605550123", "3605550123"),
        ("360555012", "360555012"),
        ("55-0123", None),
        ("1234567890123456", None),
    ],
)
def test_seven_digits_and_more_are_a_phone_number_by_its_last_ten(
    text: str, phone: str | None
) -> None:
    assert typed(text).phone == phone


def test_a_phone_number_is_looked_for_in_texts_by_the_groups_of_its_digits() -> None:
    grouped = (Term(("360", "555", "0123"), begins=False),)
    assert typed("(360) 555-0123").terms == grouped
    assert typed("1-360-555-0123").terms == grouped


@pytest.mark.parametrize(
    ("text", "born_on", "injured_on"),
    [
        ("3/4/81", date(1981, 3, 4), date(1981, 3, 4)),
        ("3/4/25", date(1925, 3, 4), date(2025, 3, 4)),
        ("3/4/12", date(2012, 3, 4), date(2012, 3, 4)),
        ("3/4/26", date(1926, 3, 4), date(2026, 3, 4)),
        ("3-4-1981", date(1981, 3, 4), date(1981, 3, 4)),
        ("2026-10-30", date(2026, 10, 30), date(2026, 10, 30)),
    ],
)
def test_a_day_of_two_figures_is_the_latest_that_a_worker_or_an_injury_can_have(
    text: str, born_on: date, injured_on: date
) -> None:
    assert typed(text).day == TypedDay(born_on, injured_on)
    assert typed(text).claims_by_shape
    assert typed(f"Garcia {text}").day == TypedDay(born_on, injured_on)


def test_a_name_stands_beside_a_day_in_either_order() -> None:
    for text in ("Garcia 3/4/81", "3/4/81 García", "GARCIA, (3/4/81)"):
        assert typed(text).names == ("garcia",), text
        assert not typed(text).claims_by_shape


@pytest.mark.parametrize("text", ["13/45/81", "2/30/2026", "0/0/00", "3/4/0000"])
def test_a_day_that_does_not_exist_is_no_day(text: str) -> None:
    assert typed(text).day is None


def test_words_may_be_beginnings_and_quotes_mean_words_in_their_order() -> None:
    assert typed('shoul "light duty" at').terms == (
        Term(("shoul",), begins=True),
        Term(("light", "duty"), begins=False),
        Term(("at",), begins=False),
    )
    assert typed("follow-up").terms == (Term(("follow", "up"), begins=False),)
    assert typed('"open quote').terms == (Term(("open", "quote"), begins=False),)


@pytest.mark.parametrize("text", ["AB123", "99214", "m54", "garcia2"])
def test_a_number_or_a_code_is_looked_for_in_texts_as_a_whole(text: str) -> None:
    assert typed(text).terms == (Term((text.lower(),), begins=False),)


def test_accents_and_case_are_folded_and_ligatures_left_to_the_engines() -> None:
    assert words_of("Núñez  SAID: “Đau lưng”, naïve—yes") == [
        *("nunez", "said", "đau", "lung", "naive", "yes")
    ]
    assert typed("O'Brien Smith-Jones").names == ("o'brien", "smith-jones")


@pytest.mark.parametrize("text", ["", "   ", "😀", "'\"", "***", "\x00\x07", "--", "()", '""""'])
def test_what_holds_no_letter_and_no_figure_asks_for_nothing(text: str) -> None:
    assert typed(text).is_empty


def test_ten_thousand_characters_are_read_to_the_limit() -> None:
    assert len(typed("a" * 10_000).text) == LONGEST
    assert len(typed("word " * 2_000).terms) == MOST_TERMS


@given(st.text(max_size=300))
def test_no_text_is_an_error_and_its_words_are_letters_and_figures_alone(text: str) -> None:
    found = typed(text)
    words = [word for term in found.terms for word in term.words]
    assert all(word and not set(word) & set("\"'*()&|!:<>\\ -\x00") for word in words)
    assert "\x00" not in found.text
    assert [found.number, found.last_digits, found.phone].count(None) >= 2
