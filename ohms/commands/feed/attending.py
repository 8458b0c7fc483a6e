"""Who treats the worker, from when to when: the attending provider's history of a claim."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.rows import rows_in
from ohms.models.claims import AttendingProvider


def attends_from(claim_id: int, cohe_id: int, provider_id: int, from_on: date) -> dict[str, Any]:
    """The row of a provider who treats from a day on."""
    return {
        "claim_id": claim_id,
        "cohe_id": cohe_id,
        "provider_id": provider_id,
        "from_on": from_on,
        "to_on": None,
    }


class Attending:
    """The open rows of known claims' histories."""

    def __init__(self, claim_ids: Iterable[int]) -> None:
        statement = select(
            AttendingProvider.id, AttendingProvider.claim_id, AttendingProvider.from_on
        ).where(AttendingProvider.to_on.is_(None))
        rows = rows_in(statement, AttendingProvider.claim_id, claim_ids)
        self._open = {row.claim_id: row for row in rows}

    def change(self, known: Row[Any], provider_id: int, batch: Batch, planned: Planned) -> None:
        """The old one's last day is the day before the as-of day, on which the new one begins. One
        who began on or after that day never treated: the row is made the new one's."""
        before = self._open.get(known.id)
        if before is not None and before.from_on >= batch.as_of:
            planned.changes.change(AttendingProvider, {"id": before.id, "provider_id": provider_id})
            return
        if before is not None:
            day_before = batch.as_of - timedelta(days=1)
            planned.changes.change(AttendingProvider, {"id": before.id, "to_on": day_before})
        planned.changes.add(
            AttendingProvider,
            attends_from(known.id, known.cohe_id, provider_id, batch.as_of),
        )
