"""A claim of the feed kept whole as text, until its provider is enrolled."""

import io
import json
from datetime import date

from ohms.domain.feed.lines import ClaimLine, FeedKind
from ohms.domain.feed.reader import read_feed
from ohms.domain.feed.writer import write_feed


def kept_as_text(said: ClaimLine, columns: frozenset[str]) -> str:
    """The line in the feed's own format, and the columns that its file had."""
    stream = io.BytesIO()
    write_feed(FeedKind.CLAIMS, [said], stream)
    return json.dumps({"columns": sorted(columns), "csv": stream.getvalue().decode()})


def read_again(text: str, as_of: date) -> tuple[frozenset[str], ClaimLine]:
    """The columns and the line of a kept text."""
    kept = json.loads(text)
    (line,) = read_feed(FeedKind.CLAIMS, io.BytesIO(kept["csv"].encode()), as_of)
    assert isinstance(line.outcome, ClaimLine)
    return frozenset(kept["columns"]), line.outcome
