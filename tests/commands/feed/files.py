"""Feed files for tests: lines over a good one, written as files and imported as the operator."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ohms.commands.feed import FeedOutcome, import_file
from ohms.domain.actor import operator
from ohms.domain.feed import FeedKind
from tests.domain.feed.samples import GOOD, as_csv
from tests.house import House

AS_OF = date(2026, 11, 20)
TODAY = date(2026, 11, 24)
A1, A2, B1 = "101001", "101002", "102001"  # providers of the house: two of alder, one of birch

_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")

# Laid over the samples' good lines: what belongs to the house.
HERE: Mapping[FeedKind, Mapping[str, str]] = {
    FeedKind.CLAIMS: {
        "initiating_provider_id": A1,
        "attending_provider_id": "",
        "time_loss_from": "",
    },
    FeedKind.APF: {"provider_id": A1},
    FeedKind.PROVIDERS: {"cohe": "alder"},
}


@dataclass
class Feed:
    """Imports files into a house; each gets a name of its own under `folder`."""

    house: House
    folder: Path
    given: int = 0

    def give(self, kind: FeedKind, *changes: Mapping[str, str], **options: Any) -> FeedOutcome:
        """Import a file with one line for each of `changes`. Call it outside an app context."""
        return self.give_file(kind, self.write(kind, changes), **options)

    def claims(self, *changes: Mapping[str, str], **options: Any) -> FeedOutcome:
        return self.give(FeedKind.CLAIMS, *changes, **options)

    def write(
        self, kind: FeedKind, changes: Iterable[Mapping[str, str]], leave_out: Iterable[str] = ()
    ) -> Path:
        good = {**GOOD[kind], **HERE.get(kind, {})}
        names = [name for name in good if name not in set(leave_out)]
        rows = [[{**good, **change}[name] for name in names] for change in changes]
        self.given += 1
        path = self.folder / f"{self.given}-{kind.file_name}"
        path.write_bytes(as_csv([names, *rows]))
        return path

    def give_file(
        self, kind: FeedKind, path: Path, *, as_of: date = AS_OF, **options: Any
    ) -> FeedOutcome:
        with self.house.app.app_context():
            return import_file(
                operator(TODAY),
                kind,
                path,
                file_name=path.name,
                as_of=as_of,
                instance=Path(self.house.app.instance_path),
                **options,
            )


def as_excel_writes(content: bytes) -> bytes:
    """The same file opened in Excel and saved: a BOM, its line ends, its days, an empty column at the
    end, quotes where there are commas, and blank lines below."""
    rows = list(csv.reader(io.StringIO(content.decode(), newline="")))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    for row in rows:
        writer.writerow([*(_ISO_DAY.sub(r"\2/\3/\1", cell) for cell in row), ""])
    writer.writerows([[""] * (len(rows[0]) + 1)] * 3)
    return b"\xef\xbb\xbf" + text.getvalue().encode() + b"\r\n"


def number(index: int) -> str:
    """The claim number of the n-th claim of a test."""
    return f"T{index:06}"


def numbered(count: int) -> list[dict[str, str]]:
    """Claims of different people, a fresh number each."""
    return [
        {
            "claim_number": number(index),
            "worker_key": f"K{index}",
            "worker_last_name": f"Name{index}",
            "employer_account_id": f"{200 + index % 300},{index % 1000:03}-00",
        }
        for index in range(count)
    ]
