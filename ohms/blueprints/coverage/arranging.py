"""Cover arranged by the supervisor for some providers and days, its consequence told before."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms.blueprints.coverage.forms import ArrangeForm
from ohms.blueprints.coverage.room import blueprint
from ohms.commands.coverage import arrange_cover
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.queries.coverage_calendar import arrangeable
from ohms.queries.people import coordinators_of
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import chosen_id
from ohms.web.reading import shown
from ohms.web.supervised import centre_frame, supervised_centre

PAGE = "/staffing/coverage/arrange"


@blueprint.get(PAGE)
@requires(Permission.STAFFING_MANAGE, reads="preview_cover")
def arrange() -> str:
    return _page(current_actor(), ArrangeForm(formdata=request.args))


@blueprint.post(PAGE)
@requires(Permission.STAFFING_MANAGE)
def arrange_one() -> Answer:
    actor, form = current_actor(), ArrangeForm()
    cohe_id = supervised_centre(actor)
    if form.validate() and form.carried_out(
        lambda: arrange_cover(
            actor,
            cohe_id,
            chosen_id(form.absent.data) or 0,
            covering_id=chosen_id(form.covering.data),
            provider_ids=form.provider_ids,
            from_on=form.from_on.data,
            to_on=form.to_on.data,
        )
    ):
        flash("Arranged, as it was told here.", "good")
        week = (form.from_on.data or actor.on_day).isoformat()
        return go(url_for("coverage.index", cohe=cohe_id, week=week), 303)
    return _page(actor, form), 422


def _page(actor: Actor, form: ArrangeForm) -> str:
    cohe_id = supervised_centre(actor)
    shown(cohe_id=cohe_id)
    people = dict(coordinators_of(actor, [cohe_id]))
    absent = chosen_id(form.absent.data)
    first = max(form.from_on.data or actor.on_day, actor.on_day)
    last = max(form.to_on.data or first, first)
    form.covering.offer((id_, name) for id_, name in people.items() if id_ != absent)
    covering = chosen_id(form.covering.data)
    return render_template(
        "coverage/arrange.html",
        form=form,
        unlinked=[("", text) for _id, text in form.problems],
        absent=absent,
        absent_name=people.get(absent or 0, ""),
        covering=covering if covering in people and covering != absent else None,
        covering_name=people.get(covering or 0, ""),
        found=arrangeable(
            actor, cohe_id, absent or 0, covering or 0, form.provider_ids, (first, last)
        ),
        picked=[str(id_) for id_ in form.provider_ids],
        first=first,
        last=last,
        **centre_frame(actor, cohe_id),
    )
