"""The weights of triage: read by who works in the COHE; its supervisor drafts others, sees them simulated
and lets them go live."""

from dataclasses import asdict
from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.datastructures import MultiDict

from ohms.blueprints.triage_weights.forms import SPEAKS, DraftForm, LiveForm
from ohms.blueprints.triage_weights.room import blueprint
from ohms.commands.triage_weights import set_triage_weights
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.calendar import Quarter
from ohms.domain.triage_replay import ON_TOP, replay
from ohms.domain.triage_weights import TriageWeights
from ohms.queries.rounds import ask
from ohms.queries.settings import triage_weights
from ohms.queries.triage_replay import waited_in
from ohms.queries.triage_weights import SIMULATED, last_row_of, versions_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre

LISTED = 20


@blueprint.get("/admin/triage")
@requires(Permission.SETTING_READ, reads="read_triage_weights")
def index() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    form = DraftForm(formdata=None)
    form.fill(ask(triage_weights([cohe_id], actor.on_day))[cohe_id])
    return _index(actor, cohe_id, form)


@blueprint.get("/admin/triage/draft")
@requires(Permission.TRIAGE_WEIGHTS, reads=SIMULATED)
def draft() -> Answer | str:
    actor = current_actor()
    cohe_id = supervised_centre(actor)
    standing = asdict(ask(triage_weights([cohe_id], actor.on_day))[cohe_id])
    form = DraftForm(
        formdata=MultiDict(
            {**{name: str(points) for name, points in standing.items()}, **request.args.to_dict()}
        )
    )
    if not form.validate():
        return _index(actor, cohe_id, form), 422
    live = LiveForm(formdata=None, from_on=actor.on_day, stood=str(last_row_of(cohe_id)))
    live.fill(form.drafted)
    return _simulated(actor, cohe_id, live)


@blueprint.post("/admin/triage/draft")
@requires(Permission.TRIAGE_WEIGHTS)
def go_live() -> Answer:
    actor, form = current_actor(), LiveForm()
    cohe_id = supervised_centre(actor)
    if form.validate() and form.carried_out(lambda: _set(actor, cohe_id, form)):
        flash("Set: triage sorts by these points from that day on.", "good")
        return go(url_for("triage_weights.index", cohe=request.args.get("cohe")), 303)
    points = DraftForm(formdata=request.form)
    if not points.validate():
        return _index(actor, cohe_id, points), 422
    return _simulated(actor, cohe_id, form), 422


def _set(actor: Actor, cohe_id: int, form: LiveForm) -> int:
    return set_triage_weights(
        actor,
        cohe_id,
        form.drafted,
        from_on=form.from_on.data,
        reason=form.reason.data,
        stood=form.filled_in_over,
        key=form.key,
    )


def _index(actor: Actor, cohe_id: int, form: DraftForm) -> str:
    shown(cohe_id=cohe_id)
    return render_template(
        "triage_weights/index.html",
        form=form,
        standing=ask(triage_weights([cohe_id], actor.on_day))[cohe_id],
        versions=versions_of(cohe_id),
        speaks=SPEAKS,
        **centre_frame(actor, cohe_id, reading=True),
    )


def _simulated(actor: Actor, cohe_id: int, form: LiveForm) -> str:
    """The draft on the claims of last quarter, with the form that lets it go live."""
    quarter = Quarter.of(actor.on_day).previous
    standing: TriageWeights = ask(triage_weights([cohe_id], actor.on_day))[cohe_id]
    waited, numbers = waited_in(actor, cohe_id, quarter)
    found = replay(waited, standing, form.drafted)
    lists: dict[str, Any] = {
        "on_top": found.on_top[:LISTED],
        "moved": found.moved[:LISTED],
        "came": found.came[:LISTED],
        "gone": found.gone[:LISTED],
    }
    listed = {row.claim_id for rows in lists.values() for row in rows}
    points = asdict(form.drafted)
    detail = {"quarter": str(quarter), "points": points, "claims": found.waited}
    shown(
        cohe_id=cohe_id,
        object_type="triage_weights",
        claim_ids=sorted(listed),
        detail=detail,
    )
    return render_template(
        "triage_weights/draft.html",
        form=form,
        changes=standing.changes_to(form.drafted),
        found=found,
        quarter=quarter,
        numbers=numbers,
        speaks=SPEAKS,
        most=ON_TOP,
        **lists,
        **centre_frame(actor, cohe_id),
    )
