"""For supervisors: who attested through when, what came late, and the lock of a quarter."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request
from werkzeug.wrappers import Response

from ohms.blueprints.time.forms import DeclineForm, LockForm, ReopenForm
from ohms.blueprints.time.room import blueprint
from ohms.commands.attesting import decline_reopening, lock_quarter, reopen_quarter
from ohms.commands.late_time import accept_late_time
from ohms.domain.access import Permission
from ohms.domain.calendar import Quarter
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.queries.quarter_time import quarter_time
from ohms.queries.workload import Centre, centre_named, centres, quarter_asked
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filters import link_to
from ohms.web.reading import shown

ATTESTED = "/time/attested"


@blueprint.get(ATTESTED)
@requires(Permission.TIME_LOCK, reads="read_attested_time")
def attested() -> str:
    return _page(*_asked(), ReopenForm(formdata=None))


@blueprint.post(f"{ATTESTED}/lock")
@requires(Permission.TIME_LOCK)
def lock() -> Answer:
    form = LockForm()
    return _act(
        form,
        lambda: lock_quarter(current_actor(), *form.about),
        "Locked: what comes later waits for you.",
    )


@blueprint.post(f"{ATTESTED}/reopen")
@requires(Permission.TIME_LOCK)
def reopen() -> Answer:
    form = ReopenForm()
    return _act(
        form,
        lambda: reopen_quarter(current_actor(), *form.about, form.reason.data),
        "The quarter is open again.",
    )


@blueprint.post(f"{ATTESTED}/decline")
@requires(Permission.TIME_LOCK)
def decline() -> Response:
    form = DeclineForm()
    try:
        if form.validate():
            decline_reopening(current_actor(), form.request_id.data or 0)
            flash("Declined: the quarter stays locked.", "good")
    except RuleBroken as broken:
        flash(broken.message, "bad")
    return redirect(_back(), 303)


@blueprint.post("/time/entries/<int(max=2147483647):entry_id>/accept")
@requires(Permission.TIME_CORRECT)
def accept(entry_id: int) -> Response:
    try:
        entry = accept_late_time(current_actor(), entry_id)
        flash(f"{entry.minutes:,} minutes accepted: they count now.", "good")
    except RuleBroken as broken:
        flash(broken.message, "bad")
    return redirect(_back(), 303)


def _act(form: LockForm | ReopenForm, act: Callable[[], object], done: str) -> Answer:
    if form.validate() and form.carried_out(act):
        flash(done, "good")
        return redirect(_back(), 303)
    shown_form = form if isinstance(form, ReopenForm) else ReopenForm(formdata=None)
    return _page(*_asked(), shown_form, form.problems), 422


def _asked() -> tuple[Centre, Quarter]:
    """What the address is about; the forms of the page send it along."""
    centre = centre_named(_supervised(), request.args.get("cohe"))
    return centre, quarter_asked(request.args.get("quarter"), current_actor().on_day)


def _supervised() -> list[Centre]:
    actor = current_actor()
    mine = actor.cohes_as(Role.SUPERVISOR)
    return [centre for centre in centres(actor) if centre.id in mine]


def _back() -> str:
    """The page as it was asked for: its form sends its address along."""
    return link_to(ATTESTED, {name: request.args.get(name) for name in ("cohe", "quarter")})


def _page(
    centre: Centre,
    quarter: Quarter,
    form: ReopenForm,
    problems: list[tuple[str | None, str]] | None = None,
) -> str:
    actor = current_actor()
    found = quarter_time(actor, centre.id, quarter)
    claims = {row.claim_id for row in found.late if row.claim_number and row.claim_id}
    shown(cohe_id=centre.id, claim_ids=sorted(claims), detail={"quarter": str(quarter)})
    return render_template(
        "time/attested.html",
        centre=centre,
        centres=_supervised(),
        found=found,
        form=form,
        problems=[(where if found.is_locked else None, said) for where, said in problems or []],
        finished=quarter.last_on < actor.on_day,
        here=link_to(ATTESTED, {"cohe": centre.slug, "quarter": quarter}).partition("?")[2],
        has_next=quarter.next.first_on <= actor.on_day,
    )
