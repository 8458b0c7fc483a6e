"""What became of each row of a bulk act, its undo, and the rows that were refused as a file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import parse_qsl

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.lists.room import blueprint
from ohms.commands import bulk
from ohms.domain.access import Permission
from ohms.domain.bulk import BulkKind
from ohms.domain.errors import RuleBroken
from ohms.domain.lists import LONGEST_STATE
from ohms.queries.bulk import bulk_act_done
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to
from ohms.web.lists import Exported, rows_of, taken_out
from ohms.web.reading import shown

ONE_BULK_ACT = "/lists/bulk/<int(max=2147483647):bulk_act_id>"


class Said(NamedTuple):
    """How a kind of act is told: of what, what was done, what each row became, and what stood before."""

    of: str
    did: str
    outcome: str
    before: str = ""


SAID: Mapping[BulkKind, Said] = MappingProxyType(
    {
        BulkKind.FINISH_TASKS: Said("task", "done", "Done"),
        BulkKind.MOVE_DUE_DAYS: Said("task", "given another due day", "Due", "Due before"),
        BulkKind.REASSIGN_TASKS: Said("task", "passed on", "Went to", "Owner before"),
        BulkKind.OFFER_CLAIMS: Said("claim", "offered", "Offered to"),
        BulkKind.ASSIGN_CLAIMS: Said("claim", "given", "Given to", "Coordinator before"),
        BulkKind.HOLD_CLAIMS: Said("claim", "put on hold", "On hold", "Coordination before"),
        BulkKind.CLOSE_CLAIMS: Said("claim", "closed", "Closed", "Coordination before"),
    }
)
EXPORTED = ("claim_number", "task", "refused_because")


@blueprint.get(ONE_BULK_ACT)
@requires(Permission.LIST_KEEP, reads="read_bulk_act")
def show_bulk_act(bulk_act_id: int) -> str:
    act = bulk_act_done(current_actor(), bulk_act_id)
    shown(claim_ids=sorted({row.claim_id for row in act.rows}))
    may_export = current_actor().may(Permission.CLAIM_EXPORT)
    return render_template(
        "lists/bulk_act.html",
        act=act,
        said=SAID[act.kind],
        may_export=may_export,
        undo_href=url_for("lists.undo_bulk_act", bulk_act_id=bulk_act_id, back=_back()),
        list_href=link_to(f"/{SAID[act.kind].of}s", dict(parse_qsl(_back() or ""))),
    )


@taken_out(
    blueprint, f"{ONE_BULK_ACT}/refused", Permission.CLAIM_EXPORT, reads="export_refused_rows"
)
def export_refused(bulk_act_id: int) -> Exported:
    act = bulk_act_done(current_actor(), bulk_act_id)
    shown(claim_ids=sorted({row.claim_id for row in act.refused}))
    lines = ((row.claim_number, row.title, row.refusal) for row in act.refused)
    what = f"What stayed when {SAID[act.kind].of}s were {SAID[act.kind].did}"
    rows = rows_of(EXPORTED, lines)
    return Exported(f"refused-{bulk_act_id}", what, (), "claim_number", EXPORTED, rows)


@blueprint.post(f"{ONE_BULK_ACT}/undo")
@requires(Permission.LIST_KEEP)
def undo_bulk_act(bulk_act_id: int) -> Response:
    try:
        bulk.undo_bulk_act(current_actor(), bulk_act_id)
    except RuleBroken as broken:
        flash(broken.message, "bad")
    else:
        flash("Undone.", "good")
    return go(url_for("lists.show_bulk_act", bulk_act_id=bulk_act_id, back=_back()), 303)


def _back() -> str | None:
    """The list that the rows were picked on, as its address said it."""
    return request.args.get("back", "")[:LONGEST_STATE] or None
