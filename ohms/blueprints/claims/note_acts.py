"""What is done with a signed note: take-back, co-signature, question, addendum, void.

Each is a form in the note's entry of the timeline; refused, it stands again on a page of its own with
what was typed.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.commands import note_events
from ohms.domain.access import Permission
from ohms.domain.note_acts import LONGEST_QUESTION, LONGEST_REASON, NoteAct, VoidedMinutes
from ohms.queries.note_acts import NoteShown, note_on
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ChoiceField, LineField, ProseField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

ASKED = ("text", "question", "reason", "minutes")
ADDRESS = "/claims/<number>/notes/<int(max=2147483647):note_id>"
TITLES = {
    NoteAct.TAKE_BACK: "Take the note back",
    NoteAct.CO_SIGN: "Co-sign the note",
    NoteAct.RETURN: "Return the note with a question",
    NoteAct.ADDENDUM: "Add to the note",
    NoteAct.VOID: "Void the note",
}


class AddendumForm(OhmsForm):
    text = ProseField("Addendum", demand="Enter what is to be added.")


class QuestionForm(OhmsForm):
    question = ProseField(
        "Question", longest=LONGEST_QUESTION, demand="Enter what you want to know of its author."
    )


class VoidForm(OhmsForm):
    reason = LineField(
        "Why is it voided?",
        longest=LONGEST_REASON,
        demand="Enter why this note is voided: it stays with the note.",
    )
    minutes = ChoiceField(
        "Its minutes",
        {
            VoidedMinutes.KEEP.value: "Stay on this claim",
            VoidedMinutes.VOID.value: "Are voided too",
        },
        empty="Choose",
        demand="Choose what happens to its minutes.",
    )

    @property
    def chosen(self) -> VoidedMinutes | None:
        return VoidedMinutes(self.minutes.data) if self.minutes.data else None


@blueprint.post(f"{ADDRESS}/take-back")
@requires(Permission.NOTE_WRITE)
def take_back(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), OhmsForm()
    note = note_on(actor, number, note_id)
    done = "Taken back: its text is a draft that only you see."
    return _answer(
        note, NoteAct.TAKE_BACK, form, done, lambda: note_events.take_back(actor, note.id)
    )


@blueprint.post(f"{ADDRESS}/co-sign")
@requires(Permission.NOTE_CO_SIGN)
def co_sign(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), OhmsForm()
    note = note_on(actor, number, note_id)
    return _answer(
        note, NoteAct.CO_SIGN, form, "Co-signed.", lambda: note_events.co_sign(actor, note.id)
    )


@blueprint.post(f"{ADDRESS}/return")
@requires(Permission.NOTE_CO_SIGN)
def return_with_question(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), QuestionForm()
    note = note_on(actor, number, note_id)

    def ask() -> object:
        return note_events.return_note(actor, note.id, form.question.data or "")

    return _answer(note, NoteAct.RETURN, form, "Returned: its author is asked.", ask)


@blueprint.post(f"{ADDRESS}/addendum")
@requires(Permission.NOTE_ADDENDUM)
def add_addendum(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), AddendumForm()
    note = note_on(actor, number, note_id)

    def add() -> int:
        return note_events.add_addendum(actor, note.id, form.text.data or "", key=form.key)

    return _answer(note, NoteAct.ADDENDUM, form, "Added to the note.", add)


@blueprint.post(f"{ADDRESS}/void")
@requires(Permission.NOTE_VOID)
def void(number: str, note_id: int) -> Answer:
    actor, form = current_actor(), VoidForm()
    note = note_on(actor, number, note_id)

    def take_out() -> object:
        return note_events.void_note(actor, note.id, form.reason.data or "", form.chosen)

    return _answer(note, NoteAct.VOID, form, "Voided.", take_out)


def _answer(
    note: NoteShown, act: NoteAct, form: OhmsForm, done: str, carry_out: Callable[[], Any]
) -> Answer:
    """Back to the note when it was done; else the page of the act with what was typed."""
    if form.validate_on_submit() and form.carried_out(carry_out):
        flash(done, "good")
        address = url_for("claims.show", number=note.claim_number, _anchor=f"note-{note.id}")
        return go(address, 303)
    return _refused(note, act, form), 422


def _refused(note: NoteShown, act: NoteAct, form: OhmsForm) -> str:
    shown(claim_id=note.claim_id, cohe_id=note.cohe_id, object_type="case_note", object_id=note.id)
    return render_template(
        "claims/note_act.html",
        note=note,
        act=act,
        title=TITLES[act],
        form=form,
        fields=[name for name in ASKED if name in form and _is_asked(form[name], note)],
        local=local,
    )


def _is_asked(field: Any, note: NoteShown) -> bool:
    """Minutes are asked for where there are any; what was typed wrongly stands there regardless."""
    return field.name != "minutes" or note.has_minutes or bool(field.errors)
