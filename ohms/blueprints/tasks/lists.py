"""The list of tasks and its export."""

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ohms.blueprints.tasks import undoing
from ohms.blueprints.tasks.listing import letters_of, listing_for, read_filter, told_filter
from ohms.blueprints.tasks.room import blueprint
from ohms.domain import bulk, tasks
from ohms.domain.access import Permission
from ohms.domain.actor import check_may
from ohms.domain.lists import ListName
from ohms.queries.people import colleagues
from ohms.queries.rounds import ask
from ohms.queries.task_filter import Whose
from ohms.queries.tasks import ListedTask, every_listed_task, task_page
from ohms.web.access import current_actor, requires
from ohms.web.exports import password_again
from ohms.web.filter_picks import filter_pick, nothing_listed
from ohms.web.filter_words import DUE, OWNERS, STATES
from ohms.web.filters import link_to, turning
from ohms.web.lists import (
    Exported,
    filter_args,
    first_opened,
    list_frame,
    rows_of,
    taken_out,
)
from ohms.web.reading import shown

EXPORTED = (
    "task",
    "claim_number",
    "worker_last_name",
    "worker_first_name",
    "due_by",
    "overdue_business_days",
    "state",
    "standard_work",
    "owner",
    "waiting_on",
    "waiting_since_on",
    "appears_on",
    "kind",
    "because",
)


USUAL = ("due", "claim", "worker", "standard_work", "state", "waiting")
"""The columns where nobody chose others; of several people with the owner."""
SORTED_BY = {"due": "due_by", "claim": "claim"}


@blueprint.get("/tasks")
@requires(Permission.TASK_READ, reads="list_tasks")
def index() -> str | Redirect:
    actor = current_actor()
    asked = told_filter(actor)
    frame = list_frame(actor, ListName.TASKS, _usual(asked.whose))
    if opens_with := first_opened(frame):
        return redirect(opens_with, 303)
    letters = letters_of(actor)
    if letters.leads_on:
        return letters.leads_on
    page = nothing_listed() if letters.problems else task_page(actor, asked)
    shown(claim_ids=_claims_of(page.rows), detail={"total": page.total})
    state = {**request.args.to_dict(), "after": None}
    return render_template(
        "tasks/index.html",
        listing=listing_for(actor, asked, letters),
        frame=frame,
        sorted_by=SORTED_BY,
        page=page,
        states=[(state.value, text) for state, text in STATES.items()],
        dues=[(due.value, text) for due, text in DUE.items()],
        may_write=actor.may(Permission.TASK_WRITE),
        may_pass_on=actor.may(Permission.TASK_REASSIGN),
        passed_to=filter_pick("to", "To", ask(colleagues(actor)), blank="Choose"),
        filter_args=filter_args(),
        bulk_limit=bulk.MOST_AT_ONCE,
        pass_on_limit=tasks.MOST_AT_ONCE,
        may_export=_may_export(asked.whose),
        export_href=link_to("/tasks.csv", state),
        workbook_href=link_to("/tasks.xlsx", state),
        back=link_to("/tasks", request.args.to_dict()),
        undo=undoing.what_may_be_undone(),
        **turning(page),
    )


@taken_out(blueprint, "/tasks", Permission.CLAIM_EXPORT, reads="export_tasks")
def export() -> Exported:
    actor = current_actor()
    asked = read_filter(actor)
    if asked.whose is Whose.ANYONE:
        check_may(actor, Permission.CLAIM_EXPORT_COHE)
    if asked.whose not in (Whose.ME, Whose.COVERED):
        password_again()
    rows = list(every_listed_task(actor, asked))
    shown(claim_ids=_claims_of(rows), detail={"lines": len(rows)})
    chips = [text for text, _href in listing_for(actor, asked).chips]
    what = f"Tasks, {OWNERS[asked.whose]}"
    lines = rows_of(EXPORTED, map(_line, rows))
    return Exported(ListName.TASKS, what, chips, asked.sort, EXPORTED, lines)


def _usual(whose: Whose) -> tuple[str, ...]:
    several = whose in (Whose.ANYONE, Whose.COVERED)
    return (*USUAL[:-1], "owner", USUAL[-1]) if several else USUAL


def _line(row: ListedTask) -> list[object]:
    overdue = row.overdue_on(current_actor().on_day)
    return [
        row.title,
        row.claim_number,
        row.last_name,
        row.first_name,
        row.due_by,
        overdue or None,
        row.state,
        row.standard_work,
        row.owner,
        row.waiting_on,
        row.waiting_since_on,
        row.appears_on,
        row.kind,
        row.because,
    ]


def _claims_of(rows: list[ListedTask]) -> list[int]:
    return sorted({row.claim_id for row in rows})


def _may_export(whose: Whose) -> bool:
    anyone = whose is Whose.ANYONE
    wanted = Permission.CLAIM_EXPORT_COHE if anyone else Permission.CLAIM_EXPORT
    return current_actor().may(wanted)
