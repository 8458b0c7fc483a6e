"""A note on the wrong claim: the number of the right one is asked, what will happen told, then done.

The number stands in the address, so that the page that tells is an ordinary page; nothing changes
before the second press.
"""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.claims.note_acts import ADDRESS
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.commands.note_moves import move_note
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.note_acts import NoteAct
from ohms.queries.note_acts import NoteShown, note_on
from ohms.queries.note_moves import MovePreview, move_preview, target_claim
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown


class MoveForm(OhmsForm):
    to = LineField(
        "Claim number it belongs to", longest=16, demand="Enter the number of the right claim."
    )


@blueprint.get(f"{ADDRESS}/move")
@requires(Permission.NOTE_VOID, reads="read_claim")
def ask_move(number: str, note_id: int) -> Answer:
    actor = current_actor()
    note = note_on(actor, number, note_id)
    form = MoveForm(formdata=request.args if "to" in request.args else None)
    return _page(actor, note, form, _told(actor, note, form))


@blueprint.post(f"{ADDRESS}/move")
@requires(Permission.NOTE_VOID)
def move(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), MoveForm()
    note = note_on(actor, number, note_id)
    if form.validate_on_submit() and _carried_out(actor, note, form):
        flash("Moved: the note stands on the claim it belongs to.", "good")
        address = url_for("claims.show", number=note.claim_number, _anchor=f"note-{note.id}")
        return go(address, 303)
    return _page(actor, note, form, None)


def _told(actor: Actor, note: NoteShown, form: MoveForm) -> MovePreview | None:
    """What moving it will do; None while no claim is named that can take it."""
    try:
        if NoteAct.MOVE in note.refusals:
            raise RuleBroken(note.refusals[NoteAct.MOVE])
        if "to" not in request.args or not form.to.validate(form):
            return None
        target = target_claim(actor, note.claim_id, note.cohe_id, form.to.data or "")
        return move_preview(actor, note.id, target)
    except RuleBroken as broken:
        form.refuse(broken)
        return None


def _carried_out(actor: Actor, note: NoteShown, form: MoveForm) -> bool:
    try:
        move_note(actor, note.id, form.to.data or "", key=form.key)
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True


def _page(actor: Actor, note: NoteShown, form: MoveForm, told: MovePreview | None) -> Answer:
    shown(
        claim_id=note.claim_id,
        claim_ids=[note.claim_id, told.claim_id] if told else (),
        cohe_id=note.cohe_id,
        object_type="case_note",
        object_id=note.id,
    )
    page = render_template("claims/note_move.html", note=note, form=form, told=told, local=local)
    sent = request.method == "POST" or "to" in request.args
    return page, 422 if sent and form.problems else 200
