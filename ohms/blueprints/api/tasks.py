"""Tasks: read as the task list has them, written by hand, ended over the version that was read."""

from datetime import date
from typing import Any

from flask import Response

from ohms.blueprints.api.casework_schemas import one_of
from ohms.blueprints.api.paging import PAGING, going_on, paged
from ohms.blueprints.api.room import asked, blueprint
from ohms.blueprints.api.schemas import SCHEMAS
from ohms.commands.tasks import finish_task, set_task_not_needed, write_task
from ohms.domain.access import Permission
from ohms.domain.api_tokens import TokenScope
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import StandardWork, TaskState
from ohms.queries.claims import claim_by_number
from ohms.queries.task_details import TaskDetails, task_details
from ohms.queries.task_filter import Due, StateFilter, TaskFilter, Whose, default_whose
from ohms.queries.tasks import SORTS, ListedTask, task_page
from ohms.web.access import current_actor
from ohms.web.api_answers import answered, key_named, version_named
from ohms.web.api_bodies import sent_as
from ohms.web.api_routes import Parameter, operation
from ohms.web.reading import shown

ONE = "/tasks/<int(max=2147483647):task_id>"
SORTED_BY = [*SORTS, *(f"-{name}" for name in SORTS)]
WHOSE = [each.value for each in Whose if each is not Whose.ONE]


@operation(
    blueprint,
    "GET",
    "/tasks",
    Permission.TASK_READ,
    reads="list_tasks",
    leaves="export_program_tasks",
    says="Tasks, as the task list has them",
    answers="TaskPage",
    scope=TokenScope.TASKS_READ,
    parameters=(
        Parameter(
            "whose",
            {"enum": WHOSE},
            "One's own (of who works on claims, else so), those that one covers, anyone's in sight",
        ),
        Parameter(
            "state", one_of(StateFilter), "Open (else so) takes to do, in progress and waiting"
        ),
        Parameter("due", one_of(Due), "By the due day"),
        Parameter("claim", {"type": "string", "maxLength": 12}, "Of this claim number"),
        Parameter("sort", {"enum": SORTED_BY}, "`-` reverses"),
        *PAGING,
    ),
)
def list_tasks_of_claims() -> Response:
    actor, told = current_actor(), asked()
    wanted = TaskFilter(
        whose=Whose(told["whose"]) if "whose" in told else default_whose(actor),
        state=StateFilter(told.get("state", StateFilter.OPEN)),
        due=Due(told["due"]) if "due" in told else None,
        claim=told.get("claim", ""),
        sort=told.get("sort", "due_by"),
        after=told.get("after"),
        per_page=told.get("per_page", 50),
    )
    page = going_on(task_page(actor, wanted))
    claims = sorted({row.claim_id for row in page.rows})
    shown(claim_ids=claims, detail={"total": page.total})
    return answered(paged(page, _listed))


@operation(
    blueprint,
    "POST",
    "/tasks",
    Permission.TASK_WRITE,
    says="Write a task on a claim; its owner is who answers for the claim",
    answers="Made",
    scope=TokenScope.TASKS_WRITE,
    takes="NewTask",
    status=201,
    with_key=True,
)
def add_task() -> Response:
    actor = current_actor()
    told = sent_as(SCHEMAS["NewTask"])
    key = key_named(actor, told)
    try:
        claim = claim_by_number(actor, told["claim_number"])
    except NotFound:
        raise RuleBroken("No such claim is in your sight.", field="claim_number") from None
    made = write_task(
        actor,
        claim.id,
        title=told["title"],
        due_by=date.fromisoformat(told["due_by"]),
        appears_on=date.fromisoformat(told["appears_on"]) if "appears_on" in told else None,
        standard_work=StandardWork(told["standard_work"]) if "standard_work" in told else None,
        key=key,
    )
    return answered({"id": made}, status=201)


@operation(
    blueprint,
    "GET",
    ONE,
    Permission.TASK_READ,
    reads="read_task",
    leaves="export_program_tasks",
    says="One task",
    answers="CaseTask",
    scope=TokenScope.TASKS_READ,
    has_version=True,
)
def read_case_task(task_id: int) -> Response:
    return _answered(task_details(current_actor(), task_id))


@operation(
    blueprint,
    "PUT",
    f"{ONE}/state",
    Permission.TASK_WRITE,
    says="End a task: done, or not needed with a reason",
    answers="CaseTask",
    scope=TokenScope.TASKS_WRITE,
    takes="TaskEnd",
    has_version=True,
    over_version=True,
)
def end_task(task_id: int) -> Response:
    actor, version = current_actor(), version_named()
    told = sent_as(SCHEMAS["TaskEnd"])
    if told["state"] == TaskState.DONE:
        finish_task(actor, task_id, word=told.get("reason"), version=version)
    else:
        set_task_not_needed(actor, task_id, reason=told.get("reason", ""), version=version)
    return _answered(task_details(actor, task_id))


def _answered(told: TaskDetails) -> Response:
    listed = told.listed
    shown(claim_id=listed.claim_id, object_type="task", object_id=listed.id)
    body = {**_listed(listed), "version": told.version, "reason": told.reason}
    return answered(body, version=told.version)


def _listed(row: ListedTask) -> dict[str, Any]:
    return {
        "id": row.id,
        "claim_number": row.claim_number,
        "title": row.title,
        "state": row.state,
        "due_by": row.due_by.isoformat(),
        "appears_on": row.appears_on.isoformat(),
        "standard_work": row.standard_work,
        "waiting_on": row.waiting_on,
        "owner": row.owner,
    }
