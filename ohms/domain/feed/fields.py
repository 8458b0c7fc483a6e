"""What one cell of the feed may hold: readers from text to value, with the reason when it cannot.

A reader gets a stripped cell that is not empty and returns its value or raises `Wrong`; it is asked once
for each different cell of a column (`parser.py`). Formats of numbers are those of the domain notes,
section 5 (L&I's self-insurance data rules, S58).
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ohms.domain.feed.spoilt import quoted, where_spoilt, with_its_zero

Reader = Callable[[str], object]  # the exact type is that of the line's field it lands in
ReaderFor = Callable[[str, date], Reader]  # given the column's name and the as-of day

_CLAIM_NUMBER = re.compile(r"[A-Z][0-9]{6}|[A-Z]{2}[0-9]{5}")
_PROVIDER_ID = re.compile(r"[0-9]{6,7}")
_EMPLOYER_ACCOUNT_ID = re.compile(r"[0-9]{3},[0-9]{3}-[0-9]{2}|[0-9]{8}")
_PHONE = re.compile(
    r"\+?\(?[0-9](?:[ ().\-/]*[0-9]){6,14}(?:,? ?(?:x|ext\.?) ?[0-9]{1,6})?", re.IGNORECASE
)
_USUAL_PHONE = re.compile(r"[0-9]{3}-[0-9]{3}-[0-9]{4}")  # only to be quick with most of them
_HOURS = re.compile(r"[0-9]{1,2}(?:\.[0-9]{1,2})?")
_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.?[0-9A-Z]{1,4})?")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.*\-]*")


class Wrong(Exception):
    """A cell that cannot be taken; the text is the whole sentence for the person."""


def claim_number(name: str, as_of: date) -> Reader:
    """One letter and six digits, or two letters and five digits; lower case is raised."""

    def read(cell: str) -> str:
        number = cell.upper()
        if _CLAIM_NUMBER.fullmatch(number):
            return number
        raise Wrong(
            f"Enter {name} as one letter and six digits (A123456) or two letters and five digits "
            "(AB12345)."
        )

    return read


def provider_id(name: str, as_of: date) -> Reader:
    """L&I provider id: 6 or 7 digits."""

    def read(cell: str) -> str:
        if _PROVIDER_ID.fullmatch(cell):
            return cell
        has = with_its_zero(cell, 6)
        raise Wrong(f"Enter {name} as 6 or 7 digits; this line has {has}.")

    return read


def employer_account_id(name: str, as_of: date) -> Reader:
    """Eight digits, shown and stored as `123,456-78`; the bare eight digits are taken too."""

    def read(cell: str) -> str:
        if not _EMPLOYER_ACCOUNT_ID.fullmatch(cell):
            has = with_its_zero(cell, 8)
            raise Wrong(f"Enter {name} as eight digits, 123,456-78; this line has {has}.")
        return cell if len(cell) == 10 else f"{cell[:3]},{cell[3:6]}-{cell[6:]}"

    return read


def choice(values: type[StrEnum]) -> ReaderFor:
    """One of the values of `ohms.domain.values`, spelled as they are stored."""
    by_word = {value.value: value for value in values}
    words = ", ".join(by_word)

    def factory(name: str, as_of: date) -> Reader:
        def read(cell: str) -> StrEnum:
            value = by_word.get(cell)
            if value is None:
                raise Wrong(f"Choose one of {words} for {name}; this line has {quoted(cell)}.")
            return value

        return read

    return factory


def yes_or_no(name: str, as_of: date) -> Reader:
    def read(cell: str) -> bool:
        if cell == "yes":
            return True
        if cell == "no":
            return False
        raise Wrong(f"Enter {name} as yes or no; this line has {quoted(cell)}.")

    return read


def text(limit: int) -> ReaderFor:
    """Any visible text of at most `limit` characters (counted after NFC normalisation)."""

    def factory(name: str, as_of: date) -> Reader:
        def read(cell: str) -> str:
            if len(cell) <= limit:
                return cell
            raise Wrong(
                f"Shorten {name} to at most {limit:,} characters; this line has {len(cell):,}."
            )

        return read

    return factory


def key(limit: int) -> ReaderFor:
    """The sender's own key of somebody, of no known form: only what a spreadsheet spoilt is none, for
    then several people would have the same."""
    text_of = text(limit)

    def factory(name: str, as_of: date) -> Reader:
        visible = text_of(name, as_of)

        def read(cell: str) -> object:
            if (spoilt := where_spoilt(cell)) != ".":
                raise Wrong(f"Enter {name} as it was given out{spoilt}")
            return visible(cell)

        return read

    return factory


def _matching(pattern: re.Pattern[str], limit: int, rule: str) -> ReaderFor:
    def factory(name: str, as_of: date) -> Reader:
        def read(cell: str) -> str:
            if len(cell) <= limit and pattern.fullmatch(cell):
                return cell
            raise Wrong(f"Enter {name} as {rule}{where_spoilt(cell)}")

        return read

    return factory


injury_code = _matching(_CODE, 10, "a code of at most 10 letters and digits")
cohe_slug = _matching(_SLUG, 40, "the COHE's short name: small letters, digits and hyphens")
npi = _matching(re.compile(r"[0-9]{10}"), 10, "ten digits")


def phone(name: str, as_of: date) -> Reader:
    """Lenient: 7 to 15 digits with the usual signs between them and perhaps an extension."""

    def read(cell: str) -> str:
        if _USUAL_PHONE.fullmatch(cell) or (len(cell) <= 40 and _PHONE.fullmatch(cell)):
            return cell
        raise Wrong(
            f"Enter {name} as 7 to 15 digits, for example 360-555-0123 or 360-555-0123 x12"
            + where_spoilt(cell)
        )

    return read


def email(name: str, as_of: date) -> Reader:
    """Lenient: something before one @ and a dotted name after it, no spaces, 254 characters."""

    def read(cell: str) -> str:
        local, _, host = cell.partition("@")
        dotted = "." in host[1:-1]
        if len(cell) <= 254 and local and dotted and "@" not in host and len(cell.split()) == 1:
            return cell
        raise Wrong(f"Enter {name} as one address, name@example.org, of at most 254 characters.")

    return read


def hours_per_day(name: str, as_of: date) -> Reader:
    """Hours, 0 to 24, with at most two decimals."""

    def read(cell: str) -> Decimal:
        if _HOURS.fullmatch(cell) and (hours := Decimal(cell)) <= 24:
            return hours
        raise Wrong(f"Enter {name} as hours from 0 to 24; this line has {quoted(cell)}.")

    return read


def file_name(name: str, as_of: date) -> Reader:
    """A bare name in the feed's folder or ZIP: it can never lead out of it."""

    def read(cell: str) -> str:
        if len(cell) > 255 or cell.startswith(".") or any(sign in cell for sign in '/\\:*?"<>|'):
            raise Wrong(
                f"Enter {name} as the bare name of a file in the same folder or ZIP, without "
                "folders, of at most 255 characters."
            )
        return cell

    return read


def _list_of(cell: str) -> list[str]:
    return [stripped for part in cell.split(";") if (stripped := part.strip())]


def icd10_list(name: str, as_of: date) -> Reader:
    """Diagnosis codes by semicolon; at most 25, each shaped like ICD-10-CM, raised to upper case."""

    def read(cell: str) -> tuple[str, ...]:
        codes = tuple(code.upper() for code in _list_of(cell))
        if len(codes) > 25 or not all(map(_ICD10.fullmatch, codes)):
            raise Wrong(
                f"Enter {name} as at most 25 ICD-10 codes separated by semicolons, S33.5XXA;M54.50."
            )
        return codes

    return read


def text_list(name: str, as_of: date) -> Reader:
    """Words by semicolon; at most 50, each of at most 80 characters."""

    def read(cell: str) -> tuple[str, ...]:
        parts = tuple(_list_of(cell))
        if len(parts) > 50 or any(len(part) > 80 for part in parts):
            raise Wrong(
                f"Enter {name} as at most 50 entries separated by semicolons, each of at most "
                "80 characters."
            )
        return parts

    return read
