"""The page of a COHE's casework settings, with their history."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.centre_settings.forms import SettingsForm
from ohms.blueprints.centre_settings.room import blueprint
from ohms.commands.centre_settings import set_centre_settings
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.centre_settings import SETTINGS
from ohms.queries.centre_settings import changes_of, last_row_of
from ohms.queries.settings import centre_settings
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, centre_read, supervised_centre

PAGE = "/admin/casework"


@blueprint.get(PAGE)
@requires(Permission.SETTING_READ, reads="read_centre_settings")
def index() -> str:
    actor = current_actor()
    cohe_id = centre_read(actor)
    form = SettingsForm(formdata=None, from_on=actor.on_day, stood=str(last_row_of(cohe_id)))
    form.fill(centre_settings(cohe_id, actor.on_day))
    return _page(actor, cohe_id, form)


@blueprint.post(PAGE)
@requires(Permission.SETTING_WRITE)
def change() -> Answer:
    actor, form = current_actor(), SettingsForm()
    cohe_id = supervised_centre(actor)
    if form.validate() and form.carried_out(
        lambda: set_centre_settings(
            actor,
            cohe_id,
            form.draft,
            from_on=form.from_on.data,
            reason=form.reason.data,
            stood=form.filled_in_over,
            key=form.key,
        )
    ):
        flash("Set: it holds from that day on.", "good")
        return go(url_for("centre_settings.index", cohe=request.args.get("cohe")), 303)
    return _page(actor, cohe_id, form), 422


def _page(actor: Actor, cohe_id: int, form: SettingsForm) -> str:
    shown(cohe_id=cohe_id)
    return render_template(
        "centre_settings/index.html",
        form=form,
        standing=centre_settings(cohe_id, actor.on_day),
        settings=SETTINGS,
        history=changes_of(cohe_id),
        **centre_frame(actor, cohe_id, reading=True),
    )
