"""The hit marked in what a search shows: a text as pieces, those that were searched for marked."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ohms.domain.search import LONGEST, Term, Typed, word_key

AROUND = 90
"""Characters that a snippet shows before and after its first hit."""

_WORD = re.compile(r"[^\W_]+")


class Piece(NamedTuple):
    """A part of a text, in order; `hit` where it is what was searched for."""

    text: str
    hit: bool


class _Word(NamedTuple):
    key: str
    begin: int
    end: int


def snippet(text: str, terms: Sequence[Term]) -> tuple[Piece, ...]:
    """The text around its first hit, cut at blanks, with every hit in it marked."""
    text = " ".join(text.split())
    found = _first_hit(text, terms)  # what a long text has behind the snippet is not looked at
    first = found or 0
    begin, end = _cut(text, first)
    near = text[first : _blank_behind(text, end + LONGEST)] if found is not None else ""
    inside = [(first + a, min(first + b, end)) for a, b in _hits(near, terms) if first + a < end]
    pieces = list(_pieces(text, inside, begin, end))
    if begin:
        pieces.insert(0, Piece("… ", False))
    if end < len(text):
        pieces.append(Piece(" …", False))
    return tuple(pieces)


def marked_words(text: str, typed: Typed) -> tuple[Piece, ...]:
    """A name with the beginnings marked that were typed."""
    spans = [
        (word.begin, word.end)
        for word in _words(text)
        if any(word.key.startswith(word_key(name)) for name in _parts(typed.names))
    ]
    return tuple(_pieces(text, spans, 0, len(text)))


def marked_number(number: str, typed: Typed) -> tuple[Piece, ...]:
    """A claim number with what was typed of it marked: its beginning or its end."""
    if typed.number and number.startswith(typed.number):
        span = (0, len(typed.number))
    elif typed.last_digits and number.endswith(typed.last_digits):
        span = (len(number) - len(typed.last_digits), len(number))
    else:
        return (Piece(number, False),)
    return tuple(_pieces(number, [span], 0, len(number)))


def closeness(text: str, terms: Sequence[Term]) -> int:
    """How well a text that holds every term answers them: 2 all side by side in their order,
    1 each of them as a whole word, 0 some only as the beginning of one."""
    words = _keys(text)
    whole = [key for term in terms for key in term.words]
    if _stand_together(words, whole):
        return 2
    return int(set(whole) <= set(words))


def _stand_together(words: Sequence[str], wanted: Sequence[str]) -> bool:
    return any(
        list(words[place : place + len(wanted)]) == list(wanted)
        for place, word in enumerate(words)
        if wanted and word == wanted[0]
    )


def _first_hit(text: str, terms: Sequence[Term]) -> int | None:
    keys = _keys(text)
    places = (_first_place(keys, term) for term in terms)
    found = [place for place in places if place is not None]
    if not found:
        return None
    return next(islice(_WORD.finditer(text), min(found), None)).start()


def _first_place(keys: Sequence[str], term: Term) -> int | None:
    last = len(keys) - len(term.words)
    return next((at for at in range(last + 1) if _is_at(keys, at, term)), None)


def _blank_behind(text: str, place: int) -> int:
    """Where the word that stands at a place ends."""
    blank = text.find(" ", place)
    return len(text) if blank < 0 else blank


def _hits(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    keys, places = _keys(text), [match.span() for match in _WORD.finditer(text)]
    return sorted(
        {
            (places[at][0], places[at + len(term.words) - 1][1])
            for term in terms
            for at in range(len(keys) - len(term.words) + 1)
            if _is_at(keys, at, term)
        }
    )


def _is_at(keys: Sequence[str], place: int, term: Term) -> bool:
    *before, last = term.words
    found = keys[place + len(before)]
    if not (found.startswith(last) if term.begins else found == last):
        return False
    return all(keys[place + n] == key for n, key in enumerate(before))


def _keys(text: str) -> list[str]:
    """The key of each word: most texts are plain letters, whose words need no look of their own."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [word_key(word) for word in _WORD.findall(text)]


def _words(text: str) -> Iterator[_Word]:
    for match in _WORD.finditer(text):
        yield _Word(word_key(match[0]), match.start(), match.end())


def _parts(names: Sequence[str]) -> Iterator[str]:
    for name in names:
        yield from (match[0] for match in _WORD.finditer(name))


def _cut(text: str, first: int) -> tuple[int, int]:
    """Where a snippet around a place begins and ends: at blanks, as far as there are any."""
    begin, end = max(0, first - AROUND), min(len(text), first + 2 * AROUND)
    if begin:
        blank = text.find(" ", begin, first)
        begin = blank + 1 if blank >= 0 else begin
    if end < len(text):
        blank = text.rfind(" ", first + 1, end)
        end = blank if blank > first else end
    return begin, end


def _pieces(text: str, spans: Sequence[tuple[int, int]], begin: int, end: int) -> Iterator[Piece]:
    """The text between two places, cut at the spans, which may overlap."""
    at = begin
    for first, last in sorted(spans):
        first = max(first, at)
        if last <= first:
            continue
        if first > at:
            yield Piece(text[at:first], False)
        yield Piece(text[first:last], True)
        at = last
    if at < end:
        yield Piece(text[at:end], False)
