"""claims.csv: claims as L&I knows them, applied to what is known of them."""

from typing import Any

from sqlalchemy import Row

from ohms.commands.call_proposals import propose_for_waiting_calls
from ohms.commands.feed.attending import attends_from
from ohms.commands.feed.batches import Batch, Line, Planned
from ohms.commands.feed.claim_changes import KnownClaim, record_change
from ohms.commands.feed.claim_fields import Difference, claim_values, worker_values
from ohms.commands.feed.claim_knowledge import ClaimKnowledge
from ohms.commands.feed.claim_payments import payment_values
from ohms.commands.feed.contact_points import point_values, points_of
from ohms.commands.feed.fitting import too_long
from ohms.commands.feed.parking import OLDER
from ohms.commands.feed.same_employers import propose_same_employers
from ohms.commands.feed.same_persons import Person, propose_same_persons
from ohms.domain.feed import ClaimLine, refuse_other_fund
from ohms.domain.values import Complexity, Coordination, WorkStatus
from ohms.models.claims import AttendingProvider, Claim
from ohms.models.medical import TimeLossPayment
from ohms.models.workers import ContactPoint, Worker

OURS_AT_FIRST = {
    "coordination": Coordination.NEW,
    "complexity": Complexity.STANDARD,
    "restricted": False,
    "work_status": WorkStatus.UNKNOWN,
    "open_tasks": 0,
    "version": 1,
}


def plan_claims(batch: Batch) -> Planned:
    """What the lines would do: add claims, change L&I's fields of known ones, park, refuse."""
    planning = _Planning(batch)
    for line in batch.lines:
        planning.take(line)
    return planning.finish()


