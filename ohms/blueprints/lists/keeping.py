"""A list's view kept, opened, changed and deleted; the columns and density of a list."""

from flask import flash, render_template, request, url_for
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.lists.forms import LookForm, ViewForm
from ohms.blueprints.lists.room import ONE_TO_CHANGE, ONE_VIEW, blueprint
from ohms.commands import lists as commands
from ohms.domain.access import Permission
from ohms.domain.actor import Actor, check_may
from ohms.domain.errors import RuleBroken
from ohms.domain.lists import COLUMNS, ListName, kept_of
from ohms.queries.kept_lists import KeptView, kept_view, named_in_state, no_longer_valid
from ohms.queries.list_kinds import ListKind, read_state
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.filter_words import labels_of, state_in_words
from ohms.web.filters import link_to
from ohms.web.lists import centres_to_share_with
from ohms.web.reading import shown

LISTS = {
    ListName.CLAIMS: "Claims",
    ListName.TASKS: "Tasks",
    ListName.REFERRALS: "Referrals",
}


@blueprint.get(ONE_VIEW)
@requires(Permission.LIST_KEEP, reads="open_view")
def open_view(view_id: int) -> Response:
    """Its list as it was kept; what of it means nothing any more is told, and left out."""
    actor = current_actor()
    kind, view = kept_view(actor, view_id)
    check_may(actor, kind.permission)
    shown(object_type="saved_view", object_id=view.id, cohe_id=view.cohe_id)
    return go(_opened(actor, kind, view), 303)


@blueprint.post("/lists/views")
@requires(Permission.LIST_KEEP)
def save_view() -> Answer:
    actor, form = current_actor(), ViewForm()
    kind, made = form.kind, list[int]()
    if form.validate() and form.carried_out(lambda: made.append(_saved(actor, kind, form))):
        flash(f"Saved: “{form.name.data}” stands among the views of this list.", "good")
        _tell_what_is_left_out(form)
        return go(url_for("lists.open_view", view_id=made[0]), 303)
    return _refused(actor, form, None), 422


@blueprint.post(ONE_TO_CHANGE)
@requires(Permission.LIST_KEEP)
def change_view(kept_id: int) -> Answer:
    actor, form = current_actor(), ViewForm()
    _kind, view = kept_view(actor, kept_id)
    if form.validate() and form.carried_out(
        lambda: commands.change_view(
            actor, kept_id, form.look, called=form.name.data, version=form.filled_in_over
        )
    ):
        flash("Saved over what the view showed before.", "good")
        _tell_what_is_left_out(form)
        return go(url_for("lists.open_view", view_id=kept_id), 303)
    return _refused(actor, form, view), 422


@blueprint.post(f"{ONE_TO_CHANGE}/delete")
@requires(Permission.LIST_KEEP)
def delete_view(kept_id: int) -> Response:
    """What it showed, as far as that is there today, stands in the address that one comes back to."""
    actor = current_actor()
    kind, view = kept_view(actor, kept_id)
    kept, _lost = _what_is_there(actor, kind, view)
    try:
        version = LookForm().filled_in_over
        name = commands.delete_view(actor, kept_id, version=version)
    except RuleBroken as broken:
        flash(broken.message, "bad")
        return go(url_for("lists.open_view", view_id=kept_id), 303)
    flash(
        f"“{name}” is deleted. What it showed still stands here: save it to have it back.", "info"
    )
    look = {"columns": view.columns, "density": view.density}
    return go(link_to(kind.path, {**kept, **look}), 303)


@blueprint.post("/lists/opens-with")
@requires(Permission.LIST_KEEP)
def open_list_with() -> Response:
    """With the view in the form, or as ever."""
    actor, form = current_actor(), LookForm()
    view_id = form.view_id
    commands.open_list_with(actor, form.kind.name, view_id)
    flash("This list opens with the view now." if view_id else "This list opens as ever.", "good")
    return go(form.back(view=view_id), 303)


@blueprint.post("/lists/columns")
@requires(Permission.LIST_KEEP)
def like_list() -> Response:
    """Shown once, by the address, or kept wherever no view says others."""
    actor, form = current_actor(), LookForm()
    how = request.form.get("how")
    if how == "show":
        return go(form.back(view=form.view_id, **form.look_in_address), 303)
    look = form.look
    columns, density = (None, None) if how == "usual" else (look.columns, look.density)
    commands.like_list(actor, form.kind.name, columns, density)
    flash("The usual columns stand again." if how == "usual" else "Kept for this list.", "good")
    return go(form.back(), 303)


def _tell_what_is_left_out(form: ViewForm) -> None:
    if kept_of(form.told) != form.told:
        flash("A view keeps no typed words and no claim number: they are left out.", "info")


def _saved(actor: Actor, kind: ListKind, form: ViewForm) -> int:
    return commands.save_view(
        actor,
        kind.name,
        form.look,
        called=form.name.data,
        cohe_id=form.shared_with,
        key=form.key,
    )


def _opened(actor: Actor, kind: ListKind, view: KeptView) -> str:
    kept, lost = _what_is_there(actor, kind, view)
    if lost:
        words = ", ".join(labels_of(kind.name, lost))
        flash(
            f"“{view.name}” asks for something that is not there any more ({words}): the list"
            " stands here without it.",
            "info",
        )
    return link_to(kind.path, {**kept, "view": view.id})


def _in_words(actor: Actor, form: ViewForm) -> list[str]:
    told = kept_of(form.told)
    return state_in_words(form.kind.name, told, named_in_state(actor, form.kind, told))


def _what_is_there(
    actor: Actor, kind: ListKind, view: KeptView
) -> tuple[dict[str, str], list[str]]:
    """The parts of what a view keeps that mean something today, and the names of the others."""
    told = read_state(kind, view.state)
    lost = no_longer_valid(actor, kind, told)
    return {name: value for name, value in told.items() if name not in lost}, lost


def _refused(actor: Actor, form: ViewForm, view: KeptView | None) -> str:
    form.share.choices = [
        ("", "Me"),
        *((str(id_), name) for id_, name in centres_to_share_with(actor)),
    ]
    return render_template(
        "lists/view.html",
        form=form,
        view=view,
        list_called=LISTS[form.kind.name],
        columns=[COLUMNS[form.kind.name][each].label for each in form.ticked],
        ticked=form.ticked,
        back=form.back(view=view.id if view else None, **form.look_in_address),
        keeps=_in_words(actor, form),
    )
