"""The assistants' lane: low claims are low by their facts, and no assistant answers for another."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from ohms.domain.complexity import against_low, low_until
from ohms.domain.values import Complexity
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.coverage import Coverage
from ohms.models.providers import ProviderAssignment
from ohms.models.tasks import Task
from ohms.queries.assistants import is_assistant_only
from ohms.queries.lane import holds
from ohms.queries.low_complexity import low_facts
from ohms.queries.task_filter import in_an_open_state


def forbidden_low(today: date) -> Iterator[str]:
    """A claim whose days off have ended it since may still be stored as low: it is so no longer by
    comparing days, and passes with the claim's next change or the feed's next file."""
    rows = db.session.execute(
        select(Claim.id, Claim.claim_number, Claim.low_until_on)
        .where(Claim.complexity == Complexity.LOW)
        .order_by(Claim.claim_number)
    ).all()
    facts = low_facts([row.id for row in rows], today)
    for row in rows:
        until = low_until(facts[row.id].episodes)
        if row.low_until_on != until:
            yield f"claim {row.claim_number}: low_until_on is {row.low_until_on}, its facts say {until}"
        elif against_low(facts[row.id]) and not _is_over(until, today):
            yield f"claim {row.claim_number}: low complexity, and a fact forbids it"


def assistants_who_answer(today: date) -> Iterator[str]:
    """Open tasks, claims, providers and covers of somebody who is an assistant and no more."""
    task = (
        select(Claim.claim_number)
        .join(Task, Task.claim_id == Claim.id)
        .where(
            in_an_open_state(),
            Claim.complexity != Complexity.LOW,
            is_assistant_only(Task.owner_id, Task.cohe_id, today),
        )
    )
    for number in db.session.execute(task.order_by(Claim.claim_number)).scalars():
        yield f"claim {number}: not of low complexity, and an assistant has a task of it"
    given: Any = select(Claim.claim_number).where(
        Claim.assigned_to_id.is_not(None),
        is_assistant_only(Claim.assigned_to_id, Claim.cohe_id, today),
    )
    for number in db.session.execute(given.order_by(Claim.claim_number)).scalars():
        yield f"claim {number}: given to an assistant"
    for model, staff_id in (
        (ProviderAssignment, ProviderAssignment.staff_id),
        (Coverage, Coverage.covering_id),
    ):
        of_assistants = select(model.id).where(
            holds(model, today), is_assistant_only(staff_id, model.cohe_id, today)
        )
        for id_ in db.session.execute(of_assistants.order_by(model.id)).scalars():
            yield f"{model.__tablename__} {id_}: an assistant answers by it"


def _is_over(until: date | None, today: date) -> bool:
    return until is not None and until < today
