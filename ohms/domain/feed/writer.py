"""Writing a feed file from its lines, in the documented order of columns."""

import csv
from collections.abc import Iterable
from datetime import date
from typing import BinaryIO

from ohms.domain.feed.csv_bytes import Utf8Sink
from ohms.domain.feed.layouts import LAYOUTS
from ohms.domain.feed.lines import FeedKind, ParsedLine


def write_feed(kind: FeedKind, lines: Iterable[ParsedLine], stream: BinaryIO) -> int:
    """Writes header and lines as CSV in UTF-8 and says how many lines. The stream is left open.

    Nothing is checked here: what `read_feed` would refuse is written all the same.
    """
    names = LAYOUTS[kind].names
    writer = csv.writer(Utf8Sink(stream), lineterminator="\n")
    writer.writerow(names)
    count = 0
    for line in lines:
        # Most cells are texts or empty: csv writes those as they are, an empty one as nothing.
        writer.writerow(
            [each if each is None or each.__class__ is str else _cell(each) for each in line]
        )
        count += 1
    return count


def _cell(value: object) -> str:
    """The value as the feed spells it: `yes|no`, lists by semicolon, ISO days."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ";".join(value)
    return str(value)
