"""The L&I feed, without a database: reading, checking and writing its files.

A caller reads with `read_feed`, decides the as-of day with `as_of_day`, asks `refuse_other_fund`
of each claim once it knows whether the number is known, and keeps what was refused with
`RefusedLines`. `write_feed` writes the same files.
"""

from ohms.domain.feed.as_of import as_of_day, business_days_late
from ohms.domain.feed.checks import apf_shortcomings, refuse_other_fund
from ohms.domain.feed.kept import kept_as_text, read_again
from ohms.domain.feed.layouts import LAYOUTS
from ohms.domain.feed.lines import (
    ApfLine,
    ClaimLine,
    DocumentLine,
    FeedKind,
    FileRefused,
    ParsedLine,
    ProviderLine,
    Refusal,
    RoaLine,
    TimeLossLine,
)
from ohms.domain.feed.other_files import no_csv
from ohms.domain.feed.reader import FeedLine, FeedReading, read_feed
from ohms.domain.feed.refused import RefusedLines, neutralised, restored
from ohms.domain.feed.writer import write_feed

__all__ = [
    "LAYOUTS",
    "ApfLine",
    "ClaimLine",
    "DocumentLine",
    "FeedKind",
    "FeedLine",
    "FeedReading",
    "FileRefused",
    "ParsedLine",
    "ProviderLine",
    "Refusal",
    "RefusedLines",
    "RoaLine",
    "TimeLossLine",
    "apf_shortcomings",
    "as_of_day",
    "business_days_late",
    "kept_as_text",
    "neutralised",
    "no_csv",
    "read_again",
    "read_feed",
    "refuse_other_fund",
    "restored",
    "write_feed",
]
