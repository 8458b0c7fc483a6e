"""Who is meant by what was typed into a field that one of many is picked in."""

from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from ohms.web.picking import FEW, PickField, meant_by, told_apart

PEOPLE = [(1, "Rosa Álvarez"), (2, "Ann Lee"), (3, "Joann Lee"), (4, "Kim Ito"), (5, "Kim Ito")]


class AForm(Form):
    who = PickField("Who", demand="Choose who.")


def picked(typed: str, people: Any = PEOPLE) -> tuple[str | None, str]:
    form = AForm(MultiDict({"who": typed}))
    form.who.offer(people)
    form.validate()
    return form.who.data, " ".join(form.who.errors)


@pytest.mark.parametrize(
    ("typed", "who", "told"),
    [
        ("2", "2", ""),
        ("ann lee", "2", ""),  # the very name, though another holds it
        ("rosa", "1", ""),
        ("  ALVAREZ   rosa ", "1", ""),
        ("Kim Ito (5)", "5", ""),
        ("lee", "", "“lee” may be Ann Lee; Joann Lee: choose one."),
        ("Kim Ito", "", "“Kim Ito” may be Kim Ito (4); Kim Ito (5): choose one."),
        ("Zed", "", "“Zed” is none of those to choose from."),
        ("99", "99", ""),  # whom a command refuses in its own words
        (",", "", "“,” is none of those to choose from."),
        ("", "", "Choose who."),
    ],
)
def test_letters_of_a_name_mean_who_alone_has_them(typed: str, who: str, told: str) -> None:
    assert picked(typed) == (who, told)


MANY = [
    *((each, f"Person {each}") for each in range(1, FEW + 1)),
    (31, "Bleeker, Tom"),
    (32, "Smith-Jones, Ann"),
]


@pytest.mark.parametrize(
    ("typed", "who", "told"),
    [
        ("Lee", "", "“Lee” is none of those to choose from."),  # no Lee, though Bleeker holds it
        (
            "person",
            "",
            "“person” may be Person 1; Person 2; Person 3; Person 4 and others: enter the whole name.",
        ),
        ("blee", "31", ""),
        ("jones", "32", ""),
        ("31", "31", ""),  # as a page's hidden field or an address says it
        ("123456", "", "“123456” is none of those to choose from."),
    ],
)
def test_among_many_only_the_beginning_of_a_word_and_an_offered_number_pick(
    typed: str, who: str, told: str
) -> None:
    assert picked(typed, MANY) == (who, told)


@pytest.mark.parametrize(
    "people",
    [
        [(2, "José Smith"), (7, "Jose Smith")],
        [(2, "McDonald, Ann"), (7, "Mcdonald, Ann")],
        [(2, "Smith,  John"), (7, "Smith, John")],
        [(2, "Ann Lee"), (7, "Ann Lee"), (9, "Ann Lee (2)")],
        [(2, "Ann Lee"), (2, "Ann Lee")],  # a provider given twice
    ],
)
def test_each_of_those_whose_names_are_typed_alike_can_be_picked_by_what_is_offered(
    people: list[tuple[int, str]],
) -> None:
    for who, offered in told_apart(people):
        assert picked(offered, people) == (who, "")


def test_a_name_as_it_is_written_goes_before_one_that_is_searched_alike() -> None:
    assert meant_by("Jose Smith", [("2", "José Smith"), ("7", "Jose Smith")]) == ("7", "")


def test_a_refused_name_stands_there_again_and_a_picked_one_by_its_name() -> None:
    form = AForm(MultiDict({"who": "lee"}))
    form.who.offer(PEOPLE)
    assert form.who.shown == "lee"
    again = AForm(who="3")
    again.who.offer(PEOPLE)
    assert again.who.shown == "Joann Lee"
    assert not again.who.is_long
    again.who.offer((each, f"Person {each}") for each in range(1, FEW + 2))
    assert again.who.is_long
