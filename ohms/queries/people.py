"""People and providers as lists to choose from, within the actor's COHEs."""

from collections.abc import Collection

from sqlalchemy import or_, select

from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.providers import Provider, ProviderAssignment
from ohms.models.staff import Position, StaffMember
from ohms.models.workers import Employer
from ohms.queries.among import among_fixed
from ohms.queries.claim_sight import in_force
from ohms.queries.covered import covered_providers
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import visible

WORK_ON_CLAIMS = (Role.HSC, Role.HSC_ASSISTANT)
BELONG_TO_A_COHE = (Role.HSC, Role.HSC_ASSISTANT, Role.SUPERVISOR)


def providers_of_list(actor: Actor, *, whole_cohe: bool) -> Question[list[tuple[int, str]]]:
    """Providers to filter by: those whose claims one answers for or covers, or all of the COHE's."""
    (rows,) = yield (_providers(actor, whole_cohe),)
    return [(row.id, f"{row.last_name}, {row.first_name}") for row in rows]


@prepared
def _providers(actor: Actor, whole_cohe: bool) -> AnySelect:
    statement = (
        select(Provider.id, Provider.last_name, Provider.first_name)
        .join(ProviderAssignment, ProviderAssignment.provider_id == Provider.id)
        .where(
            ProviderAssignment.cohe_id.in_(actor.cohes_as(*BELONG_TO_A_COHE)),
            in_force(ProviderAssignment, actor),
        )
        .order_by(Provider.last_name, Provider.first_name)
    )
    if not whole_cohe:
        covered = covered_providers(actor.on_day, actor.staff_id or 0)
        statement = statement.where(
            or_(ProviderAssignment.staff_id == actor.staff_id, Provider.id.in_(covered))
        )
    return statement


def colleagues(actor: Actor) -> Question[list[tuple[int, str]]]:
    """Coordinators and assistants who hold a position in the actor's COHEs today, by name."""
    (rows,) = yield (_colleagues(actor),)
    return [(row.id, row.name) for row in rows]


@prepared
def _colleagues(actor: Actor) -> AnySelect:
    return (
        select(StaffMember.id, StaffMember.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id.in_(actor.cohes_as(*BELONG_TO_A_COHE)),
            among_fixed(Position.role, WORK_ON_CLAIMS),
            in_force(Position, actor),
            StaffMember.active.is_(True),
        )
        .distinct()
        .order_by(StaffMember.name)
    )


def coordinators_of(actor: Actor, cohe_ids: Collection[int]) -> list[tuple[int, str]]:
    """Who holds a coordinator's position in these COHEs today, by name."""
    statement = (
        select(StaffMember.id, StaffMember.name)
        .join(Position, Position.staff_id == StaffMember.id)
        .where(
            Position.cohe_id.in_(cohe_ids),
            Position.role == Role.HSC,
            in_force(Position, actor),
            StaffMember.active.is_(True),
        )
        .distinct()
        .order_by(StaffMember.name)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def name_of(staff_id: int) -> str:
    """Whoever it is, and whether or not they still work here."""
    return db.session.execute(
        select(StaffMember.name).where(StaffMember.id == staff_id)
    ).scalar_one()


def employer_by_id(actor: Actor, employer_id: int) -> str | None:
    """The name of an employer of whom the actor sees a claim."""
    theirs = visible(actor, Claim).with_only_columns(Claim.id)
    sees_one = theirs.where(Claim.employer_id == Employer.id).correlate(Employer).exists()
    named = select(Employer.name).where(Employer.id == employer_id, sees_one)
    return db.session.execute(named).scalar_one_or_none()
