"""Passing tasks on: a bulk act on those picked on the list or all of its filter, previewed first. Its outcome
and its undo: `blueprints/lists/bulk.py`."""

from flask import render_template, request
from werkzeug.wrappers import Response

from ohms.blueprints.tasks.bulk import PREVIEW, picked_tasks
from ohms.blueprints.tasks.room import blueprint
from ohms.commands.reassigning import reassign_tasks
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.tasks import MOST_AT_ONCE, check_not_too_many
from ohms.queries.people import colleagues
from ohms.queries.reassigning import Foreseen, foreseen, passable_tasks
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.bulk_preview import PreviewForm
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.picking import PickField
from ohms.web.reading import shown


class PassOnForm(PreviewForm):
    to = PickField("To")


@blueprint.get("/tasks/reassign")
@requires(Permission.TASK_REASSIGN, reads="preview_reassignment")
def preview_reassignment() -> Response | str:
    actor = current_actor()
    ids = picked_tasks(actor, MOST_AT_ONCE)
    form = PassOnForm(formdata=None, to=request.args.get("to", ""))
    return PREVIEW.looked_at(ids, lambda: _preview(actor, form, ids), check_not_too_many)


@blueprint.post("/tasks/reassign")
@requires(Permission.TASK_REASSIGN)
def reassign_all() -> Answer:
    actor, form = current_actor(), PassOnForm()
    ids = list(form.picked)
    owner_id = chosen_id(form.to.data) or 0
    return PREVIEW.confirmed(
        form,
        lambda: reassign_tasks(actor, ids, owner_id=owner_id, key=form.key),
        lambda: _preview(actor, form, ids),
    )


def _preview(actor: Actor, form: PassOnForm, ids: list[int]) -> str:
    form.to.offer(ask(colleagues(actor)))
    people = dict(form.to.offered)
    to = form.to.data if form.to.data in people else ""
    ids = ids[:MOST_AT_ONCE]
    if to:
        rows = foreseen(actor, ids, int(to))
    else:
        rows = [Foreseen(task, None) for task in passable_tasks(actor, ids)]
    form.rows.data = ",".join(str(row.task.id) for row in rows)
    shown(claim_ids=sorted({row.task.claim_id for row in rows}))
    owner = people.get(to, "")
    return render_template(
        "tasks/bulk.html",
        form=form,
        rows=rows,
        act="",
        action="/tasks/reassign",
        confirmed_at=PREVIEW.with_the_list("/tasks/reassign"),
        what="Pass tasks on",
        outcome=f"Goes to {owner}" if to else "",
        would=f"go to {owner}",
        press="Pass on",
        to=to,
        hidden={"to": to},
        kept=PREVIEW.kept,
        ids=form.rows.data,
        back=PREVIEW.back,
    )
