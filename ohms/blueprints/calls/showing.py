"""The calls that wait, those one took, and the page of one call."""

from flask import render_template

from ohms.blueprints.calls.forms import MatchForm
from ohms.blueprints.calls.room import ONE_CALL, blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.values import Role
from ohms.queries.call_candidates import candidates_for
from ohms.queries.calls import (
    LISTED,
    call_shown,
    calls_for,
    calls_taken,
    calls_without_anybody,
)
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown


@blueprint.get("/calls")
@requires(Permission.CALL_READ, reads="list_calls")
def index() -> str:
    actor = current_actor()
    mine = ask(calls_for(actor))
    waiting = ask(calls_without_anybody(actor)) if actor.holds(Role.SUPERVISOR) else None
    shown(claim_ids=sorted(mine.claim_ids | (waiting.claim_ids if waiting else set())))
    return render_template(
        "calls/index.html",
        mine=mine,
        waiting=waiting,
        taken=ask(calls_taken(actor)),
        takes_calls=actor.may(Permission.CALL_TAKE),
        listed=LISTED,
    )


@blueprint.get(ONE_CALL)
@requires(Permission.CALL_READ, reads="read_call")
def show(call_id: int) -> str:
    return page_of(current_actor(), call_id, MatchForm())


def page_of(actor: Actor, call_id: int, form: MatchForm) -> str:
    """The call's page with the form by which it is brought to a claim, empty or refused."""
    found = call_shown(actor, call_id)
    candidates = candidates_for(actor, found.call) if found.call.claim_id is None else []
    candidates = [each for each in candidates if each.claim_id != found.claim_id]
    shown(
        claim_id=found.claim_id,
        claim_ids=[each.claim_id for each in candidates],
        cohe_id=found.call.cohe_id,
        object_type="call_intake",
        object_id=call_id,
    )
    return render_template(
        "calls/show.html",
        found=found,
        candidates=candidates,
        form=form,
        problems=_problems(form, on_page=not found.is_matched),
    )


def _problems(form: MatchForm, *, on_page: bool) -> list[tuple[str, str]]:
    """What the summary lists; without its field's id where the call's claim took the form away."""
    return [(id_ or "" if on_page else "", text) for id_, text in form.problems]
