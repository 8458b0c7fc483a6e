"""Bulk acts on tasks: picked on the list or all of its filter, done or given another due day, previewed
first. Passing on: `passing_on.py`. Their outcome and undo: `blueprints/lists/bulk.py`."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ohms.blueprints.tasks.forms import DAY_HINT
from ohms.blueprints.tasks.listing import read_filter
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.bulk_tasks import finish_tasks, move_due_days
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import MOST_AT_ONCE, BulkKind
from ohms.domain.calendar import written
from ohms.domain.errors import RuleBroken
from ohms.queries.bulk import foreseen_of_tasks
from ohms.queries.reassigning import task_ids_matching
from ohms.web.access import current_actor, requires
from ohms.web.bulk_preview import Preview, PreviewForm
from ohms.web.errors import Answer
from ohms.web.fields import DayField, LineField, chosen_id
from ohms.web.reading import shown

KINDS = {"done": BulkKind.FINISH_TASKS, "due": BulkKind.MOVE_DUE_DAYS}
PREVIEW = Preview("/tasks", ("task", "all", "to", "act", "tasks", "due_by"))


class BulkForm(PreviewForm):
    due_by = DayField("Due")
    word = LineField("How, in a word")

    @property
    def kind(self) -> BulkKind:
        return KINDS.get(str(self.act.data), BulkKind.FINISH_TASKS)


@blueprint.get("/tasks/bulk")
@requires(Permission.TASK_WRITE, reads="preview_bulk_act")
def preview_bulk_act() -> Response | str:
    actor = current_actor()
    ids = picked_tasks(actor, MOST_AT_ONCE)
    form = BulkForm(formdata=None, act=request.args.get("act", "done"))
    form.due_by.process(request.args)
    form.due_by.validate(form)
    return PREVIEW.looked_at(ids, lambda: _preview(actor, form, ids))


@blueprint.post("/tasks/bulk")
@requires(Permission.TASK_WRITE)
def act_in_bulk() -> Answer:
    actor, form = current_actor(), BulkForm()
    return PREVIEW.confirmed(
        form, lambda: _act(actor, form), lambda: _preview(actor, form, list(form.picked))
    )


def picked_tasks(actor: Actor, most: int) -> list[int]:
    """The ticked ones, or all of the filter."""
    if request.args.get("all") == "yes":
        return task_ids_matching(actor, read_filter(actor), most)
    told = request.args.get("tasks", "").split(",") + request.args.getlist("task")
    return [id_ for each in told if (id_ := chosen_id(each)) is not None]


def _act(actor: Actor, form: BulkForm) -> int:
    if form.kind is BulkKind.FINISH_TASKS:
        return finish_tasks(actor, form.picked, word=form.word.data, key=form.key)
    if form.due_by.data is None:
        raise RuleBroken("Enter the new due day.", field="due_by")
    return move_due_days(actor, form.picked, due_by=form.due_by.data, key=form.key)


def _preview(actor: Actor, form: BulkForm, ids: list[int]) -> str:
    is_due = form.kind is BulkKind.MOVE_DUE_DAYS
    due_by = form.due_by.data if is_due else None
    rows = foreseen_of_tasks(actor, form.kind, ids[:MOST_AT_ONCE], due_by)
    form.rows.data = ",".join(f"{row.task.id}.{row.task.version}" for row in rows)
    shown(claim_ids=sorted({row.task.claim_id for row in rows}))
    is_told = due_by is not None or not is_due
    return render_template(
        "tasks/bulk.html",
        form=form,
        rows=rows,
        act="due" if is_due else "done",
        action="/tasks/bulk",
        confirmed_at=PREVIEW.with_the_list("/tasks/bulk"),
        what="Set the due day of tasks" if is_due else "Mark tasks done",
        outcome=(f"Due {written(due_by)}" if due_by else "Done") if is_told else "",
        would=f"be due {written(due_by)}" if due_by else "be done",
        press="Set" if is_due else "Mark",
        due_by=due_by,
        hidden={"due_by": due_by.isoformat()} if due_by else {},
        hint=DAY_HINT,
        kept=PREVIEW.kept,
        ids=",".join(str(row.task.id) for row in rows),
        back=PREVIEW.back,
    )
