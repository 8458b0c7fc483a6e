"""A supervisor reads and writes the playbooks of their COHE."""

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.playbooks.forms import PlaybookForm, as_fields
from ohms.blueprints.playbooks.room import blueprint
from ohms.commands import playbooks as commands
from ohms.domain.access import Actor, HeldPosition, Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Role
from ohms.queries.playbooks import playbook_by_key, playbook_versions, playbooks_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown


@blueprint.get("/admin/playbooks")
@requires(Permission.PLAYBOOK_EDIT, reads="list_playbooks")
def index() -> str:
    actor = current_actor()
    held = _centre(actor)
    shown(cohe_id=held.cohe_id)
    return render_template(
        "playbooks/index.html", playbooks=playbooks_of(_id(held)), **_frame(actor, held)
    )


@blueprint.route("/admin/playbooks/new", methods=["GET", "POST"])
@requires(Permission.PLAYBOOK_EDIT, reads="read_playbook")
def add() -> Answer | str:
    actor, form = current_actor(), PlaybookForm()
    held = _centre(actor)
    if form.validate_on_submit() and _carried_out(
        form, lambda: commands.add_playbook(actor, _id(held), form.written(""))
    ):
        flash("Added: it is offered from now on.", "good")
        return go(url_for("playbooks.index", cohe=request.args.get("cohe")), 303)
    page = render_template(
        "playbooks/edit.html", form=form, playbook=None, versions=[], **_frame(actor, held)
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/admin/playbooks/<playbook_key>", methods=["GET", "POST"])
@requires(Permission.PLAYBOOK_EDIT, reads="read_playbook")
def edit(playbook_key: str) -> Answer | str:
    actor = current_actor()
    held = _centre(actor)
    playbook = playbook_by_key(_id(held), playbook_key)
    form = PlaybookForm(data=as_fields(playbook))
    if form.validate_on_submit() and _carried_out(
        form, lambda: commands.save_playbook(actor, _id(held), form.written(playbook_key))
    ):
        flash("Saved as a new version: the one before stays below.", "good")
        return go(request.full_path.rstrip("?"), 303)
    shown(cohe_id=held.cohe_id)
    page = render_template(
        "playbooks/edit.html",
        form=form,
        playbook=playbook,
        versions=playbook_versions(_id(held), playbook_key),
        **_frame(actor, held),
    )
    return page, 422 if form.is_submitted() else 200


def _carried_out(form: PlaybookForm, save: Callable[[], object]) -> bool:
    try:
        save()
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    return True


def _supervised(actor: Actor) -> list[HeldPosition]:
    return [held for held in actor.positions if held.role is Role.SUPERVISOR and held.cohe_id]


def _centre(actor: Actor) -> HeldPosition:
    """The supervised COHE whose id the address names, else the first."""
    held = _supervised(actor)
    return next((each for each in held if str(each.cohe_id) == request.args.get("cohe")), held[0])


def _id(held: HeldPosition) -> int:
    assert held.cohe_id is not None
    return held.cohe_id


def _frame(actor: Actor, held: HeldPosition) -> dict[str, Any]:
    several = _supervised(actor)
    return {
        "held": held,
        "centres": several if len(several) > 1 else [],
        "cohe": f"?cohe={held.cohe_id}" if len(several) > 1 else "",
        "local": lambda instant: instant.astimezone(clock.PACIFIC),
    }
