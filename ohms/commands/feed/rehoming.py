"""A claim whose initiating provider or day L&I changed: proposed to the supervisors, never moved here."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.rows import rows_in
from ohms.models.feed import RehomingProposal


class Rehomings:
    """The newest proposal of each known claim: open, confirmed or refused."""

    def __init__(self, claim_ids: Iterable[int]) -> None:
        statement = select(
            RehomingProposal.id,
            RehomingProposal.claim_id,
            RehomingProposal.initiating_provider_id,
            RehomingProposal.initiated_on,
            RehomingProposal.decision,
        )
        rows = rows_in(statement, RehomingProposal.claim_id, claim_ids)
        self._newest = {row.claim_id: row for row in sorted(rows, key=lambda row: int(row.id))}

    def compare(
        self, known: Row[Any], provider_id: int, on: date, batch: Batch, planned: Planned
    ) -> bool:
        """Whether the line makes, changes or withdraws a proposal. What supervisors refused is not
        proposed again; what L&I takes back before they decide is no proposal any more."""
        newest = self._newest.get(known.id)
        asked = newest is not None and newest.decision is None
        if (known.initiating_provider_id, known.initiated_on) == (provider_id, on):
            if newest is not None and asked:
                planned.changes.remove(RehomingProposal, newest.id)
            return asked
        if newest is not None and newest.decision != "confirmed" and _says(newest, provider_id, on):
            return False
        values = {
            "run_id": batch.run_id,
            "claim_id": known.id,
            "cohe_id": known.cohe_id,
            "initiating_provider_id": provider_id,
            "initiated_on": on,
            "proposed_at": batch.at,
        }
        if newest is not None and asked:
            planned.changes.change(RehomingProposal, {"id": newest.id, **values})
        else:
            planned.changes.add(RehomingProposal, values)
        planned.notices.add(
            "Claims whose initiating provider or day changed wait for their supervisors."
        )
        return True


def _says(proposal: Row[Any], provider_id: int, on: date) -> bool:
    return (proposal.initiating_provider_id, proposal.initiated_on) == (provider_id, on)
