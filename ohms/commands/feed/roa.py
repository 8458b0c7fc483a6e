"""roa.csv: Reports of Accident, one a claim and day of signing."""

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.hanging import ClaimsOfLines, told_by_runs
from ohms.commands.feed.upserts import put
from ohms.domain.feed import RoaLine
from ohms.models.claims import Claim
from ohms.models.medical import ReportOfAccident

Roa = ReportOfAccident


def plan_roa(batch: Batch) -> Planned:
    """Add and change reports; the claim's own day of receipt is filled in where it is empty."""
    planned = Planned()
    statement = told_by_runs(Roa, Roa.signed_on, Roa.received_on, Roa.complete, Roa.missing_fields)
    claims = ClaimsOfLines(batch, statement, Roa.claim_id)
    known = {(row.claim_id, row.signed_on): row for rows in claims.records.values() for row in rows}
    received: dict[int, dict[str, object]] = {}
    for line in batch.lines:
        claim = claims.claim_of(line, planned)
        if claim is None:
            continue
        said: RoaLine = line.said
        before = known.get((claim.id, said.signed_on))
        values = {
            "signed_on": said.signed_on,
            "received_on": said.received_on,
            "complete": said.complete,
            "missing_fields": ";".join(said.missing_fields) or None,
        }
        if before is not None and "missing_fields" not in batch.columns:
            del values["missing_fields"]
        put(Roa, before, claim, values, line, batch, planned)
        if claim.roa_received_on is None and claim.id not in received:
            received[claim.id] = {"id": claim.id, "roa_received_on": said.received_on}
    for filled in received.values():
        planned.changes.change(Claim, filled)
    return planned
