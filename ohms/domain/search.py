"""What somebody typed into the search: a claim number, its end, a phone number, a day, a name or words.

Pure: the same typed text means the same on every page and on both engines. Callers read numbers as
they like, so blanks, dashes and case say nothing, and a claim may be told by its last digits.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from ohms.domain.claims import claim_number_prefix
from ohms.domain.names import folded

LONGEST = 200
MOST_TERMS = 12
FEWEST_LAST_DIGITS, MOST_LAST_DIGITS = 3, 6  # a claim number has no more digits than six
FEWEST_PHONE_DIGITS, MOST_PHONE_DIGITS = 7, 15
LOCAL_PHONE_DIGITS = 7
FEWEST_LETTERS_OF_A_BEGINNING = 3
YOUNGEST_WORKER = 14
"""Years: 3/4/25 typed beside a name is a day of birth in 1925, for nobody of one year works."""

_BESIDE_DIGITS = re.compile(r"[\s\-.#*…]+")
_BESIDE_PHONE_DIGITS = re.compile(r"[\s\-.()/+]+")
_DIGITS = re.compile(r"[0-9]+")
_DAY = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})[/-]([0-9]{4}|[0-9]{2})")
_DAY_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_CHUNK = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"[^\W_]+")
_OUTER = "'.;:()[]*?!"


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; the last one may go on where `begins`."""

    words: tuple[str, ...]
    begins: bool


@dataclass(frozen=True, slots=True)
class TypedDay:
    """A typed day: what it says as a day of birth, and what as the day of an injury."""

    born_on: date
    injured_on: date


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed. At most one of `number`, `last_digits` and `phone` is told; `names` are the
    folded words beside the day, `terms` what texts are searched for."""

    text: str = ""
    number: str | None = None
    last_digits: str | None = None
    phone: str | None = None
    day: TypedDay | None = None
    names: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing in it can be searched for."""
        return not (self.claims_by_shape or self.names or self.terms)

    @property
    def claims_by_shape(self) -> bool:
        """It names claims by a number or by a day alone, not by a person."""
        told = self.number or self.last_digits or self.phone
        return bool(told or (self.day and not self.names))


def understood(text: str, today: date) -> Typed:
    """What the text, of which the first 200 characters count, asks for; never an error."""
    text = " ".join(_printable(text[:LONGEST]).split())
    number = claim_number_prefix(text)
    day, beside = _day_in(text, today)
    last_digits = phone = None
    if number is None and day is None:
        last_digits, phone = _last_digits(text), _phone(text)
    named = not (number or last_digits or phone)
    return Typed(
        text=text,
        number=number,
        last_digits=last_digits,
        phone=phone,
        day=day,
        names=_names(beside) if named else (),
        terms=_terms(text) if phone is None else (_digits_as_grouped(text),),
    )


def word_key(word: str) -> str:
    """A word as the index of texts keeps it: without accents, in small letters. Unlike the folding
    of names it leaves ligatures alone, for so do both engines."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower()


def words_of(text: str) -> list[str]:
    """The words of a text, as its index keeps them."""
    return [key for match in _WORD.finditer(text) if (key := word_key(match[0]))]


def _printable(text: str) -> str:
    return "".join(
        " " if unicodedata.category(sign)[0] == "C" else sign
        for sign in unicodedata.normalize("NFC", text)
    )


def _last_digits(text: str) -> str | None:
    digits = _BESIDE_DIGITS.sub("", text)
    fits = FEWEST_LAST_DIGITS <= len(digits) <= MOST_LAST_DIGITS
    return digits if fits and _DIGITS.fullmatch(digits) else None


def _phone(text: str) -> str | None:
    """Its last seven to ten digits; a country code before them says nothing."""
    digits = _BESIDE_PHONE_DIGITS.sub("", text)
    fits = FEWEST_PHONE_DIGITS <= len(digits) <= MOST_PHONE_DIGITS
    return digits[-10:] if fits and _DIGITS.fullmatch(digits) else None


def _day_in(text: str, today: date) -> tuple[TypedDay | None, str]:
    """The first day in the text, and the text beside it."""
    chunks = text.split(" ")
    for place, chunk in enumerate(chunks):
        day = _read_day(chunk.strip(",;()"), today)
        if day is not None:
            return day, " ".join(chunks[:place] + chunks[place + 1 :])
    return None, text


def _read_day(chunk: str, today: date) -> TypedDay | None:
    if match := _DAY_ISO.fullmatch(chunk):
        year, month, number = match.groups()
    elif match := _DAY.fullmatch(chunk):
        month, number, year = match.groups()
    else:
        return None
    try:
        return TypedDay(
            date(_year(year, today.year - YOUNGEST_WORKER), int(month), int(number)),
            date(_year(year, today.year), int(month), int(number)),
        )
    except ValueError:  # no such day
        return None


def _year(digits: str, latest: int) -> int:
    """Two digits are the latest such year that is not after `latest`."""
    if len(digits) == 4:
        return int(digits)
    return latest - (latest - int(digits)) % 100


def _names(text: str) -> tuple[str, ...]:
    """The words of a name; a hyphen or an apostrophe stands within one."""
    words = (word.strip(_OUTER) for word in folded(text.replace('"', " ")).split())
    return tuple(word for word in words if any(sign.isalpha() for sign in word))[:MOST_TERMS]


def _digits_as_grouped(text: str) -> Term:
    """A phone number is searched for in texts as one, whatever signs stand between its digits."""
    words = words_of(text)
    return Term(tuple(words[1:] if words[0] == "1" else words), begins=False)


def _terms(text: str) -> tuple[Term, ...]:
    """What stands in quotes is meant word for word, and so is a number or a code, which people type
    whole; any other word may be a beginning."""
    terms = []
    for match in _CHUNK.finditer(text):
        quoted = match[1] is not None
        if words := words_of(match[1] if quoted else match[2]):
            terms.append(Term(tuple(words), begins=not quoted and _may_go_on(words[-1])))
    return tuple(terms[:MOST_TERMS])


def _may_go_on(word: str) -> bool:
    return len(word) >= FEWEST_LETTERS_OF_A_BEGINNING and word.isalpha()
