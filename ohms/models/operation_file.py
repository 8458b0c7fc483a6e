"""What the commands of the operator last did, in the instance folder: when, and how it went.

For the self-check page alone. It is no record: the audit is.
"""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

FILE = "operation.json"


class OperationFile:
    """One entry a kind of work, the newest: `at`, and what that work told of itself."""

    def __init__(self, instance: Path) -> None:
        self.place = instance / FILE

    def read(self) -> dict[str, dict[str, Any]]:
        """Empty where nothing ran yet, or where the file is no such file any more."""
        try:
            found = json.loads(self.place.read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def note(self, work: str, at: datetime, **told: str | int | list[str]) -> None:
        """Whole or not there: written beside, forced to the disk, then renamed."""
        entries = {**self.read(), work: {"at": at.isoformat(), **told}}
        part = self.place.with_name(f"{FILE}.{os.getpid()}")
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(entries, file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.place)
