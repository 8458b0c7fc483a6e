"""Employers of injury by their L&I account: one row shared by all their claims."""

from sqlalchemy import select

from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.rows import rows_in
from ohms.domain.names import folded
from ohms.models.workers import Employer

LONGEST_NAME = 120


class Employers:
    """The employers that a batch names. Where its lines disagree on a name, the last one counts."""

    def __init__(self, batch: Batch) -> None:
        self._named = {
            line.said.employer_account_id: line.said.employer_name for line in batch.lines
        }
        statement = select(Employer.id, Employer.account_id, Employer.name)
        known = list(rows_in(statement, Employer.account_id, self._named))
        self._ids = {row.account_id: row.id for row in known}
        self._renamed = {
            row.account_id: (row.name, self._named[row.account_id])
            for row in known
            if row.name != self._named[row.account_id]
        }
        self._planned: set[str] = set()

    def renamed(self, account_id: str) -> tuple[str, str] | None:
        """Old and new name of a known employer to whom the batch gives another."""
        return self._renamed.get(account_id)

    @property
    def renamed_ids(self) -> set[int]:
        """Those to whom a line that counts gave another name."""
        return {self._ids[account_id] for account_id in self._planned}

    def id_of(self, account_id: str, batch: Batch, planned: Planned) -> int:
        """The employer's id; new and renamed ones are planned when a line that counts asks."""
        name = self._named[account_id]
        employer_id = self._ids.get(account_id)
        if employer_id is None:
            employer_id = self._ids[account_id] = batch.numbers.next(Employer)
            planned.changes.add(
                Employer,
                {
                    "id": employer_id,
                    "account_id": account_id,
                    "name": name,
                    "search_name": folded(name)[:LONGEST_NAME],
                    "version": 1,
                },
            )
        elif account_id in self._renamed and account_id not in self._planned:
            self._planned.add(account_id)
            search_name = folded(name)[:LONGEST_NAME]
            planned.changes.change(
                Employer, {"id": employer_id, "name": name, "search_name": search_name}
            )
        return employer_id
