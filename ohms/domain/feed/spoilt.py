"""A wrong cell as a reason may tell of it, and what a spreadsheet did to it."""

import re

_MAY_BE_QUOTED = re.compile(
    r"[0-9/.:\-]{1,10}|[a-z][a-z_]{0,29}|[0-9]{1,2}-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-[0-9]{2,4}"
)
_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]{1,2}", re.IGNORECASE)
_TOO_NARROW = re.compile(r"#{2,}")

_ROUNDED_IT = "a spreadsheet rounded it; make its column text and bring the number again"
_NARROW = "its column is too narrow in the spreadsheet; widen it and save again"


def quoted(cell: str) -> str:
    """The cell as a reason may repeat it. Only what looks like a day, a number or a word of our
    lists is repeated: a line whose cells have shifted would put a worker's name anywhere."""
    if _ROUNDED.fullmatch(cell):
        return f'"{cell}": {_ROUNDED_IT}'
    if _TOO_NARROW.fullmatch(cell):
        return f'"##": {_NARROW}'
    return f'"{cell}"' if _MAY_BE_QUOTED.fullmatch(cell) else "something else"


def where_spoilt(cell: str) -> str:
    """The end of a reason that repeats nothing of the cell."""
    if _ROUNDED.fullmatch(cell):
        return f": {_ROUNDED_IT}."
    return f": {_NARROW}." if _TOO_NARROW.fullmatch(cell) else "."


def with_its_zero(cell: str, digits: int) -> str:
    """What a reason says of a number of fewer digits: a spreadsheet takes zeros off its beginning."""
    if cell.isascii() and cell.isdigit() and len(cell) < digits:
        return f"{quoted(cell)}: if a spreadsheet took a 0 off its beginning, make its column text"
    return quoted(cell)
