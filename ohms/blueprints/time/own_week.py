"""The page of one's own week, whichever of its forms was sent."""

from flask import render_template, request

from ohms import clock
from ohms.blueprints.time.forms import AskForm, AttestForm, EntryForm, NoteTimeForm
from ohms.blueprints.time.weeks import grid_of
from ohms.queries.time import week_of
from ohms.queries.week_standing import standing_of
from ohms.web import filters
from ohms.web.access import current_actor
from ohms.web.reading import shown


def week_page(
    form: EntryForm | None = None,
    *,
    note_id: int | None = None,
    note_form: NoteTimeForm | None = None,
    attest_form: AttestForm | None = None,
    ask_form: AskForm | None = None,
) -> str:
    actor = current_actor()
    week = week_of(actor, filters.day(request.args, "week") or clock.today())
    standing = standing_of(actor, week)
    day, kind = filters.day(request.args, "day"), request.args.get("kind", "")
    grid = grid_of(week, day, kind, in_sum=request.args.get("rows") == "sum")
    shown(claim_ids=sorted({e.claim_id for e in week.entries if e.claim_number and e.claim_id}))
    asking = ask_form or AskForm(formdata=None)
    is_shown = any(
        asking.is_about(lock.cohe_id, lock.quarter)
        for lock in standing.locks
        if lock.asked != "open"
    )
    return render_template(
        "time/index.html",
        week=week,
        standing=standing,
        grid=grid,
        form=form or EntryForm.of(actor, grid.day, grid.kind),
        note_id=note_id,
        note_form=note_form,
        attest_form=attest_form or AttestForm.of(standing.to_attest),
        ask_form=asking,
        ask_problems=[(where if is_shown else None, said) for where, said in asking.problems],
    )
