"""Bulk acts on tasks: picked on the list or all of its filter, done or given another due day, previewed
first. Their outcome and undo: `blueprints/lists/bulk.py`."""

from collections.abc import Mapping

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response
from wtforms import HiddenField

from ohms.blueprints.tasks.forms import DAY_HINT
from ohms.blueprints.tasks.listing import read_filter
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.bulk_tasks import finish_tasks, move_due_days
from ohms.domain.access import Actor, Permission
from ohms.domain.bulk import MOST_AT_ONCE, BulkKind, check_number
from ohms.domain.errors import RuleBroken
from ohms.queries.bulk import foreseen_of_tasks
from ohms.queries.reassigning import task_ids_matching
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import DayField, LineField, chosen_id
from ohms.web.filters import link_to
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

KINDS = {"done": BulkKind.FINISH_TASKS, "due": BulkKind.MOVE_DUE_DAYS}
OF_THE_BAR = ("task", "all", "to", "act", "tasks", "due_by")
"""What the list's bar says beside the filter that it stands under."""


class BulkForm(OhmsForm):
    """Confirms a preview: its tasks as id.version with commas between."""

    tasks = HiddenField()
    act = HiddenField()
    due_by = DayField("Due")
    word = LineField("How, in a word")

    @property
    def kind(self) -> BulkKind:
        return KINDS.get(str(self.act.data), BulkKind.FINISH_TASKS)

    @property
    def picked(self) -> Mapping[int, int | None]:
        """Each task with the version that was looked at."""
        said = [each.partition(".") for each in str(self.tasks.data or "").split(",")]
        told = {chosen_id(id_): chosen_id(version) for id_, _dot, version in said}
        return {id_: version for id_, version in told.items() if id_ is not None}


@blueprint.get("/tasks/bulk")
@requires(Permission.TASK_WRITE, reads="preview_bulk_act")
def preview_bulk_act() -> Response | str:
    actor = current_actor()
    ids = _picked(actor)
    try:
        check_number(len(ids))
    except RuleBroken as broken:
        flash(broken.message, "bad")
        return go(_list(), 303)
    due_by = filters.day(request.args, "due_by")
    form = BulkForm(formdata=None, act=request.args.get("act", "done"), due_by=due_by)
    return _preview(actor, form, ids)


@blueprint.post("/tasks/bulk")
@requires(Permission.TASK_WRITE)
def act_in_bulk() -> Answer:
    actor, form, made = current_actor(), BulkForm(), list[int]()
    if form.validate() and form.carried_out(lambda: made.append(_act(actor, form))):
        return go(url_for("lists.show_bulk_act", bulk_act_id=made[0]), 303)
    return _preview(actor, form, list(form.picked)), 422


def _act(actor: Actor, form: BulkForm) -> int:
    if form.kind is BulkKind.FINISH_TASKS:
        return finish_tasks(actor, form.picked, word=form.word.data, key=form.key)
    if form.due_by.data is None:
        raise RuleBroken("Enter the new due day.", field="due_by")
    return move_due_days(actor, form.picked, due_by=form.due_by.data, key=form.key)


def _preview(actor: Actor, form: BulkForm, ids: list[int]) -> str:
    due_by = form.due_by.data if form.kind is BulkKind.MOVE_DUE_DAYS else None
    rows = foreseen_of_tasks(actor, form.kind, ids[:MOST_AT_ONCE], due_by)
    form.tasks.data = ",".join(f"{row.task.id}.{row.task.version}" for row in rows)
    shown(claim_ids=sorted({row.task.claim_id for row in rows}))
    return render_template(
        "tasks/bulk.html",
        form=form,
        rows=rows,
        is_due=form.kind is BulkKind.MOVE_DUE_DAYS,
        due_by=due_by,
        hint=DAY_HINT,
        kept={name: v for name, v in request.args.to_dict().items() if name not in OF_THE_BAR},
        ids=",".join(str(row.task.id) for row in rows),
        back=_list(),
    )


def _picked(actor: Actor) -> list[int]:
    """The ticked ones, or all of the filter."""
    if request.args.get("all") == "yes":
        return task_ids_matching(actor, read_filter(actor), MOST_AT_ONCE)
    told = request.args.get("tasks", "").split(",") + request.args.getlist("task")
    return [id_ for each in told if (id_ := chosen_id(each)) is not None]


def _list() -> str:
    """The list that the preview came from."""
    args = request.args.to_dict()
    return link_to("/tasks", {name: v for name, v in args.items() if name not in OF_THE_BAR})
