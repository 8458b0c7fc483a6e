"""The facts that forbid low complexity, of many claims at once: two statements, however many.

With an actor, of what the actor sees; without one, of everything, as commands, bulk units and
`ohms check` ask under an open door.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from ohms.domain.actor import Actor
from ohms.domain.complexity import Ground, LowFacts
from ohms.domain.frq import MANY_SITES, POSITIVE_FROM
from ohms.domain.recovery import ContactRuleKind
from ohms.domain.values import StandardWork, TaskKind, TaskState
from ohms.domain.work_status import TIME_LOSS_PAID, EpisodeFact
from ohms.extensions import db
from ohms.models.claims import Claim, ComplexityGround
from ohms.models.documents import Document
from ohms.models.medical import TimeLossPayment, WorkStatusEpisode
from ohms.models.notes import CaseNote, NoteEvent
from ohms.models.recovery import ContactRule, FrqAnswer
from ohms.models.tasks import Task
from ohms.queries.among import among_fixed
from ohms.queries.note_texts import NO_LONGER_STANDING
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, ask
from ohms.queries.scope import sees

AT_ONCE = 5_000  # values in one IN list


class Flags(NamedTuple):
    """What stands on a claim or does not, in the words of `LowFacts`."""

    time_loss_paid: bool
    frq_positive: bool
    surgery: bool
    protest: bool
    represented: bool
    safety: bool
    mental_health: bool
    other: str | None


def low_facts(
    claim_ids: Iterable[int], day: date, actor: Actor | None = None
) -> dict[int, LowFacts]:
    """What complexity asks of each claim as of a day."""
    listed = sorted(set(claim_ids))
    found: dict[int, LowFacts] = {}
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        episodes = _episodes(some, actor)
        for claim_id, flags in ask(low_flags(some, actor)).items():
            found[claim_id] = facts_with(flags, episodes[claim_id], day)
    return found


def facts_with(flags: Flags, episodes: Iterable[EpisodeFact], day: date) -> LowFacts:
    """What complexity asks of one claim, of what was read already."""
    return LowFacts(today=day, episodes=tuple(episodes), **flags._asdict())


def low_flags(claim_ids: Collection[int], actor: Actor | None = None) -> Question[dict[int, Flags]]:
    """What stands on each claim."""
    (rows,) = yield (_flags(actor, claim_ids=list(claim_ids)),)
    return {row[0]: Flags(*row[1:]) for row in rows}


@prepared
def _flags(actor: Actor | None, *, claim_ids: Any) -> AnySelect:
    statement = select(Claim.id, *flag_columns(actor)).where(Claim.id.in_(claim_ids))
    return statement if actor is None else statement.where(sees(actor, Claim))


def flag_columns(actor: Actor | None) -> tuple[Any, ...]:
    """In the order of `Flags`, for a SELECT from claims."""
    grounds = {ground: _told(actor, ground) for ground in Ground}
    paid = _there(actor, TimeLossPayment, among_fixed(TimeLossPayment.kind, TIME_LOSS_PAID))
    represented = Claim.representative_name.is_not(None)
    through = _rule(actor, ContactRuleKind.THROUGH_REPRESENTATIVE)
    return (
        paid,
        _there(actor, FrqAnswer, FrqAnswer.voided_at.is_(None), frq_is_positive()),
        or_(_surgery(actor), grounds[Ground.SURGERY]),
        grounds[Ground.PROTEST],
        or_(represented, through, grounds[Ground.REPRESENTATIVE]),
        or_(
            Claim.safety_flag.is_not(None),
            _rule(actor, ContactRuleKind.TWO_PEOPLE),
            grounds[Ground.SAFETY],
        ),
        or_(_marked(actor), grounds[Ground.MENTAL_HEALTH]),
        _other(actor),
    )


def _surgery(actor: Actor | None) -> ColumnElement[bool]:
    """A task about surgery that was not found needless, or a standing note under surgical care."""
    task = _there(
        actor,
        Task,
        or_(Task.kind == TaskKind.SURGERY, Task.standard_work == StandardWork.SURGERY),
        Task.state != TaskState.NOT_NEEDED,
    )
    note = _standing_note(actor, CaseNote.standard_work == StandardWork.SURGERY)
    return or_(task, note)


def _marked(actor: Actor | None) -> ColumnElement[bool]:
    document = _there(actor, Document, Document.mental_health.is_(True))
    return or_(_standing_note(actor, CaseNote.mental_health.is_(True)), document)


def _standing_note(actor: Actor | None, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """A signed note that was neither taken back nor voided."""
    withdrawn = (
        exists()
        .where(
            _seen(actor, NoteEvent),
            NoteEvent.note_id == CaseNote.id,
            among_fixed(NoteEvent.kind, NO_LONGER_STANDING),
        )
        .correlate(CaseNote)
    )
    return _there(actor, CaseNote, CaseNote.signed_at.is_not(None), ~withdrawn, *conditions)


def _rule(actor: Actor | None, kind: ContactRuleKind) -> ColumnElement[bool]:
    return _there(actor, ContactRule, ContactRule.kind == kind, ContactRule.ended_on.is_(None))


def _told(actor: Actor | None, ground: Ground) -> ColumnElement[bool]:
    return _there(
        actor,
        ComplexityGround,
        ComplexityGround.ground == ground,
        ComplexityGround.lifted_at.is_(None),
    )


def _other(actor: Actor | None) -> Any:
    """The words of the first other ground that stands; empty ones where it has none."""
    return (
        select(func.min(func.coalesce(ComplexityGround.remark, "")))
        .where(
            _seen(actor, ComplexityGround),
            ComplexityGround.claim_id == Claim.id,
            ComplexityGround.ground == Ground.OTHER,
            ComplexityGround.lifted_at.is_(None),
        )
        .correlate(Claim)
        .scalar_subquery()
    )


def _there(
    actor: Actor | None, model: Any, *conditions: ColumnElement[bool]
) -> ColumnElement[bool]:
    beside = and_(model.claim_id == Claim.id, *conditions)
    return exists().where(_seen(actor, model), beside).correlate(Claim)


def _seen(actor: Actor | None, model: Any) -> ColumnElement[bool]:
    return true() if actor is None else sees(actor, model)


def _episodes(claim_ids: list[int], actor: Actor | None) -> dict[int, list[EpisodeFact]]:
    rows = db.session.execute(
        select(
            WorkStatusEpisode.claim_id,
            WorkStatusEpisode.work_status,
            WorkStatusEpisode.from_on,
            WorkStatusEpisode.to_on,
        )
        .where(_seen(actor, WorkStatusEpisode), WorkStatusEpisode.claim_id.in_(claim_ids))
        .order_by(WorkStatusEpisode.from_on, WorkStatusEpisode.id)
    )
    found: dict[int, list[EpisodeFact]] = defaultdict(list)
    for claim_id, status, from_on, to_on in rows:
        found[claim_id].append(EpisodeFact(status, from_on, to_on))
    return found


def frq_is_positive() -> ColumnElement[bool]:
    """`domain.frq.is_positive` of the row's answers; a test holds the two equal."""
    many = FrqAnswer.q3_sites >= MANY_SITES
    spread = or_(many, FrqAnswer.q3_low_back_with_leg.is_(True))
    return and_(FrqAnswer.q1.is_(True), FrqAnswer.q2 >= POSITIVE_FROM, spread)
