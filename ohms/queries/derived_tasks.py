"""The derived tasks as they are stored, what they lack, and who answers for them.

For many claims at once and whatever the actor sees: these tasks are the claim's, not the person's.
Asked under an open door only, by commands, bulk units and `ohms check`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import or_, select

from ohms.domain.calendar import pacific_day
from ohms.domain.derived_tasks import COORDINATED
from ohms.domain.derived_tasks import derived_tasks as derived_from
from ohms.domain.referral_tasks import StepFact, tasks_of_referrals
from ohms.domain.referrals import UNDER_WAY
from ohms.domain.task_facts import ClaimFacts
from ohms.domain.task_keeping import Add, KeptTask, Step, steps_to
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.referrals import Referral
from ohms.models.tasks import Task
from ohms.queries.owners import owners_of
from ohms.queries.prepared import AnySelect, prepared
from ohms.queries.referral_facts import steps_of_referrals
from ohms.queries.rounds import Question, ask, ask_all, side_by_side
from ohms.queries.task_facts import facts_of_few, facts_of_many
from ohms.queries.task_filter import in_an_open_state

AT_ONCE = 5_000  # values in one IN list
FEW = 100  # claims of which the tables tell in one statement


def claims_with_derived_tasks() -> list[int]:
    """Every claim whose facts may ask for a task, or that has an open one of this kind."""
    stored = select(Task.claim_id).where(Task.derived_key.is_not(None), in_an_open_state())
    asking = select(Claim.id).where(
        or_(
            Claim.coordination.in_(COORDINATED),
            Claim.id.in_(stored),
            Claim.id.in_(select(Referral.claim_id).where(Referral.step.in_(UNDER_WAY))),
        )
    )
    return list(db.session.execute(asking.order_by(Claim.id)).scalars())


def steps_of(claim_ids: Iterable[int], day: date) -> Iterator[tuple[int, int | None, Step]]:
    """What the stored tasks of claims lack as of a day: claim, its owner of new ones, and the step.

    A task that nobody could own, where no coordinator answers and no supervisor is, is not missed.
    """
    listed = sorted(set(claim_ids))
    for start in range(0, len(listed), AT_ONCE):
        some = listed[start : start + AT_ONCE]
        facts, kept, referrals = _told_and_kept(some)
        steps = [
            (claim_id, step)
            for claim_id in some
            if claim_id in facts
            for step in _steps(facts[claim_id], referrals[claim_id], kept[claim_id], day)
        ]
        owner = owners_of({claim_id for claim_id, step in steps if isinstance(step, Add)}, day)
        for claim_id, step in steps:
            if not isinstance(step, Add) or owner[claim_id] is not None:
                yield claim_id, owner.get(claim_id), step


def steps_of_claim(claim_id: int, day: date) -> Question[list[Step]]:
    """The same of one claim, for who asks more about it; whoever takes the steps asks for the owner."""
    facts, kept, referrals = yield from side_by_side(
        facts_of_few([claim_id]), _kept([claim_id]), steps_of_referrals([claim_id])
    )
    return list(_steps(facts[claim_id], referrals[claim_id], kept[claim_id], day))


def _steps(
    facts: ClaimFacts, referrals: Sequence[StepFact], kept: list[KeptTask], day: date
) -> Iterator[Step]:
    return steps_to([*derived_from(facts), *tasks_of_referrals(referrals)], kept, day)


def _told_and_kept(
    claim_ids: list[int],
) -> tuple[
    Mapping[int, ClaimFacts], Mapping[int, list[KeptTask]], Mapping[int, Sequence[StepFact]]
]:
    """Of a few claims all tables tell in one statement; of many each in its own, which reads faster."""
    kept, referrals = _kept(claim_ids), steps_of_referrals(claim_ids)
    if len(claim_ids) <= FEW:
        return ask_all(facts_of_few(claim_ids), kept, referrals)
    return facts_of_many(claim_ids), ask(kept), ask(referrals)


def _kept(claim_ids: list[int]) -> Question[dict[int, list[KeptTask]]]:
    """One for each key: of several (an old one ended by a person, say) the open, else the newest."""
    (rows,) = yield (_stored(None, claim_ids=claim_ids),)
    by_key: dict[int, dict[str, KeptTask]] = defaultdict(dict)
    for claim_id, *columns, finished_at in rows:
        kept = KeptTask(*columns)
        earlier = by_key[claim_id].get(kept.key)
        ended_on = pacific_day(finished_at) if kept.ended_by_person else None
        ended_before = earlier.ended_on if earlier else None
        by_key[claim_id][kept.key] = replace(kept, ended_on=ended_on or ended_before)
    return defaultdict(list, {claim: list(kept.values()) for claim, kept in by_key.items()})


@prepared
def _stored(_actor: None, *, claim_ids: Any) -> AnySelect:
    return (
        select(
            Task.claim_id,
            Task.id,
            Task.derived_key,
            Task.state,
            Task.title,
            Task.because,
            Task.due_by,
            Task.appears_on,
            Task.derived_due_by,
            Task.shows_until_on,
            Task.finished_by_id.is_not(None),
            Task.finished_at,
        )
        .where(Task.claim_id.in_(claim_ids), Task.derived_key.is_not(None))
        .order_by(Task.finished_at.is_(None), Task.id)
    )
