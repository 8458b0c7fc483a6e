"""One's own tasks by clinic or employer: a call sheet of everything that one call can serve."""

from flask import render_template, request

from ohms.blueprints.tasks import undoing
from ohms.blueprints.tasks.room import blueprint
from ohms.domain.access import Permission
from ohms.queries.grouped_tasks import Grouping, grouped_tasks
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to, one_of
from ohms.web.reading import shown

WORDS = {Grouping.CLINIC: "By clinic", Grouping.EMPLOYER: "By employer"}


@blueprint.get("/tasks/grouped")
@requires(Permission.TASK_READ, reads="list_tasks")
def grouped() -> str:
    actor = current_actor()
    by = one_of(request.args, "by", Grouping) or Grouping.CLINIC
    found = grouped_tasks(actor, by)
    claims = sorted({task.claim_id for group in found.groups for task in group.tasks})
    shown(claim_ids=claims, detail={"total": found.total})
    return render_template(
        "tasks/grouped.html",
        found=found,
        by=by,
        ways=[
            (text, link_to("/tasks/grouped", {"by": way}), way is by) for way, text in WORDS.items()
        ],
        may_write=actor.may(Permission.TASK_WRITE),
        undo=undoing.what_may_be_undone(),
        back=link_to("/tasks/grouped", {"by": by}),
    )
