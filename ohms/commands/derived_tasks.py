"""Derived tasks brought to the facts: of one claim within a command, of many within a bulk unit.

What the facts ask for is `domain/derived_tasks.py`'s to say, and what to do with stored ones
`domain/task_keeping.py`'s. New ones belong to whoever answers for the claim on the day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from ohms import clock
from ohms.commands.audit import Entry
from ohms.commands.refusals import done_again
from ohms.commands.unit_of_work import bulk_unit
from ohms.domain.task_keeping import Add, Change, Close, Step, because_of
from ohms.domain.tasks import OPEN
from ohms.domain.values import TaskState
from ohms.extensions import db
from ohms.models.claims import Claim
from ohms.models.tasks import Task
from ohms.queries.derived_tasks import AT_ONCE, claims_with_derived_tasks, steps_of
from ohms.queries.held_claims import held
from ohms.queries.owners import owners_of

TASK: Any = Task.__table__
Values = dict[str, Any]


def derive_tasks(claim: Claim, steps: Sequence[Step], day: date) -> None:
    """Bring the tasks of one loaded claim to its facts by these steps, each change an audit entry of the
    command it happens in.

    Inside an open door; the claim's facts are flushed, and the caller refreshes its summaries.
    """
    is_any_new = any(isinstance(step, Add) for step in steps)
    owner_id = owners_of({claim.id}, day)[claim.id] if is_any_new else None
    for step in steps:
        if isinstance(step, Add):
            if owner_id is not None:
                values = _added(step, owner_id)
                db.session.add(Task(claim_id=claim.id, cohe_id=claim.cohe_id, **values))
            continue
        task = db.session.execute(select(Task).where(Task.id == step.kept.id)).scalar_one()
        for name, value in _changed(step).items():
            setattr(task, name, value)
    db.session.flush()


def derive_tasks_of(claim_ids: Iterable[int], day: date) -> int:
    """The tasks of many claims and the summaries they change, inside a bulk unit; how many tasks.

    The claims are held until the unit ends, so that no command derives the same task beside it.
    """
    cohes = _held(claim_ids)
    added: list[Values] = []
    changed: list[Values] = []
    touched: set[int] = set()
    for claim_id, owner_id, step in steps_of(cohes, day):
        touched.add(claim_id)
        if isinstance(step, Add):
            of_claim = {"claim_id": claim_id, "cohe_id": cohes[claim_id], "version": 1}
            added.append({**of_claim, **_added(step, owner_id)})
        else:
            changed.append({"of_id": step.kept.id, **_changed(step)})
    if added:
        db.session.connection().execute(insert(TASK), added)
    _change(changed)
    refresh_task_summaries(touched)
    return len(touched)


def derive_all_tasks(day: date) -> int:
    """Those of every claim, inside a bulk unit; how many claims got or lost any."""
    return derive_tasks_of(claims_with_derived_tasks(), day)


@done_again
def bring_tasks_to_facts(day: date) -> int:
    """A unit of its own for a database whose tasks an older OHMS kept, or kept none; how many claims
    changed. Done again it changes nothing."""
    with bulk_unit("bring_tasks_to_facts", None) as unit:
        claims = derive_all_tasks(day)
        if claims:
            unit.entries.append(Entry("bring_tasks_to_facts", detail={"claims": claims}))
    return claims


def _added(step: Add, owner_id: int | None) -> Values:
    task = step.task
    return {
        "owner_id": owner_id,
        "title": task.title,
        "standard_work": task.standard_work,
        "kind": task.kind,
        "state": TaskState.TO_DO,
        "due_by": task.due_by,
        "appears_on": task.appears_on,
        "shows_until_on": task.shows_until_on,
        "origin": "derived",
        "derived_key": task.key,
        "derived_due_by": task.due_by,
        "because": because_of(task),
        "written_at": clock.now(),
    }


def _changed(step: Step) -> Values:
    if isinstance(step, Close):
        return _closed(step)
    assert isinstance(step, Change)
    values = {
        "title": step.task.title,
        "because": because_of(step.task),
        "due_by": step.due_by,
        "appears_on": step.appears_on,
        "derived_due_by": step.task.due_by,
        "shows_until_on": step.task.shows_until_on,
    }
    return values | (OPEN_AGAIN if step.opens_again else {})


OPEN_AGAIN = {
    "state": TaskState.TO_DO,
    "finished_at": None,
    "reason": None,
    "evidence_text": None,
    "evidence_note_id": None,
    "evidence_document_id": None,
    "evidence_apf_id": None,
}


def _closed(step: Close) -> Values:
    evidence = step.evidence
    return {
        "state": TaskState.DONE if evidence else TaskState.NOT_NEEDED,
        "finished_at": clock.now(),
        "waiting_on": None,
        "waiting_since_on": None,
        "reason": step.reason,
        "evidence_text": evidence.said if evidence else None,
        "evidence_note_id": evidence.note_id if evidence else None,
        "evidence_document_id": evidence.document_id if evidence else None,
        "evidence_apf_id": evidence.apf_id if evidence else None,
    }


def _held(claim_ids: Iterable[int]) -> dict[int, int]:
    """The claims' COHEs, their rows locked in one order."""
    listed = sorted(set(claim_ids))
    cohes: dict[int, int] = {}
    for start in range(0, len(listed), AT_ONCE):
        some = select(Claim.id, Claim.cohe_id).where(Claim.id.in_(listed[start : start + AT_ONCE]))
        rows = db.session.execute(held(some.order_by(Claim.id)))
        cohes.update((row.id, row.cohe_id) for row in rows)
    return cohes


def _change(rows: list[Values]) -> None:
    """One statement for each set of columns; whoever has the form of such a task open is told."""
    alike: dict[tuple[str, ...], list[Values]] = defaultdict(list)
    for row in rows:
        alike[tuple(row)].append(row)
    for names, some in alike.items():
        values: Values = {
            name: bindparam(f"new_{name}", type_=TASK.c[name].type)
            for name in names
            if name != "of_id"
        }
        statement = update(TASK).where(TASK.c.id == bindparam("of_id")).values(values)
        db.session.connection().execute(
            statement.values(version=TASK.c.version + 1),
            [{n if n == "of_id" else f"new_{n}": v for n, v in row.items()} for row in some],
        )


def refresh_task_summaries(claim_ids: Collection[int]) -> None:
    """Next due and open tasks inside a bulk unit, as `refresh_claim` has them of one claim."""
    claim: Any = Claim.__table__
    is_open = TASK.c.claim_id == claim.c.id, TASK.c.state.in_(OPEN)
    listed = sorted(claim_ids)
    for start in range(0, len(listed), AT_ONCE):
        db.session.connection().execute(
            update(claim)
            .where(claim.c.id.in_(listed[start : start + AT_ONCE]))
            .values(
                next_due_by=select(func.min(TASK.c.due_by)).where(*is_open).scalar_subquery(),
                open_tasks=select(func.count()).where(*is_open).scalar_subquery(),
            )
        )
