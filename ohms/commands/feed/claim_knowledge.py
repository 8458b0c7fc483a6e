"""What a batch of claims.csv needs to know before its lines are looked at, in a dozen statements."""

from typing import Any

from sqlalchemy import Row

from ohms.commands.feed.attending import Attending
from ohms.commands.feed.batches import Batch, Planned
from ohms.commands.feed.claim_fields import known_claims
from ohms.commands.feed.claim_payments import payments_of
from ohms.commands.feed.contact_points import KeptPoints
from ohms.commands.feed.directory import Directory
from ohms.commands.feed.employers import Employers
from ohms.commands.feed.parking import Parked
from ohms.commands.feed.rehoming import Rehomings
from ohms.commands.feed.rows import rows_in
from ohms.domain.feed import ClaimLine
from ohms.models.claims import Claim


class ClaimKnowledge:
    """Dictionaries, by claim number or by claim."""

    def __init__(self, batch: Batch) -> None:
        told = [line.said.claim_number for line in batch.lines]
        into = [line.said.combined_into for line in batch.lines if line.said.combined_into]
        rows = rows_in(known_claims(), Claim.claim_number, [*told, *into])
        self.claims: dict[str, Row[Any]] = {row.claim_number: row for row in rows}
        ids = [self.claims[number].id for number in told if number in self.claims]
        self.directory = Directory()
        self.employers = Employers(batch)
        self.parked = Parked(told)
        self.points = KeptPoints(ids)
        self.attending = Attending(ids)
        self.payments = payments_of(ids)
        self.rehomings = Rehomings(ids)

    def attending_id(self, said: ClaimLine, batch: Batch, planned: Planned) -> int | None:
        """None where the line does not tell: whoever treats goes on treating."""
        if said.attending_provider_id is None:
            return None
        return self.directory.known_or_named(said.attending_provider_id, batch, planned)
