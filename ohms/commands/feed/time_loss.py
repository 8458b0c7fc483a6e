"""time_loss.csv: what was paid for which days. It wins over the two columns of claims.csv."""

from typing import Any

from sqlalchemy import Row

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.claim_payments import is_from_claims
from ohms.commands.feed.hanging import ClaimsOfLines, told_by_runs
from ohms.commands.feed.upserts import put
from ohms.domain.feed import TimeLossLine
from ohms.domain.values import TimeLossKind
from ohms.domain.work_status import is_time_loss_claim
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun
from ohms.models.medical import TimeLossPayment

Paid = TimeLossPayment


def plan_time_loss(batch: Batch) -> Planned:
    """Add and change payments by claim and first day; a claim is on time loss by any payment of time
    loss or loss of earning power, kept on salary alone makes none."""
    planned = Planned()
    statement = told_by_runs(
        Paid, Paid.paid_from_on, Paid.paid_to_on, Paid.kind, FeedRun.kind.label("run_kind")
    )
    claims = _ClaimsWithPayments(batch, statement, Paid.claim_id)
    known = {
        (row.claim_id, row.paid_from_on): row
        for rows in claims.records.values()
        for row in rows
        if not is_from_claims(row)
    }
    kinds: dict[int, dict[Any, TimeLossKind]] = {}
    touched: dict[int, Row[Any]] = {}
    for line in batch.lines:
        claim = claims.claim_of(line, planned)
        if claim is None:
            continue
        said: TimeLossLine = line.said
        if claim.id not in touched:
            touched[claim.id] = claim
            kinds[claim.id] = claims.without_the_columns(claim, planned)
        kinds[claim.id][said.paid_from] = said.kind
        values = {"paid_from_on": said.paid_from, "paid_to_on": said.paid_to, "kind": said.kind}
        put(Paid, known.get((claim.id, said.paid_from)), claim, values, line, batch, planned)
    for claim in touched.values():
        on_time_loss = is_time_loss_claim(kinds[claim.id].values())
        if on_time_loss != claim.on_time_loss:
            planned.changes.change(Claim, {"id": claim.id, "on_time_loss": on_time_loss})
    return planned


class _ClaimsWithPayments(ClaimsOfLines):
    def tells_its_age(self, row: Row[Any]) -> bool:
        """A payment made of the columns of claims.csv says nothing of this file's age."""
        return not is_from_claims(row)

    def without_the_columns(self, claim: Row[Any], planned: Planned) -> dict[Any, TimeLossKind]:
        """Take away what the columns of claims.csv made; the kinds of what is left, by first day."""
        left = {}
        for row in self.records[claim.id]:
            if is_from_claims(row):
                planned.changes.remove(Paid, row.id)
            else:
                left[row.paid_from_on] = row.kind
        return left
