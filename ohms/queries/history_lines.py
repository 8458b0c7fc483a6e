"""What one line of a claim's history is, and the rows most lines are made of."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from ohms.clock import PACIFIC
from ohms.domain.actor import Actor
from ohms.models.claims import (
    Claim,
)
from ohms.models.staff import StaffMember
from ohms.queries.prepared import AnySelect
from ohms.queries.scope import visible

INSTANT = "%Y-%m-%dT%H:%M:%S.%f"


class HistoryKind(StrEnum):
    """Of what a line tells."""

    TRIAGE = "triage"
    COORDINATION = "coordination"
    FROM_LNI = "from_lni"
    TRANSFER = "transfer"
    OFFER = "offer"
    ATTENDING = "attending"
    GIVEN = "given"
    LENT = "lent"
    MILESTONE = "milestone"
    SAME_PERSON = "same_person"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One thing that happened; `at` is None where only its day is known.

    `what` is a stored value: a decision, a field, a milestone, an act; `old` and `new` are told of
    L&I's fields alone, `more` is a reason or the other end of it.
    """

    kind: HistoryKind
    id: int
    on: date
    at: datetime | None
    what: str
    by: str | None = None
    old: str | None = None
    new: str | None = None
    more: str | None = None
    until: date | None = None
    claim_ids: Collection[int] = ()
    """Other claims that the line names."""

    @property
    def key(self) -> str:
        """Where it stands: by its instant, a day alone by its beginning."""
        begins = datetime.combine(self.on, time(), PACIFIC)
        instant = (self.at or begins).astimezone(UTC).strftime(INSTANT)
        return f"{instant}|{self.kind.value}|{self.id:012d}"


def rows_with_person(
    actor: Actor, model: Any, claim: Claim, person: Any, *columns: Any
) -> AnySelect:
    """Rows of the claim with the name of the person whose id stands in `person`."""
    statement: AnySelect = (
        visible(actor, model)
        .where(model.claim_id == claim.id)
        .outerjoin(StaffMember, StaffMember.id == person)
        .with_only_columns(model.id, StaffMember.name.label("by"), *columns)
    )
    return statement
