"""Who answered for a claim from when, when we worked on it, and handing it over."""

from datetime import date
from typing import Any, NamedTuple

from flask import flash, request, url_for
from flask import redirect as go

from ohms.blueprints.claims.closing_forms import ClosingForm
from ohms.blueprints.claims.hand_over_forms import (
    HandOverForm,
    ProposeForm,
    proposal_with_choices,
    with_choices,
)
from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.commands.transfers import assign_claims, offer_claims
from ohms.commands.transfers_between_cohes import propose_transfer
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.co_signing import CoSignKind
from ohms.domain.days import Leaning, read_day
from ohms.domain.errors import RuleBroken
from ohms.domain.values import Coordination, Role
from ohms.models.claims import Claim
from ohms.queries.answering import coordinator_of
from ohms.queries.claims import claim_by_number, claim_shown
from ohms.queries.entries_to_co_sign import waiting_by_subject
from ohms.queries.responsibility import answered_on, periods_of, responsibility_of
from ohms.queries.rounds import ask_all
from ohms.queries.transfers import transfers_of_claim
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import new_key
from ohms.web.reading import shown

PAGE = "/claims/<number>/coordination"


@blueprint.get(PAGE)
@requires(Permission.CLAIM_READ, reads="read_coordination")
def coordination(number: str) -> str:
    return page_of(current_actor(), number, HandOverForm(formdata=None))


@blueprint.post(PAGE)
@requires(Permission.CLAIM_HAND_OVER)
def hand_over_claim(number: str) -> Answer:
    """Offer it, or give it as its supervisor."""
    actor, form = current_actor(), HandOverForm()
    claim = claim_by_number(actor, number)
    with_choices(actor, form, {claim.cohe_id})
    claim_id = claim.id
    if form.validate() and form.carried_out(lambda: handed_over(actor, [claim_id], form)):
        given = "Given, with its open tasks." if form.assigns else "Offered: it stays yours until"
        flash(given if form.assigns else f"{given} the offer is accepted.", "good")
        return go(url_for("claims.coordination", number=number), 303)
    return page_of(actor, number, form), 422


@blueprint.post(f"{PAGE}/propose")
@requires(Permission.CLAIM_ASSIGN)
def propose(number: str) -> Answer:
    """Propose it to another COHE."""
    actor, form = current_actor(), ProposeForm()
    claim_id = claim_by_number(actor, number).id
    if form.validate() and form.carried_out(
        lambda: propose_transfer(
            actor, claim_id, to_cohe_id=form.to_cohe_id, reason=form.reason.data
        )
    ):
        flash("Proposed: it stays here until their supervisor accepts.", "good")
        return go(url_for("claims.coordination", number=number), 303)
    return page_of(actor, number, HandOverForm(formdata=None), form), 422


def handed_over(actor: Actor, claim_ids: list[int], form: HandOverForm) -> int:
    """How many of the claims were offered, or given."""
    told: dict[str, Any] = {
        "to_staff_id": form.to_staff_id,
        "reason": form.reason.data,
        "key": form.key,
    }
    if form.assigns:
        return assign_claims(actor, claim_ids, **told)
    return offer_claims(actor, claim_ids, from_on=form.from_on.data, **told)


def page_of(
    actor: Actor,
    number: str,
    form: HandOverForm,
    proposed: ProposeForm | None = None,
    closing: ClosingForm | None = None,
) -> str:
    """The page with the refused form as it was sent, the others fresh."""
    found = claim_shown(actor, number)
    claim = found.claim
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    transfers, waits, answering, answered, periods = ask_all(
        transfers_of_claim(actor, claim.id),
        waiting_by_subject(actor, claim.id),
        responsibility_of(actor, claim),
        answered_on(actor, claim, _asked_day(actor)),
        periods_of(actor, claim.id),
    )
    waiting = next((each for each in transfers if each.waits), None)
    closing_waits = waits.get((CoSignKind.CLOSING, None))
    may = _may(actor, claim, is_offered=waiting is not None)
    told = [*form.problems, *(proposed.problems if proposed else [])]
    offers_closing = (
        may.close and closing_waits is None and claim.coordination is not Coordination.CLOSED
    )
    of_closing = closing.problems if closing else []
    return claim_page(
        "claims/coordination.html",
        found,
        "claims.coordination",
        form=with_choices(actor, form, {claim.cohe_id}),
        waiting=waiting,
        decided=[each for each in reversed(transfers) if not each.waits],
        answering=answering,
        answered=answered,
        periods=periods,
        may_hand_over=may.hand_over,
        may_assign=may.assign,
        propose_form=proposal_with_choices(proposed, claim.cohe_id),
        problems=[
            *((id_ or "" if may.hand_over else "", text) for id_, text in told),
            *((id_ or "" if offers_closing else "", text) for id_, text in of_closing),
        ],
        closing=closing or ClosingForm(formdata=None),
        closing_waits=closing_waits,
        may_close=may.close,
        may_take_up=actor.may(Permission.TRIAGE_DECIDE),
        new_key=new_key,
    )


class _May(NamedTuple):
    """What this page lets the actor do with the claim; nothing with one that was purged."""

    hand_over: bool
    assign: bool
    close: bool


def _may(actor: Actor, claim: Claim, *, is_offered: bool) -> _May:
    if claim.purged_at is not None:
        return _May(False, False, False)
    supervises = claim.cohe_id in actor.cohes_as(Role.SUPERVISOR)
    own = coordinator_of(actor, claim) == actor.staff_id
    return _May(
        hand_over=(own or supervises) and not is_offered,
        assign=supervises,
        close=actor.may(Permission.CLAIM_COORDINATE),
    )


def _asked_day(actor: Actor) -> date:
    """The day that the address asks about; today for none, and for what is no day."""
    try:
        return read_day(request.args.get("day", "today"), actor.on_day, leaning=Leaning.BACK)
    except RuleBroken:
        return actor.on_day
