"""How many lines of a large file are applied in one transaction, so that people go on saving meanwhile.

SQLite has one writer: whoever saves waits until the import commits. While nobody does, a transaction takes
5,000 lines; once somebody has waited, as many as the last one would have applied in a quarter of a
second, whatever the machine and the size of the database. PostgreSQL's writers do not wait for each other.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from ohms import clock
from ohms.extensions import db
from ohms.models.audit import AuditEntry
from ohms.queries.guard import unscoped

HELD = 0.25
"""Seconds of one transaction, to be aimed at: a save that waits for it is answered within half a second."""

FIRST, FEWEST, MOST = 2_500, 200, 5_000  # lines

BETWEEN = 0.03
"""Seconds between two transactions. Another process that waits for SQLite looks again from time to time,
and would hardly ever look in the very moment in which nobody writes."""

AT_WORK = 60
"""Seconds for which somebody who has waited is thought to be still at work."""


class Pace:
    """Lines of one transaction, by what the one before took and by who waited for it."""

    def __init__(self) -> None:
        self._shares = db.session.get_bind().dialect.name == "sqlite"
        self._at_work_until = 0.0
        self.lines = FIRST if self._shares else MOST

    @contextmanager
    def held(self, lines: int) -> Iterator[None]:
        """Around the transaction that applies so many lines."""
        began = clock.monotonic()
        yield
        now = clock.monotonic()
        if self._shares:
            if _somebody_waited():
                self._at_work_until = now + AT_WORK
            within = int(lines * HELD / max(now - began, 0.001)) or FEWEST
            self.lines = max(FEWEST, min(MOST, within)) if now < self._at_work_until else MOST


def _somebody_waited() -> bool:
    """Let others write. All that anybody does stands in the audit: so it tells whether somebody did."""
    before = _last_entry()
    time.sleep(BETWEEN)
    return _last_entry() != before


def _last_entry() -> int | None:
    with unscoped("pace of an import"):
        last = db.session.execute(select(func.max(AuditEntry.id))).scalar_one()
    db.session.rollback()
    return last
