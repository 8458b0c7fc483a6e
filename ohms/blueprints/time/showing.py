"""My week: a grid of minutes by day and kind of work, quick entry, confirming and correcting."""

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.time.forms import ChangeForm, EntryForm, NoteTimeForm, VoidForm
from ohms.blueprints.time.own_week import week_page
from ohms.blueprints.time.room import blueprint
from ohms.blueprints.time.weeks import back_to, changed_told, week_link
from ohms.commands import time as acts
from ohms.commands.time_corrections import change_time, void_time
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.queries.day_standing import day_standing
from ohms.queries.time import claim_to_log, standing_entry, standing_in_place_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown


@blueprint.get("/time")
@requires(Permission.TIME_WRITE, reads="read_time")
def index() -> str:
    return week_page()


@blueprint.post("/time")
@requires(Permission.TIME_WRITE)
def log() -> Answer:
    form = EntryForm.of(current_actor())
    try:
        if form.validate_on_submit():
            claim_id = claim_to_log(current_actor(), form.claim_number.data)
            entry = acts.log_time(current_actor(), claim_id=claim_id, **form.told(), key=form.key)
            flash(f"{entry.minutes:,} minutes logged.", "good")
            return redirect(week_link(entry.performed_on), 303)
    except RuleBroken as broken:
        form.refuse(broken)
    return week_page(form), 422


@blueprint.post("/time/notes/<int(max=2147483647):note_id>")
@requires(Permission.TIME_WRITE)
def give_note_time(note_id: int) -> Answer:
    form = NoteTimeForm()
    try:
        if form.validate_on_submit():
            minutes = form.minutes.data or 0
            entry = acts.give_note_time(current_actor(), note_id, minutes=minutes, key=form.key)
            flash(f"{entry.minutes:,} minutes put to the note.", "good")
            return redirect(week_link(entry.performed_on), 303)
    except RuleBroken as broken:
        form.refuse(broken)
    return week_page(note_id=note_id, note_form=form), 422


@blueprint.post("/time/entries/<int(max=2147483647):entry_id>/confirm")
@requires(Permission.TIME_WRITE)
def confirm(entry_id: int) -> Response:
    try:
        entry = acts.confirm_time(current_actor(), entry_id)
    except RuleBroken as broken:
        flash(broken.message, "bad")
        return redirect(url_for("time.index"), 303)
    waits = "" if entry.confirmed_at else " They wait for your supervisor: the quarter is locked."
    flash(f"{entry.minutes:,} minutes confirmed.{waits}", "good")
    return redirect(week_link(entry.performed_on), 303)


@blueprint.get("/time/entries/<int(max=2147483647):entry_id>")
@requires(Permission.TIME_CHANGE, reads="read_time_entry")
def entry(entry_id: int) -> str:
    found, _staff_id, _name = standing_entry(current_actor(), entry_id)
    return _entry_page(entry_id, ChangeForm.of(found), VoidForm())


@blueprint.post("/time/entries/<int(max=2147483647):entry_id>")
@requires(Permission.TIME_CHANGE)
def change(entry_id: int) -> Answer:
    """Over what the form showed; where that was changed meanwhile, what stands now is shown with it."""
    standing_id = standing_in_place_of(current_actor(), entry_id)
    form = ChangeForm.of(standing_entry(current_actor(), standing_id)[0])
    try:
        if form.validate_on_submit():
            new = change_time(current_actor(), entry_id, **form.told(), key=form.key)
            flash(changed_told(form.minutes.data or 0, new), "good")
            return redirect(back_to(current_actor(), new), 303)
    except RuleBroken as broken:
        form.refuse(broken)
    return _entry_page(standing_id, form, VoidForm()), 422


@blueprint.post("/time/entries/<int(max=2147483647):entry_id>/void")
@requires(Permission.TIME_CHANGE)
def void(entry_id: int) -> Answer:
    form = VoidForm()
    try:
        if form.validate_on_submit():
            gone = void_time(current_actor(), entry_id, form.void_reason.data)
            flash(f"{gone.minutes:,} minutes taken out. The row is kept with its reason.", "good")
            return redirect(back_to(current_actor(), gone), 303)
    except RuleBroken as broken:
        form.refuse(broken)
    found, _staff_id, _name = standing_entry(current_actor(), entry_id)
    return _entry_page(entry_id, ChangeForm.of(found, fresh=True), form), 422


def _entry_page(entry_id: int, form: ChangeForm, void_form: VoidForm) -> str:
    found, staff_id, name = standing_entry(current_actor(), entry_id)
    own = staff_id == current_actor().staff_id
    standing = day_standing(found.cohe_id, staff_id, found.performed_on)
    shown(claim_id=found.claim_id, object_type="time_entry", object_id=found.id)
    return render_template(
        "time/entry.html",
        entry=found,
        name=name,
        own=own,
        standing=standing,
        asks_why=not own or standing.is_closed,
        form=form,
        void_form=void_form,
        back=week_link(found.performed_on) if own else "/workload",
    )
