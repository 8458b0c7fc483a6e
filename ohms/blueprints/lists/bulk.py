"""What became of each row of a bulk act, and its undo."""

from flask import flash, render_template, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.lists.room import blueprint
from ohms.commands import bulk
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.bulk import bulk_act_done
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown

ONE_BULK_ACT = "/lists/bulk/<int(max=2147483647):bulk_act_id>"


@blueprint.get(ONE_BULK_ACT)
@requires(Permission.TASK_WRITE, reads="read_bulk_act")
def show_bulk_act(bulk_act_id: int) -> str:
    act = bulk_act_done(current_actor(), bulk_act_id)
    shown(claim_ids=sorted({row.claim_id for row in act.rows}))
    return render_template("lists/bulk_act.html", act=act)


@blueprint.post(f"{ONE_BULK_ACT}/undo")
@requires(Permission.TASK_WRITE)
def undo_bulk_act(bulk_act_id: int) -> Response:
    try:
        bulk.undo_bulk_act(current_actor(), bulk_act_id)
    except RuleBroken as broken:
        flash(broken.message, "bad")
    else:
        flash("Undone.", "good")
    return go(url_for("lists.show_bulk_act", bulk_act_id=bulk_act_id), 303)
