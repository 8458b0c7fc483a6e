"""The list of what waits, one note alone, its co-signature, and its return with a question."""

from collections.abc import Callable

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.co_signing.room import blueprint
from ohms.clock import PACIFIC
from ohms.commands.note_events import co_sign, return_note
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.note_acts import LONGEST_QUESTION
from ohms.queries.entries_to_co_sign import address_after, whole_queue
from ohms.queries.notes_to_co_sign import note_to_co_sign
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import ProseField
from ohms.web.forms import OhmsForm
from ohms.web.reading import shown

ONE_NOTE = "/cosign/<int(max=2147483647):note_id>"


class QuestionForm(OhmsForm):
    question = ProseField(
        "Question", longest=LONGEST_QUESTION, demand="Enter what you want to know of its author."
    )


@blueprint.get("/cosign")
@requires(Permission.NOTE_CO_SIGN, reads="list_notes_to_co_sign")
def index() -> str:
    queue = ask(whole_queue(current_actor()))
    shown(claim_ids=sorted({line.claim_id for line in queue}), detail={"total": len(queue)})
    return render_template("co_signing/index.html", queue=queue)


@blueprint.get(ONE_NOTE)
@requires(Permission.NOTE_CO_SIGN, reads="read_note_to_co_sign")
def show(note_id: int) -> str:
    return _page(current_actor(), note_id, QuestionForm(formdata=None))


@blueprint.post(f"{ONE_NOTE}/sign")
@requires(Permission.NOTE_CO_SIGN)
def sign(note_id: int) -> Answer:
    actor, form = current_actor(), QuestionForm(formdata=None)
    note_to_co_sign(actor, note_id)
    return _answer(actor, note_id, form, "Co-signed.", lambda: co_sign(actor, note_id))


@blueprint.post(f"{ONE_NOTE}/return")
@requires(Permission.NOTE_CO_SIGN)
def return_with_question(note_id: int) -> Answer:
    actor, form = current_actor(), QuestionForm()
    note_to_co_sign(actor, note_id)
    if not form.validate():
        return _page(actor, note_id, form), 422
    question = form.question.data or ""
    done = "Returned: its author is asked."
    return _answer(actor, note_id, form, done, lambda: return_note(actor, note_id, question))


def _answer(
    actor: Actor, note_id: int, form: QuestionForm, done: str, carry_out: Callable[[], object]
) -> Answer:
    """On to the note that waits next, or to the empty list; refused, the note stands again."""
    following = address_after(ask(whole_queue(actor)), f"/cosign/{note_id}")
    try:
        carry_out()
    except RuleBroken as broken:
        form.refuse(broken)
        return _page(actor, note_id, form), 422
    flash(done, "good")
    return go(following or url_for("co_signing.index"), 303)


def _page(actor: Actor, note_id: int, form: QuestionForm) -> str:
    note, queue = note_to_co_sign(actor, note_id), ask(whole_queue(actor))
    shown(
        claim_id=note.line.claim_id,
        cohe_id=note.cohe_id,
        object_type="case_note",
        object_id=note_id,
    )
    return render_template(
        "co_signing/show.html",
        note=note,
        form=form,
        waiting=len(queue),
        following=address_after(queue, note.line.address),
        zone=PACIFIC,
    )
