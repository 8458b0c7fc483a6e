"""One person as their supervisor, privacy officer or contract manager reads them, and they themselves:
what they hold, what that allows, how they were brought in, and their training."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from ohms.domain.access import CASEWORK
from ohms.domain.access_words import in_words
from ohms.domain.actor import Actor
from ohms.domain.departures import Kept, left_by_departure
from ohms.domain.errors import NotFound
from ohms.domain.positions import permissions_of
from ohms.domain.values import Role
from ohms.models.departures import Departure
from ohms.models.staff import StaffMember
from ohms.queries.onboarding import BroughtIn, StepTaken, brought_in, steps_of
from ohms.queries.positions import READ_A_COHE, HeldBy, positions_of_person
from ohms.queries.rounds import Question, ask, ask_all, asked
from ohms.queries.training_records import Recorded, recorded_of
from ohms.queries.trainings import Stand, newcomers, stands

Allowed = list[tuple[str, list[str]]]
"""By what it is about, what is allowed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody within the COHEs in which the actor may read them."""

    staff_id: int
    name: str
    username: str
    active: bool
    provider_number: str | None
    positions: Sequence[HeldBy]
    is_self: bool
    departure_id: int | None
    """Of the COHE of the first position; None: nobody ended their access."""

    def held_today(self, actor: Actor) -> list[HeldBy]:
        return [
            each
            for each in self.positions
            if each.fact.is_held_on(actor.on_day) and not each.access_ended
        ]

    def may_leave(self, today: date) -> bool:
        """Whether there is a position that a departure ends."""
        here = [
            Kept(each.fact.position_id, each.fact.to_on, each.access_ended)
            for each in self.positions
            if each.fact.cohe == self.cohe_id and each.may_be_managed
        ]
        return bool(left_by_departure(here, today))

    @property
    def cohe_id(self) -> int:
        """Where their onboarding and training are read: of the newest casework position, else the
        newest one."""
        of_casework = [each for each in self.positions if each.fact.role in CASEWORK]
        return (of_casework or list(self.positions))[0].fact.cohe


@dataclass(frozen=True, slots=True)
class BringingIn:
    """The onboarding and training of somebody who works on claims in a COHE."""

    onboarding: BroughtIn
    steps: Mapping[str, StepTaken]
    trainings: Sequence[Recorded]
    stand: Stand | None
    """Of a coordinator's additional training."""


def person_shown(actor: Actor, staff_id: int) -> Person:
    """NotFound for somebody who never held a position where the actor reads positions."""
    is_self = staff_id == actor.staff_id
    cohes = None if is_self else actor.cohes_as(*READ_A_COHE)
    positions = ask(positions_of_person(staff_id, cohes))
    if not positions:
        raise NotFound
    ((person,),), (departures,) = ask_all(
        asked(
            select(
                StaffMember.name,
                StaffMember.username,
                StaffMember.active,
                StaffMember.lni_provider_number,
            ).where(StaffMember.id == staff_id)
        ),
        asked(
            select(Departure.id)
            .where(Departure.staff_id == staff_id, Departure.cohe_id == positions[0].fact.cohe)
            .order_by(Departure.id.desc())
            .limit(1)
        ),
    )
    return Person(
        staff_id,
        person.name,
        person.username,
        person.active,
        person.lni_provider_number,
        positions,
        is_self,
        departures[0].id if departures else None,
    )


def person_managed(actor: Actor, staff_id: int) -> Person:
    """Somebody of a COHE that the actor supervises, by their positions there; NotFound for others."""
    person = person_shown(actor, staff_id)
    mine = [each for each in person.positions if each.fact.cohe in actor.cohes_as(Role.SUPERVISOR)]
    if not mine:
        raise NotFound
    return replace(person, positions=mine)


def bringing_in(actor: Actor, person: Person) -> BringingIn | None:
    """None for somebody who does not work on claims there today."""
    found, steps, trainings, judged = ask_all(
        brought_in(actor.on_day, [person.cohe_id], staff_id=person.staff_id),
        steps_of(person.staff_id, person.cohe_id),
        recorded_of(person.staff_id, person.cohe_id),
        _judged(actor, person),
    )
    if not found:
        return None
    return BringingIn(
        found[0], {each.step: each for each in steps}, trainings, next(iter(judged), None)
    )


def _judged(actor: Actor, person: Person) -> Question[list[Stand]]:
    own = yield from newcomers(actor.on_day, [person.cohe_id], staff_id=person.staff_id, ever=True)
    found = yield from stands(own)
    return found


def allowed_today(actor: Actor, person: Person) -> list[tuple[HeldBy, Allowed]]:
    """Each position held today with what it allows, in words."""
    return [(held, in_words(permissions_of(held.fact.role))) for held in person.held_today(actor)]
