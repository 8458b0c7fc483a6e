"""One claim as its page shows it: the claim with its people, and how to reach them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from ohms.domain.actor import Actor
from ohms.domain.claims import as_claim_number
from ohms.domain.complexity import against_low
from ohms.domain.errors import NotFound
from ohms.domain.values import Role
from ohms.domain.work_status import days_off, is_off_on
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.cohes import Clinic, Cohe
from ohms.models.providers import Provider
from ohms.models.staff import StaffMember
from ohms.models.workers import ContactPoint, Employer, Worker
from ohms.queries.approach import RuleShown, rules_in_force
from ohms.queries.claim_list import coordinator_name
from ohms.queries.claim_sight import coordinator_today
from ohms.queries.covered import cover_on
from ohms.queries.episodes import episode_facts
from ohms.queries.low_complexity import Flags, facts_with, flag_columns
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Answer, Question, ask_all, settled
from ohms.queries.scope import sees, visible, visible_as_a_whole


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """The claim with its parties: `row` has `.Claim`, `.Worker`, `.Employer` and names."""

    claim: Claim
    worker: Worker
    employer: Employer
    initiating: Provider
    attending: Provider
    clinic: Clinic
    cohe: str
    coordinator: str | None
    covered_by: str | None
    contact_points: list[ContactPoint]
    contact_rules: list[RuleShown]
    days_off: int | None
    """None where no work status is known: nothing says that there were none."""
    off_today: bool
    against_low: list[str]
    in_part: bool
    """Lent to an assistant for one task or calls alone: the rest of it is out of their sight."""

    def reach(self, party: str) -> list[ContactPoint]:
        return [point for point in self.contact_points if point.party.value == party]


def claim_by_number(actor: Actor, number: str) -> Claim:
    """The claim of this number as the actor may see it; NotFound for every other reason alike."""
    wanted = _numbered(actor, number=as_claim_number(number) or "")
    found: Claim | None = db.session.execute(wanted.statement, wanted.values).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


@prepared
def _numbered(actor: Actor, *, number: str) -> AnySelect:
    return visible(actor, Claim).where(Claim.claim_number == number)


def number_it_combined_into(actor: Actor, claim: Claim) -> str | None:
    """The number under which L&I goes on with this claim, when it combined the two."""
    if claim.combined_into_id is None:
        return None
    return db.session.execute(
        visible(actor, Claim)
        .with_only_columns(Claim.claim_number)
        .where(Claim.id == claim.combined_into_id)
    ).scalar_one_or_none()


def claim_shown(actor: Actor, number: str) -> ClaimShown:
    """Everything in the identity bar and the parties panel."""
    found, _nothing = claim_shown_with(actor, number, lambda _actor, _id: settled(None))
    return found


def claim_shown_with(
    actor: Actor, number: str, more: Callable[[Actor, int], Question[Answer]]
) -> tuple[ClaimShown, Answer]:
    """The same, and the answer to what else a page asks of the claim's id, by no statement more."""
    row = _row_of(actor, number)
    claim = row.Claim
    episodes, points, rules, in_part, answer = ask_all(
        episode_facts(actor, claim.id),
        contact_points_of(actor, claim.id),
        rules_in_force(actor, claim.id),
        _is_seen_in_part(actor, claim),
        more(actor, claim.id),
    )
    low = facts_with(Flags(*row[-len(Flags._fields) :]), episodes, actor.on_day)
    found = ClaimShown(
        claim=claim,
        worker=row.Worker,
        employer=row.Employer,
        initiating=row.Initiating,
        attending=row.Attending,
        clinic=row.Clinic,
        cohe=row.cohe,
        coordinator=row.coordinator,
        covered_by=row.covered_by,
        contact_points=points,
        contact_rules=rules,
        days_off=days_off(episodes, actor.on_day) if episodes else None,
        off_today=is_off_on(episodes, actor.on_day),
        against_low=[] if in_part else against_low(low),
        in_part=in_part,
    )
    return found, answer


def _is_seen_in_part(actor: Actor, claim: Claim) -> Question[bool]:
    if not actor.holds(Role.HSC_ASSISTANT):
        return False
    (found,) = yield (_whole(actor, claim_id=claim.id),)
    return not found


@prepared
def _whole(actor: Actor, *, claim_id: int) -> AnySelect:
    return visible_as_a_whole(actor).where(Claim.id == claim_id).with_only_columns(Claim.id)


def contact_points_of(actor: Actor, claim_id: int) -> Question[list[ContactPoint]]:
    (rows,) = yield (_contact_points(actor, claim_id=claim_id),)
    return [row.ContactPoint for row in rows]


@prepared
def _contact_points(actor: Actor, *, claim_id: int) -> AnySelect:
    return (
        visible(actor, ContactPoint)
        .where(ContactPoint.claim_id == claim_id, ContactPoint.ended_on.is_(None))
        .order_by(ContactPoint.party, ContactPoint.id)
    )


def _row_of(actor: Actor, number: str) -> Any:
    """The claim of this number as the actor may see it; NotFound for every other reason alike."""
    wanted = _with_its_people(actor, number=as_claim_number(number) or "")
    found = db.session.execute(wanted.statement, wanted.values).one_or_none()
    if found is None:
        raise NotFound
    return found


@prepared
def _with_its_people(actor: Actor, *, number: str) -> AnySelect:
    initiating, attending = (
        aliased(Provider, name="Initiating"),
        aliased(Provider, name="Attending"),
    )
    cover = cover_on(actor.on_day)
    covering = (
        select(StaffMember.name)
        .join(cover, cover.c.covering_id == StaffMember.id)
        .where(
            cover.c.provider_id == Claim.initiating_provider_id,
            cover.c.cohe_id == Claim.cohe_id,
            cover.c.absent_id == coordinator_today(actor),
        )
        .limit(1)
        .correlate(Claim)
        .scalar_subquery()
    )
    return (
        visible(actor, Claim)
        .with_only_columns(
            Claim,
            Worker,
            Employer,
            initiating,
            attending,
            Clinic,
            Cohe.name.label("cohe"),
            coordinator_name(actor).label("coordinator"),
            covering.label("covered_by"),
            *flag_columns(actor),
        )
        .select_from(Claim)
        .join(Worker, Worker.id == Claim.worker_id)
        .where(sees(actor, Worker), Claim.claim_number == number)
        .join(Employer, Employer.id == Claim.employer_id)
        .join(initiating, initiating.id == Claim.initiating_provider_id)
        .join(attending, attending.id == Claim.attending_provider_id)
        .join(Clinic, Clinic.id == attending.clinic_id)
        .join(Cohe, Cohe.id == Claim.cohe_id)
    )
