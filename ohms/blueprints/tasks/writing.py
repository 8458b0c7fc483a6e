"""A task by hand."""

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.tasks.forms import WriteForm
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.tasks import write_task
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import NotFound, RuleBroken
from ohms.domain.values import StandardWork, TaskKind
from ohms.queries.claims import claim_by_number
from ohms.queries.people import colleagues
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.fields import chosen_id
from ohms.web.filters import line
from ohms.web.reading import shown

NO_SUCH_CLAIM = "Enter the number of a claim that you see."


@blueprint.get("/tasks/new")
@requires(Permission.TASK_WRITE, reads="open_task_form")
def new() -> str:
    return _page(current_actor(), WriteForm(claim_number=line(request.args, "claim", 16)))


@blueprint.post("/tasks/new")
@requires(Permission.TASK_WRITE)
def write() -> Response | tuple[str, int]:
    actor, form = current_actor(), WriteForm()
    if not form.validate():
        return _page(actor, form), 422
    try:
        task_id = _write(actor, form)
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(actor, form), 422
    flash("The task is written.", "good")
    return go(url_for("tasks.show", task_id=task_id), 303)


def _write(actor: Actor, form: WriteForm) -> int:
    assert form.due_by.data is not None
    try:
        claim = claim_by_number(actor, form.claim_number.data or "")
    except NotFound:
        raise RuleBroken(NO_SUCH_CLAIM, field="claim_number") from None
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    return write_task(
        actor,
        claim.id,
        title=form.title.data or "",
        due_by=form.due_by.data,
        owner_id=chosen_id(form.owner_id.data),
        appears_on=form.appears_on.data,
        standard_work=StandardWork(form.standard_work.data) if form.standard_work.data else None,
        kind=TaskKind(form.kind.data or TaskKind.OTHER.value),
        key=form.key,
    )


def _page(actor: Actor, form: WriteForm) -> str:
    form.owner_id.choices = [("", "Who answers for the claim")] + [
        (str(id_), name) for id_, name in ask(colleagues(actor))
    ]
    return render_template("tasks/new.html", form=form)
