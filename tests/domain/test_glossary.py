"""The words: each once, and none of the project's front page missing."""

from pathlib import Path

import pytest

from ohms.domain.glossary import WORDS, meaning_of

README = Path(__file__).parents[2] / "README.md"
ALL = [each.word for group in WORDS.values() for each in group]


def test_each_word_stands_once_with_a_meaning() -> None:
    assert len(ALL) == len(set(ALL))
    assert all(meaning_of(word).endswith(".") for word in ALL)


def test_what_a_short_form_stands_for_comes_first_and_a_word_of_nobody_is_none() -> None:
    assert meaning_of("APF").startswith("Activity Prescription Form. ")
    with pytest.raises(KeyError):
        meaning_of("Patient")


def test_the_words_of_the_front_page_are_those_of_the_help() -> None:
    table = README.read_text().partition("## The words")[2].partition("\n## ")[0]
    named = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("| ")]
    told = " ".join(ALL).casefold()
    missing = [
        word for name in named[1:] for word in name.split(", ") if word.casefold() not in told
    ]
    assert len(named) > 10
    assert missing == []
