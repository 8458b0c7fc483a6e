"""The facts of many claims that triage weighs: four SELECTs, however many they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from ohms.clock import day_of
from ohms.domain.actor import Actor
from ohms.domain.frq import Frq, is_positive
from ohms.domain.triage import TriageFacts
from ohms.domain.work_status import EpisodeFact
from ohms.models.medical import (
    ActivityPrescription,
    WorkStatusEpisode,
)
from ohms.models.recovery import FrqAnswer
from ohms.queries.claims_at_triage import ClaimAtTriage, claims_at_triage
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.rounds import Question, Rows, side_by_side
from ohms.queries.scope import (
    visible,
)

# In the order of the fields of `Frq`, as far as they are scored.
FRQ_COLUMNS = (FrqAnswer.q1, FrqAnswer.q2, FrqAnswer.q3_sites, FrqAnswer.q3_low_back_with_leg)


def claims_with_facts(
    actor: Actor, ids: Collection[int]
) -> Question[tuple[list[ClaimAtTriage], dict[int, TriageFacts]]]:
    """The claims of these ids that the actor sees, and the facts of each by its id."""
    rows, told = yield from side_by_side(claims_at_triage(actor, ids), _told_of(actor, ids))
    return rows, {row.id: _facts(actor, row, told) for row in rows}


class _Told(NamedTuple):
    """By claim, in order of days."""

    episodes: Mapping[int, list[tuple[Any, ...]]]
    apfs: Mapping[int, list[tuple[Any, ...]]]
    frqs: Mapping[int, list[tuple[Any, ...]]]


def _told_of(actor: Actor, ids: Collection[int]) -> Question[_Told]:
    wanted = list(ids)
    episodes, apfs, frqs = yield (
        _episodes(actor, claim_ids=wanted),
        _apfs(actor, claim_ids=wanted),
        _frqs(actor, claim_ids=wanted),
    )
    return _Told(_by_claim(episodes), _by_claim(apfs), _by_claim(frqs))


@prepared
def _episodes(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, WorkStatusEpisode)
        .where(WorkStatusEpisode.claim_id.in_(claim_ids))
        .with_only_columns(
            WorkStatusEpisode.claim_id,
            WorkStatusEpisode.work_status,
            WorkStatusEpisode.from_on,
            WorkStatusEpisode.to_on,
        )
        .order_by(WorkStatusEpisode.from_on, WorkStatusEpisode.id)
    )


@prepared
def _apfs(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, ActivityPrescription)
        .where(ActivityPrescription.claim_id.in_(claim_ids))
        .with_only_columns(
            ActivityPrescription.claim_id, ActivityPrescription.from_on, ActivityPrescription.to_on
        )
        .order_by(ActivityPrescription.id)
    )


@prepared
def _frqs(actor: Actor, *, claim_ids: Any) -> AnySelect:
    return (
        visible(actor, FrqAnswer)
        .where(FrqAnswer.claim_id.in_(claim_ids), FrqAnswer.voided_at.is_(None))
        .with_only_columns(FrqAnswer.claim_id, FrqAnswer.answered_on, *FRQ_COLUMNS)
        .order_by(FrqAnswer.id)
    )


def _facts(actor: Actor, row: ClaimAtTriage, told: _Told) -> TriageFacts:
    return TriageFacts(
        today=actor.on_day,
        status=row.status,
        established_on=row.established_on,
        contacted=row.last_contact_on is not None,
        time_loss_told_on=row.time_loss_told_on,
        time_loss_last_on=row.time_loss_last_on,
        reopened_on=day_of(row.reopened_at) if row.reopened_at else None,
        episodes=tuple(EpisodeFact(*episode) for episode in told.episodes[row.id]),
        apfs=tuple((from_on, to_on) for from_on, to_on in told.apfs[row.id]),
        frqs=tuple((day, is_positive(Frq(*answers))) for day, *answers in told.frqs[row.id]),
        roa_complete=row.roa_complete,
        called_on=row.called_on,
        interpreter_needed=bool(row.interpreter_needed),
        language=row.language,
    )


def _by_claim(rows: Rows) -> dict[int, list[tuple[Any, ...]]]:
    grouped: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for claim_id, *rest in rows:
        grouped[claim_id].append(tuple(rest))
    return grouped
