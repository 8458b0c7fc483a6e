"""Many claims handed over in one act: the claims of a list's filter, ticked, with what would become
of each."""

from flask import flash, render_template, request
from flask import redirect as go
from werkzeug.wrappers import Response

from ohms.blueprints.claims.coordination import handed_over
from ohms.blueprints.claims.hand_over_forms import HandOverForm, with_choices
from ohms.blueprints.claims.listing import read_filter
from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Actor, Permission
from ohms.domain.transfers import MOST_AT_ONCE
from ohms.queries.transferable import (
    claim_ids_matching,
    claim_ids_of,
    refusals_of,
    transferable_claims,
)
from ohms.web.access import current_actor, requires
from ohms.web.filters import link_to
from ohms.web.reading import shown

OF_THE_FORM = ("claim", "to")


@blueprint.get("/claims/hand-over")
@requires(Permission.CLAIM_HAND_OVER, reads="preview_hand_over")
def preview_hand_over() -> str:
    actor = current_actor()
    form = HandOverForm(formdata=None, to=request.args.get("to", ""))
    ids = claim_ids_matching(actor, read_filter(actor), MOST_AT_ONCE)
    return _preview(actor, form, ids, ticked=None)


@blueprint.post("/claims/hand-over")
@requires(Permission.CLAIM_HAND_OVER)
def hand_over_claims() -> Response | tuple[str, int]:
    actor, form = current_actor(), HandOverForm()
    ticked = claim_ids_of(actor, form.numbers)
    if form.validate() and form.carried_out(lambda: _tell(actor, form, ticked)):
        return go("/transfers", 303)
    ids = claim_ids_matching(actor, read_filter(actor), MOST_AT_ONCE)
    return _preview(actor, form, sorted({*ids, *ticked}), ticked=set(ticked)), 422


def _tell(actor: Actor, form: HandOverForm, ticked: list[int]) -> None:
    done = handed_over(actor, ticked, form)
    what = "given" if form.assigns else "offered"
    kept = len(ticked) - done
    rest = f"; {kept} could not be and stayed" if kept else ""
    flash(f"{done} claim{'' if done == 1 else 's'} {what}{rest}.", "good")


def _preview(actor: Actor, form: HandOverForm, ids: list[int], ticked: set[int] | None) -> str:
    claims = transferable_claims(actor, ids[:MOST_AT_ONCE])
    with_choices(actor, form, {claim.cohe_id for claim in claims})
    to = form.chosen
    refusals = refusals_of(actor, claims, to) if to is not None else {}
    shown(claim_ids=sorted(claim.id for claim in claims))
    back = {name: v for name, v in request.args.to_dict().items() if name not in OF_THE_FORM}
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
        back=link_to("/claims", back),
        action=link_to("/claims/hand-over", back),
        may_assign=actor.may(Permission.CLAIM_ASSIGN),
    )
