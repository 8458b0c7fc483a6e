"""A known claim against a new line: L&I's fields change, with old and new recorded; ours never do."""

from typing import Any

from sqlalchemy import Row

from ohms.commands.feed.batches import Batch, Line, Planned, as_text
from ohms.commands.feed.claim_fields import (
    NEVER_EMPTIED,
    OF_THE_WORKER,
    Difference,
    claim_values,
    differences,
    worker_values,
)
from ohms.commands.feed.claim_knowledge import ClaimKnowledge
from ohms.commands.feed.claim_payments import compare_payment
from ohms.domain.feed import ClaimLine
from ohms.models.claims import Claim
from ohms.models.feed import FeedChange
from ohms.models.workers import Worker

PERSON = frozenset({"worker_last_name", "worker_first_name", "worker_birth_date", "worker_key"})


class KnownClaim:
    """One known claim and the line about it."""

    def __init__(
        self, line: Line, known: Row[Any], knowledge: ClaimKnowledge, batch: Batch, planned: Planned
    ) -> None:
        self.line, self.known, self.knowledge = line, known, knowledge
        self.batch, self.planned = batch, planned
        self.said: ClaimLine = line.said
        self.other_person = False  # whether the line changes what the worker is known by
        self.other_employer: int | None = None  # who became the employer, or goes by another name

    def apply(self) -> bool:
        """Plan what the line changes; whether it changes anything."""
        found, on_time_loss = compare_payment(
            self.known, self.knowledge.payments[self.known.id], self.line, self.batch, self.planned
        )
        told = list(differences(self.known, self.said, self.batch.columns))
        own = [each for each in told if not self._waits(each)]
        self.other_person = any(each.field in PERSON for each in own)
        attending = self._attending()
        employer = self._employer()
        self.other_employer = self._employer_id if employer else None
        found += [*own, *attending, *employer, *self._points()]
        if found:
            self._write_claim(on_time_loss)
        elif self.known.as_of_on is None or self.known.as_of_on < self.batch.as_of:
            values = {"id": self.known.id, "as_of_on": self.batch.as_of}
            self.planned.changes.change(Claim, values)
        self._write_worker([each for each in own if each.field in OF_THE_WORKER])
        for each in found:
            record_change(self.known.id, self.known.cohe_id, each, self.batch, self.planned)
        return self._rehome() or bool(found)

    def _waits(self, each: Difference) -> bool:
        """An injury after the day of initiation that is kept until the supervisors decide."""
        return each.field == "injury_on" and self.said.injury_on > self.known.initiated_on

    def _points(self) -> list[Difference]:
        return self.knowledge.points.compare(
            self.known.id, self.known.cohe_id, self.said, self.batch, self.planned
        )

    def _attending(self) -> list[Difference]:
        told = self.knowledge.attending_id(self.said, self.batch, self.planned)
        self._attending_id = told or self.known.attending_provider_id
        if self._attending_id == self.known.attending_provider_id:
            return []
        self.knowledge.attending.change(self.known, self._attending_id, self.batch, self.planned)
        before = self.knowledge.directory.number_of(self.known.attending_provider_id)
        return [Difference("attending_provider_id", before, self.said.attending_provider_id)]

    def _employer(self) -> list[Difference]:
        account, employers = self.said.employer_account_id, self.knowledge.employers
        self._employer_id = employers.id_of(account, self.batch, self.planned)
        if account != self.known.employer_account_id:
            return [Difference("employer_account_id", self.known.employer_account_id, account)]
        names = employers.renamed(account)
        return [Difference("employer_name", *names)] if names else []

    def _write_claim(self, on_time_loss: bool) -> None:
        told = claim_values(self.said)
        values = {name: self._value(name, told[name]) for name in told}
        values.update(
            id=self.known.id,
            employer_id=self._employer_id,
            attending_provider_id=self._attending_id,
            on_time_loss=on_time_loss,
            as_of_on=self.batch.as_of,
            **self.batch.origin(self.line),
        )
        self.planned.changes.change(Claim, values)

    def _value(self, name: str, told: Any) -> Any:
        known = getattr(self.known, name)
        if name not in self.batch.columns or (told is None and name in NEVER_EMPTIED):
            return known
        return known if self._waits(Difference(name, known, told)) else told

    def _write_worker(self, found: list[Difference]) -> None:
        if not found:
            return
        changed = {OF_THE_WORKER[each.field]: each.new for each in found}
        if PERSON & {each.field for each in found}:
            changed["search_name"] = worker_values(self.said)["search_name"]
        self.planned.changes.change(Worker, {"id": self.known.worker_id, **changed})

    def _rehome(self) -> bool:
        provider_id = self.knowledge.directory.provider_id[self.said.initiating_provider_id]
        return self.knowledge.rehomings.compare(
            self.known, provider_id, self.said.initiated_on, self.batch, self.planned
        )


def record_change(
    claim_id: int, cohe_id: int, each: Difference, batch: Batch, planned: Planned
) -> None:
    """Old and new of one field of L&I's."""
    planned.changes.add(
        FeedChange,
        {
            "run_id": batch.run_id,
            "claim_id": claim_id,
            "cohe_id": cohe_id,
            "field": each.field,
            "old": as_text(each.old),
            "new": as_text(each.new),
        },
    )
