"""A line that is a record by itself: added, changed where it says something else, or left as it is."""

from typing import Any

from sqlalchemy import Row

from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.models import Base


def put(
    model: type[Base],
    known: Row[Any] | None,
    claim: Row[Any],
    values: dict[str, Any],
    line: Line,
    batch: Batch,
    planned: Planned,
) -> bool:
    """Plan the record; whether anything changes. A record left as it is keeps its run and line."""
    if known is None:
        planned.changes.add(
            model,
            {"claim_id": claim.id, "cohe_id": claim.cohe_id, **values, **batch.origin(line)},
        )
        planned.tally.added += 1
        return True
    if all(getattr(known, name) == value for name, value in values.items()):
        planned.tally.unchanged += 1
        return False
    planned.changes.change(model, {"id": known.id, **values, **batch.origin(line)})
    planned.tally.updated += 1
    return True
