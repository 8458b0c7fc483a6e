"""Who co-signs what an assistant wrote, a note or another entry: its coordinator, and the supervisor too
once the coordinator's 3 business days are over."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from ohms.domain.actor import Actor
from ohms.domain.calendar import ONE_DAY, PACIFIC, business_days_between, pacific_day
from ohms.domain.note_acts import coordinators_until
from ohms.domain.values import Role
from ohms.models.departures import Departure
from ohms.models.staff import AssistantAssignment, Position
from ohms.queries.claim_sight import in_force
from ohms.queries.covered import cover_on


class WaitsForCoSignature:
    """What stands in the co-sign queue since it was signed, or entered."""

    __slots__ = ()
    signed_at: datetime

    def waited_on(self, day: date) -> int:
        """Business days since it was signed."""
        return business_days_between(pacific_day(self.signed_at), day)

    def is_passed_on_by(self, day: date) -> bool:
        """Whether its coordinator's 3 business days are over, so that the supervisor signs too."""
        return day > coordinators_until(self.signed_at)


def has_come_to(
    actor: Actor,
    author_id: InstrumentedAttribute[int],
    cohe_id: InstrumentedAttribute[int],
    signed_at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
) -> ColumnElement[bool]:
    """Rows of a table by an assistant of the actor, or of somebody whom the actor covers; and, once the
    coordinator's days are over, by any assistant of a COHE that the actor supervises. Never one's own."""
    under_the_actor = exists(
        select(AssistantAssignment.id)
        .where(
            signs_for(actor),
            AssistantAssignment.assistant_id == author_id,
            AssistantAssignment.cohe_id == cohe_id,
        )
        .correlate(author_id.class_)
    )
    passed_on = and_(
        cohe_id.in_(actor.cohes_as(Role.SUPERVISOR)),
        signed_at < _passed_on_if_signed_before(actor.on_day),
    )
    return and_(author_id != actor.staff_id, or_(under_the_actor, passed_on))


def signs_for(actor: Actor) -> ColumnElement[bool]:
    """Assistants, by their assignment in force, whose coordinator the actor is or covers today; and who
    left a COHE that the actor supervises: what waits of theirs falls to the supervisor at once."""
    cover = cover_on(actor.on_day, covering=actor.staff_id or 0)
    covered = (
        select(cover.c.absent_id)
        .where(cover.c.cohe_id == AssistantAssignment.cohe_id)
        .correlate(AssistantAssignment)
    )
    under = and_(
        in_force(AssistantAssignment, actor),
        AssistantAssignment.cohe_id.in_(actor.cohes_as(Role.HSC, Role.SUPERVISOR)),
        or_(
            AssistantAssignment.coordinator_id == actor.staff_id,
            AssistantAssignment.coordinator_id.in_(covered),
        ),
    )
    led = actor.cohes_as(Role.SUPERVISOR)
    return (
        or_(under, and_(AssistantAssignment.cohe_id.in_(led), _has_left(actor))) if led else under
    )


def _has_left(actor: Actor) -> ColumnElement[bool]:
    """The assistant of an assignment, who holds no position in its COHE any longer."""
    left = exists().where(
        Departure.staff_id == AssistantAssignment.assistant_id,
        Departure.cohe_id == AssistantAssignment.cohe_id,
    )
    back = exists().where(
        Position.staff_id == AssistantAssignment.assistant_id,
        Position.cohe_id == AssistantAssignment.cohe_id,
        in_force(Position, actor),
    )
    return and_(left.correlate(AssistantAssignment), ~back.correlate(AssistantAssignment))


def _passed_on_if_signed_before(today: date) -> datetime:
    """What was signed before this instant has waited out its coordinator's 3 business days."""
    day = today
    while coordinators_until(_midnight(day)) >= today:
        day -= timedelta(days=1)
    return _midnight(day + ONE_DAY)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), PACIFIC)
