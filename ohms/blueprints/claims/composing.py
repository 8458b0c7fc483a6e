"""Writing on a claim: the composer's save, and signing a draft."""

from flask import flash, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.claims.composer import ComposerForm, More, asked_for, offer, sent_composer
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import note_texts, page_of
from ohms.commands import notes
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.queries.claims import claim_by_number, claim_shown_with
from ohms.queries.composing import panel_of
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer


@blueprint.post("/claims/<number>/notes")
@requires(Permission.NOTE_WRITE)
def write(number: str) -> Answer:
    actor = current_actor()
    form = sent_composer(actor)
    saves = asked_for() is None
    if saves and form.validate_on_submit() and _carried_out(actor, number, form):
        return go(url_for("claims.show", number=number), 303)
    found, panel = claim_shown_with(actor, number, panel_of)
    offer(form, actor, panel)
    if asked_for() is More.TEMPLATE:
        form.insert(ask(note_texts(actor, found)))
    return page_of(actor, found, panel, form), 422 if saves else 200


@blueprint.post("/claims/<number>/notes/<int(max=2147483647):note_id>/sign")
@requires(Permission.NOTE_WRITE)
def sign(number: str, note_id: int) -> Response:
    actor = current_actor()
    claim_by_number(actor, number)
    try:
        notes.sign_note(actor, note_id)
        flash("Signed.", "good")
    except RuleBroken as broken:
        flash(broken.message, "warn")
    return go(url_for("claims.show", number=number), 303)


def _carried_out(actor: Actor, number: str, form: ComposerForm) -> bool:
    try:
        if request.form.get("action") == "draft":
            notes.draft_note(actor, number, form.composed(), key=form.key)
            flash("Kept as a draft: only you see it until you sign it.", "info")
        else:
            notes.write_note(actor, number, form.composed(), key=form.key)
            flash("Signed and saved.", "good")
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True
