"""Drafts I left: the list, keeping what is typed, and throwing a draft away."""

from flask import Blueprint, flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms import clock
from ohms.blueprints.drafts.finishing import finish, sign
from ohms.commands.drafts import throw_away_draft
from ohms.domain.access import Permission
from ohms.domain.drafts import TO_FINISH
from ohms.queries.drafts import draft_left, drafts_left
from ohms.web.access import current_actor, requires
from ohms.web.drafts import keep_sent
from ohms.web.form_tabs import page_with
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

blueprint = Blueprint("drafts", __name__)
blueprint.add_url_rule("/drafts/finish", view_func=finish)
blueprint.add_url_rule("/drafts/finish", view_func=sign, methods=["POST"])


@blueprint.get("/drafts")
@requires(Permission.DRAFT_KEEP, reads="list_drafts")
def index() -> str:
    drafts = drafts_left(current_actor())
    shown(claim_ids=sorted({each.claim_id for each in drafts if each.claim_id}))
    return render_template(
        "drafts/index.html",
        drafts=drafts,
        pacific=clock.PACIFIC,
        page_with=page_with,
        days_to_finish=TO_FINISH.days,
    )


@blueprint.post("/drafts")
@requires(Permission.DRAFT_KEEP, by_script=True)
def save() -> Response:
    return keep_sent()


@blueprint.get("/drafts/throw-away")
@requires(Permission.DRAFT_KEEP, reads="read_draft")
def ask() -> str | Response:
    """A draft thrown away is gone: it is asked once."""
    if "draft" not in request.args:
        return go(url_for("drafts.index"))
    draft = draft_left(current_actor(), request.args["draft"])
    shown(claim_id=draft.claim_id, object_type="draft")
    return render_template(
        "drafts/throw_away.html", draft=draft, pacific=clock.PACIFIC, form=OhmsForm()
    )


@blueprint.post("/drafts/throw-away")
@requires(Permission.DRAFT_KEEP)
def throw_away() -> Response:
    throw_away_draft(current_actor(), request.form.get("draft", ""))
    flash("Thrown away.", "info")
    return go(url_for("drafts.index"), 303)
