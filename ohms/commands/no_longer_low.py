"""A claim that is of low complexity no longer: its coordinator answers, the assistant may finish.

Source: design.md section 5, "Complexity". A fact raises it in the transaction that brings the fact,
and is never refused: `refresh_claim` asks for one claim, the feed for those of a batch.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from sqlalchemy import select

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.derived_tasks import refresh_task_summaries
from ohms.commands.lingering_sight import let_finish
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit, note_entry
from ohms.domain.actor import Actor
from ohms.domain.complexity import (
    against_low,
    finishes_until,
    low_until,
)
from ohms.domain.values import Complexity, TaskKind, TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.assistants import assistants_of, tasks_held_by_assistants
from ohms.queries.guard import unscoped
from ohms.queries.low_complexity import AT_ONCE, low_facts
from ohms.queries.owners import owners_of
from ohms.queries.rounds import ask, asked

TAKE_OVER = "Take the claim over from the assistant: it is of low complexity no longer"
LONGEST_BECAUSE = 200


def raise_where_forbidden(claims: Iterable[Claim], day: date) -> list[Claim]:
    """Bring the complexity of loaded claims to their facts; those that were low and are no longer.

    Inside an open door and unscoped: the facts count whatever the actor sees.
    """
    low = [claim for claim in claims if claim.complexity is Complexity.LOW]
    facts = low_facts([claim.id for claim in low], day) if low else {}
    raised = []
    for claim in low:
        if reasons := against_low(facts[claim.id]):
            hand_over(claim, day, "; ".join(reasons))
            raised.append(claim)
        else:
            claim.low_until_on = low_until(facts[claim.id].episodes)
    return raised


def take_from_assistants(claim: Claim, held: Sequence[int], day: date) -> None:
    """Open tasks of a loaded claim that is not low are no assistant's, however they came to be `held` by
    one (opened again, say): they are its coordinator's. Inside an open door and unscoped."""
    if claim.complexity is Complexity.LOW or not held:
        return
    owner_id = owners_of({claim.id}, day)[claim.id]
    for task in _tasks(held):
        task.owner_id = owner_id or task.owner_id


def hand_over(claim: Claim, day: date, because: str, *, told: bool = True) -> None:
    """Make a loaded low claim a standard one. Its coordinator has the assistant's open tasks and,
    where they have to be `told`, a task that says why; the assistants keep sight to finish."""
    claim.complexity, claim.low_until_on = Complexity.STANDARD, None
    with unscoped("answerability passes, whatever the actor sees"):
        _hand_over(claim, day, because, told=told)


def _hand_over(claim: Claim, day: date, because: str, *, told: bool) -> None:
    coordinator_id = owners_of({claim.id}, day)[claim.id]
    if coordinator_id is None:
        return  # nobody is there who could answer: `ohms check` tells of the claim
    (held,) = ask(asked(tasks_held_by_assistants(None, claim_id=claim.id, day=day)))
    tasks = _tasks([row.id for row in held])
    assistants = {*assistants_of(coordinator_id, claim.cohe_id, day), *(t.owner_id for t in tasks)}
    for task in tasks:
        task.owner_id = coordinator_id
    let_finish(claim, sorted(assistants), coordinator_id, day)
    if told:
        db.session.add(_take_over(claim, coordinator_id, day, because))
    db.session.flush()


def take_back_from_low(actor: Actor, claim: Claim, because: str) -> None:
    """A person makes a loaded claim a standard one; who does it as its coordinator knows why."""
    if claim.complexity is not Complexity.LOW:
        claim.complexity = Complexity.STANDARD
        return
    with unscoped("answerability passes, whatever the actor sees"):
        coordinator_id = owners_of({claim.id}, actor.on_day)[claim.id]
    hand_over(claim, actor.on_day, because, told=coordinator_id != actor.staff_id)


def raise_low_claims(claim_ids: Collection[int], day: date) -> int:
    """Of many claims, inside a bulk unit: those that facts forbid to be low; how many were raised.

    With them go the claims whose days off have ended low complexity since: nothing runs at midnight.
    """
    over = select(Claim.id).where(Claim.low_until_on < day)
    listed = sorted({*claim_ids, *db.session.execute(over).scalars()})
    raised: list[Claim] = []
    for start in range(0, len(listed), AT_ONCE):
        raised += raise_where_forbidden(_low_ones(listed[start : start + AT_ONCE]), day)
    for claim in raised:
        entry = Entry("raise_complexity", "claim", claim.id, claim.id, cohe_id=claim.cohe_id)
        note_entry(entry)
    db.session.flush()
    refresh_task_summaries({claim.id for claim in raised})
    return len(raised)


@done_again
def bring_complexity_to_facts(day: date) -> int:
    """A unit of its own for a database that an older OHMS kept: every low claim; how many were
    raised. Done again it changes nothing."""
    with bulk_unit("bring_complexity_to_facts", None) as unit:
        low = select(Claim.id).where(Claim.complexity == Complexity.LOW)
        raised = raise_low_claims(list(db.session.execute(low).scalars()), day)
        if raised:
            detail = {"claims": raised}
            unit.entries.append(Entry("bring_complexity_to_facts", detail=detail))
    return raised


def _low_ones(claim_ids: list[int]) -> Sequence[Claim]:
    statement = (
        select(Claim)
        .where(Claim.id.in_(claim_ids), Claim.complexity == Complexity.LOW)
        .order_by(Claim.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.execute(statement).scalars().all()


def _tasks(task_ids: Sequence[int]) -> Sequence[Task]:
    if not task_ids:
        return ()
    statement = select(Task).where(Task.id.in_(task_ids)).order_by(Task.id)
    return db.session.execute(statement).scalars().all()


def _take_over(claim: Claim, coordinator_id: int, day: date, because: str) -> Task:
    return Task(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        owner_id=coordinator_id,
        title=TAKE_OVER,
        kind=TaskKind.REVIEW,
        state=TaskState.TO_DO,
        due_by=finishes_until(day),
        appears_on=day,
        origin="delegated",
        because=because[:LONGEST_BECAUSE],
        written_at=clock.now(),
    )
