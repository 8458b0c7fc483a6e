"""Handing claims over in bulk: those picked on the list or all of its filter, ticked, with what would become
of each. The outcome and its undo: `blueprints/lists/bulk.py`."""

from typing import Any

from flask import flash, render_template, request
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.claims.bulk import OF_THE_BAR, picked_claims
from ohms.blueprints.claims.hand_over_forms import HandOverForm, with_choices
from ohms.blueprints.claims.listing import read_filter
from ohms.blueprints.claims.room import blueprint
from ohms.commands.bulk_claims import assign_in_bulk, offer_in_bulk
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.bulk import NONE_PICKED
from ohms.domain.transfers import MOST_AT_ONCE
from ohms.queries.transferable import (
    claim_ids_matching,
    claim_ids_of,
    refusals_of,
    transferable_claims,
)
from ohms.web.access import current_actor, requires
from ohms.web.bulk_preview import to_the_outcome
from ohms.web.filters import link_to
from ohms.web.reading import shown

OF_THE_FORM = (*OF_THE_BAR, "to")


@blueprint.get("/claims/hand-over")
@requires(Permission.CLAIM_HAND_OVER, reads="preview_hand_over")
def preview_hand_over() -> Response | str:
    actor = current_actor()
    form = HandOverForm(formdata=None, to=request.args.get("to", ""))
    whole = request.args.get("all") == "yes"
    picks = not whole and ("all" in request.args or "claim" in request.args)
    ids = picked_claims(actor) if picks else _of_the_list(actor)
    if picks and not ids:
        flash(NONE_PICKED, "bad")
        return go(link_to("/claims", _kept()), 303)
    return _preview(actor, form, ids, ticked=None)


@blueprint.post("/claims/hand-over")
@requires(Permission.CLAIM_HAND_OVER)
def hand_over_claims() -> Response | tuple[str, int]:
    actor, form = current_actor(), HandOverForm()
    ticked = claim_ids_of(actor, form.numbers)
    made = list[int]()
    if form.validate() and form.carried_out(lambda: made.append(_act(actor, form, ticked))):
        return to_the_outcome(made[0], _kept())
    listed = {*_of_the_list(actor), *ticked}
    return _preview(actor, form, sorted(listed), ticked=set(ticked)), 422


def _of_the_list(actor: Actor) -> list[int]:
    return claim_ids_matching(actor, read_filter(actor), MOST_AT_ONCE)


def _kept() -> dict[str, str]:
    """The list that the preview came from."""
    return {name: v for name, v in request.args.to_dict().items() if name not in OF_THE_FORM}


def _act(actor: Actor, form: HandOverForm, ticked: list[int]) -> int:
    told: dict[str, Any] = {
        "to_staff_id": form.to_staff_id,
        "reason": form.reason.data,
        "key": form.key,
    }
    if form.assigns:
        return assign_in_bulk(actor, ticked, **told)
    return offer_in_bulk(actor, ticked, from_on=form.from_on.data, **told)


def _preview(actor: Actor, form: HandOverForm, ids: list[int], ticked: set[int] | None) -> str:
    claims = transferable_claims(actor, ids[:MOST_AT_ONCE])
    with_choices(actor, form, {claim.cohe_id for claim in claims})
    to = form.chosen
    refusals = refusals_of(actor, claims, to) if to is not None else {}
    shown(claim_ids=sorted(claim.id for claim in claims))
    back = _kept()
    return render_template(
        "claims/hand_over.html",
        form=form,
        problems=[(id_ or "" if to or id_ == "to" else "", text) for id_, text in form.problems],
        claims=claims,
        refusals=refusals,
        ticked=ticked,
        to=to,
        more=len(ids) > MOST_AT_ONCE,
        kept=back,
        picked=[] if request.args.get("all") == "yes" else request.args.getlist("claim"),
        back=link_to("/claims", back),
        action=link_to("/claims/hand-over", back),
        may_assign=actor.may(Permission.CLAIM_ASSIGN),
    )
