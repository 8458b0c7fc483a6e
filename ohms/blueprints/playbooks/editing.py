"""The playbooks of a COHE: read by who works there, written by its supervisor."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.playbooks.forms import PlaybookForm, as_fields
from ohms.blueprints.playbooks.room import blueprint
from ohms.commands import playbooks as commands
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.playbooks import Playbook
from ohms.queries.playbooks import playbook_by_key, playbook_versions, playbooks_of
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre


@blueprint.get("/admin/playbooks")
@requires(Permission.SETTING_READ, reads="list_playbooks")
def index() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    shown(cohe_id=cohe_id)
    return render_template(
        "playbooks/index.html",
        playbooks=playbooks_of(cohe_id),
        **centre_frame(actor, cohe_id, reading=True),
    )


@blueprint.route("/admin/playbooks/new", methods=["GET", "POST"])
@requires(Permission.PLAYBOOK_EDIT, reads="read_playbook")
def add() -> Answer | str:
    actor, form = current_actor(), PlaybookForm()
    cohe_id = supervised_centre(actor)
    if form.validate_on_submit() and form.carried_out(
        lambda: commands.add_playbook(actor, cohe_id, form.written(""), key=form.key)
    ):
        flash("Added: it is offered from now on.", "good")
        return go(url_for("playbooks.index", cohe=request.args.get("cohe")), 303)
    page = render_template(
        "playbooks/edit.html", form=form, playbook=None, versions=[], **centre_frame(actor, cohe_id)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/admin/playbooks/<playbook_key>")
@requires(Permission.SETTING_READ, reads="read_playbook")
def show(playbook_key: str) -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    playbook = playbook_by_key(cohe_id, playbook_key)
    return _page(actor, cohe_id, playbook, PlaybookForm(formdata=None, data=as_fields(playbook)))


@blueprint.post("/admin/playbooks/<playbook_key>")
@requires(Permission.PLAYBOOK_EDIT)
def edit(playbook_key: str) -> Answer:
    actor, form = current_actor(), PlaybookForm()
    cohe_id = supervised_centre(actor)
    playbook = playbook_by_key(cohe_id, playbook_key)
    if form.validate() and form.carried_out(
        lambda: commands.save_playbook(actor, cohe_id, form.written(playbook_key))
    ):
        flash("Saved as a new version: the one before stays below.", "good")
        return go(request.full_path.rstrip("?"), 303)
    return _page(actor, cohe_id, playbook, form), 422


def _page(actor: Actor, cohe_id: int, playbook: Playbook, form: PlaybookForm) -> str:
    shown(cohe_id=cohe_id)
    return render_template(
        "playbooks/edit.html",
        form=form,
        playbook=playbook,
        versions=playbook_versions(
            cohe_id, playbook.key, filters.whole_number(request.args, "before")
        ),
        **centre_frame(actor, cohe_id, reading=True),
    )
