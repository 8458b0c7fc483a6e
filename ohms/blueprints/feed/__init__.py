"""The L&I feed for administrators: give a file, see what came of it; never a claim."""

from pathlib import Path

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.feed.forms import KINDS, UploadForm
from ohms.blueprints.feed.receiving import LARGEST_BODY, Started, receive
from ohms.commands.feed import STOPPED, FeedOutcome
from ohms.commands.feed.jobs import end_interrupted
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.feed import FileRefused
from ohms.queries.feed import (
    every_refusal,
    feed_ages,
    feed_refusals,
    feed_run,
    feed_runs,
    imports_broken_off,
    imports_under_way,
)
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.large_bodies import leave_the_token_to, let_in
from ohms.web.reading import shown

blueprint = Blueprint("feed", __name__)


@blueprint.get("/admin/feed")
@requires(Permission.FEED_IMPORT, reads="read_feed")
def index() -> str:
    end_interrupted(Path(current_app.instance_path), waits=False)
    return _page(UploadForm())


@blueprint.post("/admin/feed")
@requires(Permission.FEED_IMPORT)
def upload() -> Answer:
    let_in(LARGEST_BODY)
    form = UploadForm()
    try:
        if form.validate_on_submit():
            return _to_the_run(receive(current_actor(), form))
    except FileRefused as refused:
        form.refuse(form.offering(refused.seems) if refused.seems else refused)
    except RuleBroken as broken:
        form.refuse(broken)
    return _page(form), 422


@blueprint.get("/admin/feed/runs/<int(max=2147483647):run_id>")
@requires(Permission.FEED_IMPORT, reads="read_feed_run")
def run(run_id: int) -> str:
    end_interrupted(Path(current_app.instance_path), waits=False)
    found = feed_run(current_actor(), run_id)
    refusals, further = feed_refusals(current_actor(), run_id, after=_cursor())
    under_way = [job for job in imports_under_way(current_actor()) if job.feed_run_id == run_id]
    shown(object_type="feed_run", object_id=run_id, detail={"refusals": len(refusals)})
    return render_template(
        "feed/run.html",
        run=found,
        kind=KINDS[found.kind.replace("_", "-")],
        refusals=refusals,
        further="{}-{}".format(*further) if further else None,
        is_first=_cursor() is None,
        under_way=under_way,
    )


@blueprint.get("/admin/feed/runs/<int(max=2147483647):run_id>/refused.csv")
@requires(Permission.FEED_IMPORT, reads="export_feed_refusals")
def refused(run_id: int) -> Response:
    feed_run(current_actor(), run_id)
    rows = list(every_refusal(current_actor(), run_id))
    shown(object_type="feed_run", object_id=run_id, detail={"refusals": len(rows)})
    return csv_answer(f"refused-{run_id}.csv", ("line_number", "field", "reason"), rows)


def _page(form: UploadForm) -> str:
    actor = current_actor()
    before = filters.whole_number(request.args, "before")
    runs, further = feed_runs(actor, before=before)
    return render_template(
        "feed/index.html",
        form=form,
        kinds=KINDS,
        ages=feed_ages(actor),
        runs=runs,
        further=further,
        is_first=before is None,
        under_way=imports_under_way(actor),
        broken_off=imports_broken_off(actor),
    )


def _to_the_run(started: Started) -> Response:
    if started.outcome is None:
        flash("The file is being imported. Refresh this page to see how far it is.", "good")
        return redirect(url_for("feed.index"), 303)
    _tell(started.outcome)
    return redirect(url_for("feed.run", run_id=started.outcome.run_id), 303)


def _tell(outcome: FeedOutcome) -> None:
    if outcome.state in STOPPED:
        flash(STOPPED[outcome.state], "bad")
    elif outcome.refused:
        flash("The good lines were applied; others were refused.", "warn")
    else:
        flash("The file was applied.", "good")
    for notice in outcome.notices:
        flash(notice, "warn")


def _cursor() -> tuple[int, int] | None:
    """The last line seen, as `line-id`; anything else is the first page."""
    line, row_id = map(chosen_id, request.args.get("after", "").partition("-")[::2])
    return None if line is None or row_id is None else (line, row_id)


leave_the_token_to(upload, blueprint)
