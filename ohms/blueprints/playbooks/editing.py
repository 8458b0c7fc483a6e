"""A supervisor reads and writes the playbooks of their COHE."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.playbooks.forms import PlaybookForm, as_fields
from ohms.blueprints.playbooks.room import blueprint
from ohms.commands import playbooks as commands
from ohms.domain.access import Permission
from ohms.queries.playbooks import playbook_by_key, playbook_versions, playbooks_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre


@blueprint.get("/admin/playbooks")
@requires(Permission.PLAYBOOK_EDIT, reads="list_playbooks")
def index() -> str:
    actor = current_actor()
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    return render_template(
        "playbooks/index.html", playbooks=playbooks_of(cohe_id), **centre_frame(actor, cohe_id)
    )


@blueprint.route("/admin/playbooks/new", methods=["GET", "POST"])
@requires(Permission.PLAYBOOK_EDIT, reads="read_playbook")
def add() -> Answer | str:
    actor, form = current_actor(), PlaybookForm()
    cohe_id = supervised_centre(actor)
    if form.validate_on_submit() and form.carried_out(
        lambda: commands.add_playbook(actor, cohe_id, form.written(""))
    ):
        flash("Added: it is offered from now on.", "good")
        return go(url_for("playbooks.index", cohe=request.args.get("cohe")), 303)
    page = render_template(
        "playbooks/edit.html", form=form, playbook=None, versions=[], **centre_frame(actor, cohe_id)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/admin/playbooks/<playbook_key>", methods=["GET", "POST"])
@requires(Permission.PLAYBOOK_EDIT, reads="read_playbook")
def edit(playbook_key: str) -> Answer | str:
    actor = current_actor()
    cohe_id = supervised_centre(actor)
    playbook = playbook_by_key(cohe_id, playbook_key)
    form = PlaybookForm(data=as_fields(playbook))
    if form.validate_on_submit() and form.carried_out(
        lambda: commands.save_playbook(actor, cohe_id, form.written(playbook_key))
    ):
        flash("Saved as a new version: the one before stays below.", "good")
        return go(request.full_path.rstrip("?"), 303)
    shown(cohe_id=cohe_id)
    page = render_template(
        "playbooks/edit.html",
        form=form,
        playbook=playbook,
        versions=playbook_versions(cohe_id, playbook_key),
        **centre_frame(actor, cohe_id),
    )
    return page, 422 if form.is_submitted() else 200
