"""What somebody would leave behind, and what of it is still to be handed on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select

from ohms.domain.actor import Actor
from ohms.domain.calendar import pacific_day
from ohms.domain.values import ReferralStep, Role
from ohms.extensions import db
from ohms.models.claims import Claim, ClaimAssignment
from ohms.models.coverage import Coverage
from ohms.models.departures import Departure
from ohms.models.notes import CaseNote
from ohms.models.providers import ProviderAssignment
from ohms.models.referrals import Referral
from ohms.models.staff import AssistantAssignment, StaffMember
from ohms.models.tasks import ReassignedTask, Task
from ohms.queries.guard import unscoped
from ohms.queries.lane import holds
from ohms.queries.left_behind import (
    Thing,
    came_back,
    deputies_lost,
    drafts_of,
    lacking_co_signature,
    on_claims,
    providers_of,
    things,
)
from ohms.queries.one_in_sight import only, only_row
from ohms.queries.people import coordinators_of
from ohms.queries.rounds import Question, ask, ask_all, side_by_side
from ohms.queries.scope import visible
from ohms.queries.task_filter import in_an_open_state


@dataclass(frozen=True, slots=True)
class Left:
    """What was left, or would be. Cover ends and goes to whoever is there, else it shows as a gap."""

    providers: Sequence[Thing]
    claims: Sequence[Thing]
    tasks: Sequence[Thing]
    notes: Sequence[Thing]
    drafts: Sequence[Thing]
    """Texts that were being typed: which form, of which claim."""

    waiting: Sequence[Thing]
    """Signed notes and entries of theirs that nobody has co-signed."""

    deputies: Sequence[Thing]
    """Providers that lost their standing deputy."""

    referrals: Sequence[Thing]
    assistants: Sequence[Thing]
    cover: int = 0

    @property
    def claim_ids(self) -> list[int]:
        """Of which claims it tells: for the record."""
        told = (
            *self.claims,
            *self.tasks,
            *self.notes,
            *self.drafts,
            *self.waiting,
            *self.referrals,
        )
        return sorted({each.claim_id for each in told if each.claim_id is not None})

    @property
    def is_nothing(self) -> bool:
        """Referrals follow their claims: they are handed on with them."""
        return not any(
            (
                self.providers,
                self.claims,
                self.tasks,
                self.notes,
                self.drafts,
                self.waiting,
                self.deputies,
                self.assistants,
            )
        )


@dataclass(frozen=True, slots=True)
class DepartureShown:
    id: int
    staff_id: int
    name: str
    cohe_id: int
    holder_id: int
    holder: str
    last_on: date
    ended_on: date
    reason: str
    left: Left
    is_back: bool
    """They hold a position here again: what they wrote is theirs, and nobody else's to hand on."""


def would_leave(actor: Actor, cohe_id: int, staff_id: int) -> Left:
    """The dry run: what they answer for, own and wrote in the supervised COHE today."""
    covers = or_(Coverage.covering_id == staff_id, Coverage.absent_id == staff_id)
    cover = select(func.count(Coverage.id)).where(
        Coverage.cohe_id == cohe_id, covers, Coverage.to_on >= actor.on_day
    )
    return _left(
        actor,
        cohe_id,
        writer_id=staff_id,
        holder_id=staff_id,
        tasks=Task.owner_id == staff_id,
        cover=db.session.execute(cover).scalar_one(),
    )


def departure_shown(actor: Actor, departure_id: int) -> DepartureShown:
    """A departure of a COHE that the actor supervises, with what its holder still has of it."""
    row = only_row(
        select(Departure, StaffMember.name)
        .join(StaffMember, StaffMember.id == Departure.staff_id)
        .where(Departure.id == departure_id, knows_departure(actor))
    )
    gone, name = row
    fell = select(ReassignedTask.task_id).where(
        ReassignedTask.reassignment_id == gone.reassignment_id
    )
    ended_on = pacific_day(gone.access_ended_at)
    is_back = came_back(gone.staff_id, gone.cohe_id, actor.on_day)
    left = _left(
        actor,
        gone.cohe_id,
        writer_id=gone.staff_id,
        holder_id=gone.holder_id,
        tasks=and_(Task.owner_id == gone.holder_id, Task.id.in_(fell)),
        departure_id=gone.id,
        ended_on=ended_on,
    )
    if is_back:
        left = replace(left, notes=[], drafts=[], waiting=[], referrals=[])
    holder = db.session.get_one(StaffMember, gone.holder_id).name
    return DepartureShown(
        gone.id,
        gone.staff_id,
        name,
        gone.cohe_id,
        gone.holder_id,
        holder,
        gone.last_on,
        ended_on,
        gone.reason,
        left,
        is_back,
    )


def takers_in(actor: Actor, departure_id: int) -> list[tuple[int, str]]:
    """To whom what was left may be handed on: the coordinators of the COHE that they left, by name."""
    where = select(Departure.cohe_id).where(Departure.id == departure_id, knows_departure(actor))
    cohe_id = only(where)
    return coordinators_of(actor, [cohe_id])


