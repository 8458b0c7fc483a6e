"""What became of each row of an act on many, and its undo."""

from flask import flash, render_template, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.lists.room import blueprint
from ohms.commands.bulk import undo_bulk_act
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.bulk import bulk_act_done
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown

ONE_ACT = "/lists/acts/<int(max=2147483647):act_id>"


@blueprint.get(ONE_ACT)
@requires(Permission.TASK_WRITE, reads="read_bulk_act")
def show_act(act_id: int) -> str:
    act = bulk_act_done(current_actor(), act_id)
    shown(claim_ids=sorted({row.claim_id for row in act.rows}))
    return render_template("lists/act.html", act=act)


@blueprint.post(f"{ONE_ACT}/undo")
@requires(Permission.TASK_WRITE)
def undo_act(act_id: int) -> Response:
    try:
        undo_bulk_act(current_actor(), act_id)
    except RuleBroken as broken:
        flash(broken.message, "bad")
    else:
        flash("Undone.", "good")
    return go(url_for("lists.show_act", act_id=act_id), 303)
