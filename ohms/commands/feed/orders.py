"""What is to be imported: who asks, which file, as of which day, and how strictly."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ohms.domain.actor import Actor
from ohms.domain.feed import FeedKind

AT_ONCE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Order:
    """One file of the feed. `at` is the instant under which everything of it is recorded. Beside it, in
    the `instance` folder, stands what is on its way in."""

    actor: Actor
    kind: FeedKind
    source: Path
    file_name: str
    sha256: str
    as_of: date
    good_lines: bool
    at: datetime
    instance: Path

    @property
    def action(self) -> str:
        """The name of its unit and of its audit entries."""
        return f"import_{self.stored_kind}"

    @property
    def stored_kind(self) -> str:
        return self.kind.value.replace("-", "_")


def sha256_of(source: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    hashed = hashlib.sha256()
    with source.open("rb") as stream:
        while chunk := stream.read(AT_ONCE):
            hashed.update(chunk)
    return hashed.hexdigest()
