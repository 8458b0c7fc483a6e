"""Lines that hang on a claim: which claim, whether it is here, and whether a newer run told already."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.parking import OLDER
from ohms.commands.feed.rows import Question, rows_in
from ohms.models.claims import Claim
from ohms.models.feed import FeedRun, ParkedLine

NOT_HERE = "Bring this claim with claims.csv first; no claim with this number is here."
WAITS = (
    "Give this line again when its claim is in; the claim waits until its initiating provider is "
    "enrolled."
)


class ClaimsOfLines:
    """The claims that a batch's lines name, with what is already known of the file's kind.

    `records`: the rows of `model` by claim, each with the as-of day of the run that told it.
    """

    def __init__(self, batch: Batch, statement: Question, claim_column: Any) -> None:
        self._batch = batch
        numbers = {line.said.claim_number for line in batch.lines}
        claims = select(
            Claim.id,
            Claim.claim_number,
            Claim.cohe_id,
            Claim.roa_received_on,
            Claim.on_time_loss,
            Claim.work_status,
            Claim.icd10,
            Claim.purged_at,
        )
        found = rows_in(claims, Claim.claim_number, numbers)
        self.by_number: dict[str, Row[Any]] = {row.claim_number: row for row in found}
        self.ids = [row.id for row in self.by_number.values()]
        self.records: dict[int, list[Row[Any]]] = defaultdict(list)
        self._told_on: dict[int, date] = {}
        for row in rows_in(statement, claim_column, self.ids):
            self.records[row.claim_id].append(row)
            if row.as_of_on is not None and self.tells_its_age(row):
                earlier = self._told_on.get(row.claim_id, row.as_of_on)
                self._told_on[row.claim_id] = max(earlier, row.as_of_on)
        self._parked = self._waiting(numbers - self.by_number.keys())

    def tells_its_age(self, row: Row[Any]) -> bool:
        """Whether a newer run behind this record makes the file an old one."""
        return True

    def claim_of(self, line: Line, planned: Planned) -> Row[Any] | None:
        """The line's claim; None where the line was refused for it, or changes nothing."""
        number = line.said.claim_number
        claim = self.by_number.get(number)
        if claim is None:
            planned.refuse(line, "claim_number", WAITS if number in self._parked else NOT_HERE)
            return None
        if claim.purged_at is not None:  # what was purged is not taken up again
            planned.tally.unchanged += 1
            return None
        told_on = self._told_on.get(claim.id)
        if told_on is not None and told_on > self._batch.as_of:
            reason = OLDER.format(known=told_on, told=self._batch.as_of)
            planned.refuse(line, "claim_number", reason)
            return None
        return claim

    def _waiting(self, numbers: Iterable[str]) -> set[str]:
        statement = select(ParkedLine.claim_number).where(ParkedLine.settled_at.is_(None))
        return {row.claim_number for row in rows_in(statement, ParkedLine.claim_number, numbers)}


def told_by_runs(model: Any, *columns: Any) -> Question:
    """The rows of an imported fact with its claim and the as-of day of the run that told it."""
    return select(model.id, model.claim_id, *columns, FeedRun.as_of_on).outerjoin(
        FeedRun, FeedRun.id == model.feed_run_id
    )