class _Planning:
    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self.planned = Planned()
        self.knowledge = ClaimKnowledge(batch)
        self.added: dict[str, int] = {}
        self.changed: dict[int, bool] = {}  # of lines about known claims, by number
        self.combining: list[tuple[Line, int, int, Row[Any] | None]] = []
        self.persons: list[Person] = []  # workers who are new
        self.other_persons: list[int] = []  # workers who go by another name
        self.employed: set[tuple[int, int]] = set()  # COHEs and employers of whom they have a claim

    def take(self, line: Line) -> None:
        said: ClaimLine = line.said
        known = self.knowledge.claims.get(said.claim_number)
        if known is not None and known.purged_at is not None:
            self.changed[line.number] = False  # what was purged is not taken up again
            return
        if self._is_refused(line, known):
            return
        directory = self.knowledge.directory
        if known is not None:
            if said.initiating_provider_id not in directory.provider_id:
                self._park(line)
                return
            self._compare(line, known)
        else:
            cohe_id = directory.cohe_on(said.initiating_provider_id, said.initiated_on)
            if cohe_id is None:
                self._park(line)
                return
            self._add(line, cohe_id)
        self.knowledge.parked.settle(said.claim_number, self.batch, self.planned)

    def finish(self) -> Planned:
        for line, claim_id, cohe_id, known in self.combining:
            self._combine(line, claim_id, cohe_id, known)
        tally = self.planned.tally
        tally.added = len(self.added)
        tally.updated = sum(self.changed.values())
        tally.unchanged = len(self.changed) - tally.updated
        if self.persons or self.other_persons:
            new, changed, at = self.persons, self.other_persons, self.batch.at
            self.planned.afterwards.append(lambda: propose_same_persons(new, changed, at))
            self.planned.afterwards.append(propose_for_waiting_calls)
        if self.employed:
            at, renamed = self.batch.at, self.knowledge.employers.renamed_ids
            self.planned.afterwards.append(
                lambda: propose_same_employers(self.employed, renamed, at)
            )
        return self.planned

    def _park(self, line: Line) -> None:
        refusal = self.knowledge.parked.park(line, self.batch, self.planned)
        if refusal is not None:
            self.planned.refused.append(refusal)

    def _is_refused(self, line: Line, known: Row[Any] | None) -> bool:
        other_fund = refuse_other_fund(line.said, known is not None, line.number)
        if other_fund is not None:
            self.planned.refused.append(other_fund)
            return True
        wrong = too_long(line.said) or (self._disagrees(line.said, known) if known else None)
        if wrong is not None:
            self.planned.refuse(line, *wrong)
        return wrong is not None

    def _disagrees(self, said: ClaimLine, known: Row[Any]) -> tuple[str, str] | None:
        """Field and reason of what cannot be, given what is known of the claim."""
        told = self.batch.as_of
        if known.as_of_on is not None and known.as_of_on > told:
            return "claim_number", OLDER.format(known=known.as_of_on, told=told)
        if "first_visit_on" not in self.batch.columns:
            kept = known.first_visit_on
            if kept is not None and kept < said.injury_on:
                return (
                    "injury_on",
                    f"Enter injury_on on or before the first visit that is known, {kept}, or give "
                    f"the file a column first_visit_on; this line has {said.injury_on}.",
                )
        elif said.first_visit_on is not None and said.first_visit_on < known.injury_on:
            return self._before_the_kept_injury(said, known)
        return None

    def _before_the_kept_injury(self, said: ClaimLine, known: Row[Any]) -> tuple[str, str] | None:
        """The injury's new day may have to wait with a re-homing; then the old one counts."""
        if said.injury_on <= known.initiated_on:
            return None
        return (
            "first_visit_on",
            f"Enter first_visit_on on or after the injury that is known, {known.injury_on}; "
            f"this line has {said.first_visit_on}.",
        )

    def _compare(self, line: Line, known: Row[Any]) -> None:
        claim = KnownClaim(line, known, self.knowledge, self.batch, self.planned)
        self.changed[line.number] = claim.apply()
        if claim.other_person:
            self.other_persons.append(known.worker_id)
        if claim.other_employer is not None:
            self.employed.add((known.cohe_id, claim.other_employer))
        if "combined_into" in self.batch.columns and line.said.combined_into != known.combined_into:
            self.combining.append((line, known.id, known.cohe_id, known))

    def _add(self, line: Line, cohe_id: int) -> None:
        said: ClaimLine = line.said
        batch, planned, add = self.batch, self.planned, self.planned.changes.add
        claim_id = self.added[said.claim_number] = batch.numbers.next(Claim)
        if said.combined_into:
            self.combining.append((line, claim_id, cohe_id, None))
        if batch.dry:
            return  # nothing of what follows refuses or tells
        worker_id = batch.numbers.next(Worker)
        employer_id = self.knowledge.employers.id_of(said.employer_account_id, batch, planned)
        provider_id = self.knowledge.directory.provider_id[said.initiating_provider_id]
        attending_id = self.knowledge.attending_id(said, batch, planned) or provider_id
        payment = payment_values(claim_id, cohe_id, line, batch)
        worker = {"id": worker_id, "cohe_id": cohe_id, "version": 1, **worker_values(said)}
        add(Worker, worker)
        add(
            Claim,
            {
                "id": claim_id,
                "claim_number": said.claim_number,
                "cohe_id": cohe_id,
                "worker_id": worker_id,
                "employer_id": employer_id,
                "initiating_provider_id": provider_id,
                "attending_provider_id": attending_id,
                "initiated_on": said.initiated_on,
                "on_time_loss": payment is not None,
                "as_of_on": batch.as_of,
                "first_listed_on": batch.as_of,
                **claim_values(said),
                **OURS_AT_FIRST,
                **batch.origin(line),
            },
        )
        add(AttendingProvider, attends_from(claim_id, cohe_id, attending_id, said.initiated_on))
        for point in points_of(said):
            add(ContactPoint, point_values(claim_id, cohe_id, point, batch))
        if payment is not None:
            add(TimeLossPayment, payment)
        self.persons.append(Person(*(worker[name] for name in Person._fields)))
        self.employed.add((cohe_id, employer_id))

    def _combine(self, line: Line, claim_id: int, cohe_id: int, known: Row[Any] | None) -> None:
        """Point the claim to the one that remains, which may stand later in the batch."""
        remaining = line.said.combined_into
        target = None
        if remaining is not None:
            there = self.knowledge.claims.get(remaining)
            target = there.id if there else self.added.get(remaining)
            if target is None:
                self.planned.unlinked.append((line.said.claim_number, remaining))
                return
        self.planned.changes.change_at_last(Claim, {"id": claim_id, "combined_into_id": target})
        if known is not None:
            self.changed[line.number] = True
            change = Difference("combined_into", known.combined_into, remaining)
            record_change(claim_id, cohe_id, change, self.batch, self.planned)
