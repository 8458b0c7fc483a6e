"""The privacy officer's weekly list: claims opened by people who had nothing to do with them."""

from datetime import date

from flask import Response, flash, render_template, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.audit.room import blueprint
from ohms.commands.looks import review_look
from ohms.domain.access import Permission
from ohms.domain.calendar import week_start
from ohms.domain.looks import DAYS, LookOutcome
from ohms.queries.looks import Look, looks_beyond
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown
from ohms.web.words import words

HERE = "/admin/audit/looks"
EXPORTED = (
    "first_at",
    "name",
    "role",
    "claim_number",
    "times",
    "outcome",
    "reason",
    "reviewed_by",
    "by_break_glass",
)
OUTCOMES = {
    LookOutcome.IN_ORDER: "There was a reason to look",
    LookOutcome.FOLLOWED_UP: "No reason: followed up",
}


class ReviewForm(OhmsForm):
    look = ChoiceField("Who and which claim", ())
    outcome = ChoiceField("What came of it", {each.value: said for each, said in OUTCOMES.items()})
    reason = LineField("Reason, or what was done", demand="Enter why, or what was done.")


@blueprint.get(HERE)
@requires(Permission.LOOK_REVIEW, reads="list_looks")
def looks() -> str:
    return _page(ReviewForm(formdata=None))


@blueprint.post(HERE)
@requires(Permission.LOOK_REVIEW)
def review() -> Answer:
    actor, form, week = current_actor(), ReviewForm(), _week()
    form.look.offer(_choices(looks_beyond(actor, week)))
    if form.validate() and form.carried_out(
        lambda: review_look(
            actor,
            week,
            form.look.data or "",
            LookOutcome(form.outcome.data),
            form.reason.data,
            key=form.key,
        )
    ):
        flash("Kept, with your name and today’s date.", "good")
        return go(url_for("audit.looks", week=week.isoformat()), 303)
    return _page(form), 422


@blueprint.get(f"{HERE}.csv")
@requires(Permission.LOOK_REVIEW, reads="export_looks")
def export_looks() -> Response:
    week = _week()
    found = looks_beyond(current_actor(), week)
    shown(claim_ids=sorted({each.claim_id for each in found}))
    rows = (
        (
            each.first_at.isoformat(),
            each.name,
            each.role,
            each.claim_number,
            each.times,
            each.outcome,
            each.reason,
            each.reviewed_by,
            "yes" if each.by_break_glass else "no",
        )
        for each in found
    )
    return csv_answer(f"looks-{week.isoformat()}.csv", EXPORTED, rows)


def _page(form: ReviewForm) -> str:
    week = _week()
    found = looks_beyond(current_actor(), week)
    form.look.offer(_choices(found))
    shown(claim_ids=sorted({each.claim_id for each in found}), detail={"lines": len(found)})
    return render_template(
        "audit/looks.html",
        form=form,
        found=found,
        outcomes=OUTCOMES,
        week=week,
        last=week + DAYS - (DAYS / 7),
        before=(week - DAYS).isoformat(),
        after="" if week >= week_start(current_actor().on_day) else (week + DAYS).isoformat(),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


def _choices(found: list[Look]) -> list[tuple[str, str]]:
    return [
        (each.key, f"{each.name}, {words(each.role)}: {each.claim_number}")
        for each in found
        if each.outcome is None
    ]


def _week() -> date:
    """The Monday of the week asked for; this week's without being told, or where it is to come."""
    today = current_actor().on_day
    return week_start(min(filters.day(request.args, "week") or today, today))
