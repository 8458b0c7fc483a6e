"""A supervisor reads what L&I says of a claim's initiation, and confirms or refuses it."""

from flask import flash, render_template, url_for
from flask import redirect as go

from ohms.blueprints.rehoming.room import blueprint
from ohms.commands.rehoming import confirm_rehoming, refuse_rehoming
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.one_line import LONGEST_REASON
from ohms.queries.rehoming import (
    rehoming_by_id,
    rehomings_decided,
    rehomings_of_others,
    rehomings_to_decide,
)
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.fields import LineField
from ohms.web.forms import OhmsForm, new_key
from ohms.web.reading import shown

ONE = "/rehoming/<int(max=2147483647):rehoming_id>"


class RefusalForm(OhmsForm):
    reason = LineField(
        "Why not",
        longest=LONGEST_REASON,
        demand="Enter why, in a few words: it stays with the claim.",
    )


@blueprint.get("/rehoming")
@requires(Permission.REHOMING_DECIDE, reads="list_rehomings")
def index() -> str:
    actor = current_actor()
    lists = rehomings_to_decide(actor), rehomings_of_others(actor), rehomings_decided(actor)
    shown(claim_ids=sorted({each.claim_id for found in lists for each in found}))
    waiting, others, decided = lists
    return render_template("rehoming/index.html", waiting=waiting, others=others, decided=decided)


@blueprint.get(ONE)
@requires(Permission.REHOMING_DECIDE, reads="read_rehoming")
def show(rehoming_id: int) -> str:
    return _page(current_actor(), rehoming_id, RefusalForm(formdata=None))


@blueprint.post(f"{ONE}/confirm")
@requires(Permission.REHOMING_DECIDE)
def confirm(rehoming_id: int) -> Answer:
    actor, form = current_actor(), RefusalForm(formdata=None)
    if form.carried_out(lambda: confirm_rehoming(actor, rehoming_id)):
        flash("Confirmed.", "good")
        return go(url_for("rehoming.show", rehoming_id=rehoming_id), 303)
    return _page(actor, rehoming_id, form), 422


@blueprint.post(f"{ONE}/refuse")
@requires(Permission.REHOMING_DECIDE)
def refuse(rehoming_id: int) -> Answer:
    actor, form = current_actor(), RefusalForm()
    if form.validate() and form.carried_out(
        lambda: refuse_rehoming(actor, rehoming_id, form.reason.data)
    ):
        flash("Refused: the claim stays as it was.", "good")
        return go(url_for("rehoming.show", rehoming_id=rehoming_id), 303)
    return _page(actor, rehoming_id, form), 422


def _page(actor: Actor, rehoming_id: int, form: RefusalForm) -> str:
    found = rehoming_by_id(actor, rehoming_id)
    shown(
        claim_id=found.claim_id,
        cohe_id=found.cohe_id,
        object_type="rehoming_proposal",
        object_id=found.id,
    )
    return render_template(
        "rehoming/show.html",
        found=found,
        form=form,
        problems=[(id_ or "" if found.asked else "", text) for id_, text in form.problems],
        new_key=new_key,
    )
