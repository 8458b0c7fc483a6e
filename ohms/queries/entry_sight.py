"""What is told of a time entry in sight whose claim may be out of sight: moved away, restricted, never seen."""

from typing import Any

from sqlalchemy import ColumnElement, case, or_, select

from ohms.domain.actor import Actor
from ohms.models.claims import Claim
from ohms.models.staff import StaffMember
from ohms.models.time import TimeEntry
from ohms.queries.scope import sees


def whose_and_what_for(actor: Actor) -> tuple[Any, ...]:
    """Columns that every list of entries of several people begins with; joined with who worked."""
    return (
        TimeEntry.id,
        TimeEntry.performed_on,
        StaffMember.name,
        TimeEntry.claim_id,
        number_in_sight(actor),
        TimeEntry.category,
        TimeEntry.standard_work,
        TimeEntry.minutes,
    )


def number_in_sight(actor: Actor) -> ColumnElement[str | None]:
    """The number of an entry's claim, None where the claim is not (or no longer) in sight."""
    return (
        select(Claim.claim_number)
        .where(sees(actor, Claim), Claim.id == TimeEntry.claim_id)
        .correlate(TimeEntry)
        .scalar_subquery()
    )


def text_in_sight(actor: Actor, said: Any) -> ColumnElement[str | None]:
    """What was written beside an entry: it tells of the claim, so it is seen with the claim alone."""
    return case((or_(TimeEntry.claim_id.is_(None), number_in_sight(actor).is_not(None)), said))
