"""What a search shows marks what was searched for, and nothing of the text is lost or changed by it."""

from datetime import date
from time import process_time

from hypothesis import given
from hypothesis import strategies as st

from ohms.domain.marking import (
    AROUND,
    Piece,
    closeness,
    marked_number,
    marked_words,
    snippet,
)
from ohms.domain.search import understood

TODAY = date(2026, 11, 24)


def hits(pieces: tuple[Piece, ...]) -> list[str]:
    return [piece.text for piece in pieces if piece.hit]


def marked(text: str, asked: str) -> list[str]:
    return hits(snippet(text, understood(asked, TODAY).terms))


def test_words_are_marked_whatever_their_accents_and_case() -> None:
    assert marked("Called Señora NÚÑEZ about light duty.", "nunez dut") == ["NÚÑEZ", "duty"]


def test_words_in_quotes_are_marked_as_one_where_they_stand_together() -> None:
    assert marked("Duty is light. Light duty from Monday.", '"light duty"') == ["Light duty"]


def test_a_part_within_a_word_is_no_hit() -> None:
    assert marked("The delight of duty", "light") == []


def test_a_long_text_is_cut_at_blanks_around_its_first_hit() -> None:
    text = "before " * 60 + "shoulder surgery " + "after " * 100
    shown = snippet(text, understood("shoulder", TODAY).terms)
    whole = "".join(piece.text for piece in shown)
    assert hits(shown) == ["shoulder"]
    assert len(whole) < 4 * AROUND
    assert whole.startswith("… before ")
    assert whole.endswith("after …")


def test_what_hits_behind_a_snippet_costs_nothing() -> None:
    """A document may be as long as a book, and hold what was typed in each of its lines."""
    text, terms = "a line of text\n" * 6_500, understood("line of text", TODAY).terms
    begun = process_time()
    assert hits(snippet(text, terms))[:3] == ["line", "of", "text"]
    assert process_time() - begun < 0.25


def test_of_a_number_its_beginning_or_its_end_is_marked() -> None:
    assert marked_number("AB12345", understood("ab12", TODAY)) == (("AB12", True), ("345", False))
    assert marked_number("AB12345", understood("345", TODAY)) == (("AB12", False), ("345", True))
    assert marked_number("AB12345", understood("Garcia", TODAY)) == (("AB12345", False),)


def test_of_a_name_the_words_typed_are_marked() -> None:
    assert hits(marked_words("García, Ana", understood("ana gar", TODAY))) == ["García", "Ana"]


def test_words_side_by_side_come_before_whole_words_and_these_before_beginnings() -> None:
    asked = understood("light duty", TODAY).terms
    assert closeness("Offered light duty.", asked) == 2
    assert closeness("The duty is light.", asked) == 1
    assert closeness("Lightning struck the dutyman.", asked) == 0


@given(st.text(max_size=250), st.text(max_size=20))
def test_a_short_text_is_shown_whole_with_blanks_made_one(text: str, asked: str) -> None:
    pieces = snippet(text, understood(asked, TODAY).terms)
    shown = "".join(piece.text for piece in pieces).removesuffix(" …").removeprefix("… ")
    assert shown.strip() in " ".join(text.split())
    if len(" ".join(text.split())) <= AROUND:
        assert shown == " ".join(text.split())
