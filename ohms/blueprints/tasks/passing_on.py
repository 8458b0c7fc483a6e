"""Passing tasks on: a bulk act on those picked on the list or all of its filter, previewed first. Its outcome
and its undo: `blueprints/lists/bulk.py`."""

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.tasks.forms import PassOnForm
from ohms.blueprints.tasks.listing import read_filter
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.reassigning import reassign_tasks
from ohms.domain.access import Actor, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.tasks import MOST_AT_ONCE, check_not_too_many
from ohms.queries.people import colleagues
from ohms.queries.reassigning import foreseen, passable_tasks, task_ids_matching
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.fields import chosen_id
from ohms.web.filters import link_to
from ohms.web.reading import shown

OF_THE_BAR = ("task", "all", "to", "tasks")
"""What the list's bar says beside the filter that it stands under."""


@blueprint.get("/tasks/reassign")
@requires(Permission.TASK_REASSIGN, reads="preview_reassignment")
def preview_reassignment() -> Response | str:
    actor = current_actor()
    task_ids = _picked(actor)
    try:
        check_not_too_many(len(task_ids))
    except RuleBroken as broken:
        flash(broken.message, "bad")
        return go(_list(), 303)
    return _preview(actor, PassOnForm(tasks=_joined(task_ids), to=request.args.get("to", "")))


@blueprint.post("/tasks/reassign")
@requires(Permission.TASK_REASSIGN)
def reassign_all() -> Response | tuple[str, int]:
    actor, form = current_actor(), PassOnForm()
    if not form.validate():
        return _preview(actor, form), 422
    try:
        owner_id = chosen_id(form.to.data)
        act_id = reassign_tasks(actor, form.task_ids, owner_id=owner_id or 0, key=form.key)
    except RuleBroken as broken:
        form.refuse(broken)
        return _preview(actor, form), 422
    return go(url_for("lists.show_bulk_act", bulk_act_id=act_id), 303)


def _picked(actor: Actor) -> list[int]:
    """The ticked ones, or all of the filter."""
    if request.args.get("all") == "yes":
        return task_ids_matching(actor, read_filter(actor), MOST_AT_ONCE)
    if "tasks" in request.args:
        return PassOnForm(tasks=request.args["tasks"]).task_ids
    ticked = map(chosen_id, request.args.getlist("task"))
    return [each for each in ticked if each is not None]


def _preview(actor: Actor, form: PassOnForm) -> str:
    people = [(str(id_), name) for id_, name in ask(colleagues(actor))]
    to = form.to.data if form.to.data in dict(people) else ""
    form.to.choices = [("", "Choose"), *people]
    task_ids = form.task_ids[:MOST_AT_ONCE]
    rows = foreseen(actor, task_ids, int(to)) if to else []
    undecided = [] if to else passable_tasks(actor, task_ids)
    shown(claim_ids=sorted({each.task.claim_id for each in rows} | {t.claim_id for t in undecided}))
    return render_template(
        "tasks/reassign.html",
        form=form,
        rows=rows,
        undecided=undecided,
        to=to,
        owner=dict(people).get(to, ""),
        back=_list(),
    )


def _list() -> str:
    """The list that the preview came from."""
    args = request.args.to_dict()
    return link_to("/tasks", {name: v for name, v in args.items() if name not in OF_THE_BAR})


def _joined(task_ids: list[int]) -> str:
    return ",".join(str(each) for each in task_ids)
