"""A story that people have ended begins anew: the note that waits for its co-signature."""

from datetime import date

from sqlalchemy import select

from ohms.domain.values import Capture, Complexity, Role, StandardWork
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider
from ohms.simulator.absences import Availability
from ohms.simulator.draws import stream
from ohms.simulator.loading.carrying_on import waiting_notes
from ohms.simulator.loading.known import Ids
from ohms.simulator.loading.rows import at_minute
from ohms.simulator.loading.work import WorkLoader
from ohms.simulator.loose_ends import WAITING_FOR_CO_SIGNATURE
from ohms.simulator.planned import PlannedPosition, World
from ohms.simulator.planned_work import Contact, Note, TimeEntry, WorkPlan
from ohms.simulator.sentences import told
from ohms.simulator.workdays import add_business_days, on_or_before

MINUTES = 10
HALF_PAST_FOUR = 16 * 60 + 30
LONGEST_SEARCH = 60


def wait_for_a_co_signature(world: World, to_on: date, ids: Ids) -> int:
    """A barrier note of puget's assistant, on a low-complexity claim of her coordinator.

    Written only when none waits; 1 when it was, else 0.
    """
    if waiting_notes():
        return 0
    position = next(
        (
            p
            for p in world.positions
            if p.staff == WAITING_FOR_CO_SIGNATURE and p.role == Role.HSC_ASSISTANT
        ),
        None,
    )
    day = _last_day_at_work(world, position, to_on) if position else None
    number = _claim_of_hers(world, position, day) if position and day else None
    if position is None or day is None or number is None:
        return 0
    WorkLoader(_plan(world, position, day, number), ids).put_all()
    return 1


def _last_day_at_work(world: World, position: PlannedPosition, to_on: date) -> date | None:
    available = Availability(world.cohes, world.absences)
    day = on_or_before(to_on)
    for _ in range(LONGEST_SEARCH):
        if available.minutes(position, day):
            return day
        day = add_business_days(day, -1)
    return None


def _claim_of_hers(world: World, position: PlannedPosition, day: date) -> str | None:
    leads = {a.coordinator for a in world.assistantships if a.assistant == position.staff}
    providers = {a.provider_id for a in world.assignments if a.staff in leads and a.to_on is None}
    return db.session.execute(
        select(Claim.claim_number)
        .join(Provider, Provider.id == Claim.initiating_provider_id)
        .where(
            Claim.complexity == Complexity.LOW,
            Claim.initiated_on < day,
            Provider.lni_provider_id.in_(providers),
        )
        .order_by(Claim.initiated_on.desc(), Claim.id.desc())
        .limit(1)
    ).scalar_one_or_none()


def _plan(world: World, position: PlannedPosition, day: date, number: str) -> WorkPlan:
    assert position.cohe is not None
    work = StandardWork.BARRIERS
    words = told(stream(world.seed, "rearmed", day, number), work, "injury")
    entry = TimeEntry(
        1,
        position.staff,
        position.key,
        position.role,
        position.cohe,
        number,
        None,
        work,
        day,
        MINUTES,
        Capture.CAPTURED,
        1,
    )
    note = Note(
        key=1,
        claim_number=number,
        cohe=position.cohe,
        author=position.staff,
        position=position.key,
        performed_on=day,
        written_at=at_minute(day, HALF_PAST_FOUR),
        standard_work=work,
        body=words.body,
        minutes=MINUTES,
        time_entry=1,
        contacts=(Contact(words.party, words.method, words.outcome, False),),
        needs_co_signature=True,
        co_signed_on=None,
        co_signed_by=None,
    )
    return WorkPlan(day, day, time_entries=[entry], notes=[note])
