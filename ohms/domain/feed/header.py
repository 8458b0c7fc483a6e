"""A file's header line against the columns that its kind must have and may have."""

import operator
from dataclasses import dataclass
from itertools import takewhile

from ohms.domain.feed.layouts import LAYOUTS, Layout
from ohms.domain.feed.lines import FeedKind, FileRefused
from ohms.domain.feed.other_files import otherwise_separated
from ohms.domain.feed.records import Record
from ohms.domain.feed.refused import REFUSED_COLUMNS


@dataclass(frozen=True, slots=True)
class Header:
    """`cells`: the header as it stands, without the three columns of a refused-lines file.

    `places`: each known column's place in a line's cells. `of_refused_lines`: whether the file is
    one of refused lines. `notices`: sentences about columns that are not read.
    """

    cells: tuple[str, ...]
    places: dict[str, int]
    of_refused_lines: bool
    notices: tuple[str, ...]


def read_header(record: Record | None, layout: Layout) -> Header:
    """The header, or `FileRefused` when the file cannot be read by it."""
    file_name = layout.kind.file_name
    if record is None:
        raise FileRefused(
            f"This file is empty. Give it the header line of {file_name}: {','.join(layout.names)}."
        )
    if record.fault:
        raise FileRefused(
            f"The header line cannot be read. Save the file as CSV in UTF-8. {record.fault}"
        )
    names = [cell.strip().lower() for cell in record.cells]
    of_refused_lines = tuple(names[:3]) == REFUSED_COLUMNS
    if of_refused_lines:
        names = names[3:]
    # What is missing comes first: were the header line left out, the first line of data would
    # stand here, and no sentence may repeat that.
    if missing := [name for name in layout.required_names if name not in names]:
        seems = _kind_of(names)
        told = _about_another(seems, file_name) if seems else None
        raise FileRefused(told or _about_missing(missing, file_name, only=names), seems=seems)
    places = _places(names)
    known = {name: place for name, place in places.items() if name in layout.names}
    return Header(
        cells=tuple(record.cells[3:] if of_refused_lines else record.cells),
        places=known,
        of_refused_lines=of_refused_lines,
        notices=_about_unknown(names, known, file_name),
    )


def _places(names: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        if not name:
            continue
        if name in places:
            raise FileRefused(
                f"Name every column once; the header has {_shown(name)} in columns "
                f"{places[name] + 1} and {place + 1}."
            )
        places[name] = place
    return places


def _kind_of(names: list[str]) -> FeedKind | None:
    """The one kind of file of which a header has all that it must have."""
    has = [each for each in LAYOUTS.values() if set(each.required_names) <= set(names)]
    return has[0].kind if len(has) == 1 else None


def _about_another(seems: FeedKind, file_name: str) -> str:
    return f"By its header line this is {seems.file_name}, not {file_name}: import it as {seems.value}."


def _about_missing(missing: list[str], file_name: str, only: list[str]) -> str:
    if len(only) == 1 and (told := otherwise_separated(only[0])):
        return told
    return f"Add to the header line what {file_name} must have: {', '.join(missing)}."


def _about_unknown(names: list[str], known: dict[str, int], file_name: str) -> tuple[str, ...]:
    notices = []
    last = 0  # of the columns without a name that were told of
    for number, name in enumerate(names, start=1):
        if not name:
            if number > last:
                last = _last_without_name(names, number)
                notices.append(_about_nameless(number, last))
        elif name not in known:
            notices.append(f"Column {_shown(name)} is not one of {file_name} and was not read.")
    return tuple(notices)


def _last_without_name(names: list[str], number: int) -> int:
    """The last of the columns without a name that stand side by side from this one on."""
    return number + len(list(takewhile(operator.not_, names[number:])))


def _about_nameless(first: int, last: int) -> str:
    if first == last:
        return f"Column {first} has no name and was not read."
    return f"Columns {first} to {last} have no name and were not read."


def _shown(name: str) -> str:
    """The name as a sentence may hold it: visible, on one line, not endless."""
    visible = "".join(sign if sign.isprintable() else "�" for sign in name)
    return f'"{visible[:60]}"'
