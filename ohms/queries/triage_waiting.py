"""Which claims may wait for somebody at triage: new ones of whom they decide on, and those put away that
something could bring back. Whether it does, the domain says of what `queries/triage.py` reads of these."""

from collections.abc import Iterable, Sequence

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
)

from ohms.domain.actor import Actor
from ohms.domain.triage import NOT_NEEDED, RESTRICTED
from ohms.domain.values import ClaimStatus, Coordination, WorkStatus
from ohms.domain.work_status import OFF
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.medical import WorkStatusEpisode
from ohms.models.providers import ProviderAssignment
from ohms.models.recovery import FrqAnswer
from ohms.queries.among import among_united
from ohms.queries.claim_sight import covered_by_name, in_force
from ohms.queries.claims_at_triage import has_open_call
from ohms.queries.covered import covered_providers
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question
from ohms.queries.scope import sees, visible_among_few


def ids_that_may_wait(actor: Actor) -> Sequence[int]:
    """For triage by this actor: one statement."""
    wanted = _may_wait(actor, True)
    return db.session.execute(wanted.statement, wanted.values).scalars().all()


def ids_put_away(actor: Actor) -> Question[list[int]]:
    """Of these, those that are not new: one round."""
    (rows,) = yield (_may_wait(actor, False),)
    return [row.id for row in rows]


@prepared
def _may_wait(actor: Actor, new_too: bool) -> AnySelect:
    """New claims, and those put away that some reason could bring back; the domain decides which.

    Asked apart first, so that each part has its index: the work grows with what waits and what triage
    put away, not with all that was ever closed. What could bring one back is asked of these alone.
    """
    by_name = or_(Claim.assigned_to_id == actor.staff_id, covered_by_name(actor))
    of_providers = and_(
        Claim.assigned_to_id.is_(None), Claim.initiating_provider_id.in_(_providers(actor))
    )
    is_new = Claim.coordination == Coordination.NEW
    put_away = (Claim.coordination == Coordination.WATCHING, _closed_and_may_come_back())
    states = (is_new, *put_away) if new_too else put_away
    parts = [
        visible_among_few(actor).with_only_columns(Claim.id).where(whose, state)
        for whose in (by_name, of_providers)
        for state in states
    ]
    return (
        visible_among_few(actor)
        .with_only_columns(Claim.id)
        .where(
            among_united(Claim.id, *parts),
            or_(is_new, _could_come_back(actor)) if new_too else _could_come_back(actor),
        )
    )


def _providers(actor: Actor) -> CompoundSelect[int]:
    """Whose claims the actor decides on today: of one's own providers, and of those one covers."""
    own = select(ProviderAssignment.provider_id).where(
        ProviderAssignment.staff_id == actor.staff_id, in_force(ProviderAssignment, actor)
    )
    return union(own, covered_providers(actor.on_day, actor.staff_id or 0))


def _closed_and_may_come_back() -> ColumnElement[bool]:
    """Word for word the condition of the index of these, without which SQLite takes no part of one."""
    return and_(
        Claim.coordination == literal_column(f"'{Coordination.CLOSED}'"),
        or_(
            Claim.close_reason == literal_column(f"'{NOT_NEEDED}'"),
            Claim.status == literal_column(f"'{ClaimStatus.REOPENED}'"),
        ),
    )


def _could_come_back(actor: Actor) -> ColumnElement[bool]:
    watching = Claim.coordination == Coordination.WATCHING
    return and_(
        func.coalesce(Claim.combined_into_id, 0) == 0,  # as no index would have it: nearly all are
        or_(
            Claim.on_time_loss.is_(True),
            Claim.status == ClaimStatus.REOPENED,
            and_(watching, Claim.watch_until_on <= actor.on_day),
            _holds_today(actor, OFF | RESTRICTED),
            has_open_call(actor),
            _frq_answered(actor),
        ),
    )


def _holds_today(actor: Actor, statuses: Iterable[WorkStatus]) -> ColumnElement[bool]:
    """The claim of the enclosing SELECT has one of these work statuses on the actor's day."""
    return (
        exists()
        .where(
            sees(actor, WorkStatusEpisode),
            WorkStatusEpisode.claim_id == Claim.id,
            WorkStatusEpisode.work_status.in_(list(statuses)),
            WorkStatusEpisode.from_on <= actor.on_day,
            or_(WorkStatusEpisode.to_on.is_(None), WorkStatusEpisode.to_on >= actor.on_day),
        )
        .correlate(Claim)
    )


def _frq_answered(actor: Actor) -> ColumnElement[bool]:
    """The claim of the enclosing SELECT has an FRQ that stands."""
    return (
        exists()
        .where(
            sees(actor, FrqAnswer), FrqAnswer.claim_id == Claim.id, FrqAnswer.voided_at.is_(None)
        )
        .correlate(Claim)
    )