def knows_departure(actor: Actor) -> ColumnElement[bool]:
    return Departure.cohe_id.in_(actor.cohes_as(Role.SUPERVISOR))


def _left(
    actor: Actor,
    cohe_id: int,
    *,
    writer_id: int,
    holder_id: int,
    tasks: ColumnElement[bool],
    cover: int = 0,
    departure_id: int | None = None,
    ended_on: date | None = None,
) -> Left:
    """What somebody has; of a departure's holder that alone which fell to them by it."""
    # A claim that is restricted falls too, though its new holder does not see it yet.
    with unscoped("what who leaves had: where it is, not what it says"):
        claims, notes, drafts, waiting, referrals, open_tasks = ask(
            side_by_side(
                things(_claims_by_name(actor, cohe_id, holder_id, departure_id)),
                things(
                    on_claims(CaseNote, CaseNote.performed_on, cohe_id).where(
                        CaseNote.author_id == writer_id, CaseNote.signed_at.is_(None)
                    )
                ),
                drafts_of(writer_id, cohe_id),
                lacking_co_signature(writer_id, cohe_id),
                things(
                    on_claims(Referral, Referral.service, cohe_id).where(
                        Referral.drafted_by_id == writer_id, Referral.step == ReferralStep.DRAFT
                    )
                ),
                things(
                    on_claims(Task, Task.title, cohe_id)
                    .where(tasks, in_an_open_state())
                    .order_by(Task.due_by, Task.id)
                ),
            )
        )
    left = (*claims, *open_tasks, *notes, *drafts, *waiting, *referrals)
    shown, providers, deputies, assistants = ask_all(
        _in_sight(actor, {each.claim_id for each in left if each.claim_id is not None}),
        _providers(actor, cohe_id, holder_id, departure_id),
        deputies_lost(actor, cohe_id, writer_id, ended_on),
        things(_assistants(actor, cohe_id, holder_id, departure_id)),
    )
    return Left(
        providers,
        _masked(claims, shown, "A restricted claim"),
        _masked(open_tasks, shown, "A task on a restricted claim"),
        _masked(notes, shown),
        _masked(drafts, shown),
        _masked(waiting, shown),
        deputies,
        _masked(referrals, shown),
        assistants,
        cover,
    )


def _claims_by_name(actor: Actor, cohe_id: int, holder_id: int, departure_id: int | None) -> Any:
    """Claims given by name to who has them, by their number."""
    given = select(Claim.id, *[Claim.claim_number] * 2, Claim.id).where(
        Claim.assigned_to_id == holder_id,
        Claim.cohe_id == cohe_id,
        Claim.purged_at.is_(None),  # nobody takes it up any more
    )
    if departure_id is not None:
        fell = select(ClaimAssignment.claim_id).where(
            ClaimAssignment.staff_id == holder_id,
            ClaimAssignment.departure_id == departure_id,
            or_(ClaimAssignment.to_on.is_(None), ClaimAssignment.to_on >= actor.on_day),
        )
        given = given.where(Claim.id.in_(fell))
    return given.order_by(Claim.claim_number)


def _assistants(actor: Actor, cohe_id: int, holder_id: int, departure_id: int | None) -> Any:
    """The assistants who work under who has them."""
    return (
        select(AssistantAssignment.assistant_id, StaffMember.name)
        .join(StaffMember, StaffMember.id == AssistantAssignment.assistant_id)
        .where(
            AssistantAssignment.coordinator_id == holder_id,
            AssistantAssignment.cohe_id == cohe_id,
            holds(AssistantAssignment, actor.on_day),
            *_by(AssistantAssignment, departure_id),
        )
    )


def _in_sight(actor: Actor, claim_ids: set[int]) -> Question[set[int]]:
    (rows,) = yield (
        visible(actor, Claim).with_only_columns(Claim.id).where(Claim.id.in_(claim_ids)),
    )
    return {row.id for row in rows}


def _masked(left: list[Thing], shown: set[int], instead: str | None = None) -> list[Thing]:
    """That it is there is told, for it is to be handed on; of a claim out of sight no more than that."""
    return [
        each
        if each.claim_id in shown
        else each._replace(name=instead or each.name, claim_number=None, address=None)
        for each in left
    ]


def _providers(
    actor: Actor, cohe_id: int, holder_id: int, departure_id: int | None
) -> Question[list[Thing]]:
    wanted = providers_of(ProviderAssignment, holder_id, cohe_id)
    return things(
        wanted.where(
            holds(ProviderAssignment, actor.on_day), *_by(ProviderAssignment, departure_id)
        )
    )


def _by(model: Any, departure_id: int | None) -> list[ColumnElement[bool]]:
    return [] if departure_id is None else [model.departure_id == departure_id]
