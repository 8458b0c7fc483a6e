"""The list of what waits for a decision, one claim alone, and the decision."""

from datetime import date

from flask import redirect as go
from flask import render_template, request, session, url_for

from ohms.blueprints.triage.forms import DecisionForm
from ohms.blueprints.triage.room import blueprint
from ohms.commands.triage import decide_triage
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.errors import RuleBroken
from ohms.domain.triage import TriageChoice
from ohms.domain.values import Coordination
from ohms.queries.triage import LineToDecide, at_triage, to_decide, triage_by_number
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer
from ohms.web.forms import new_key
from ohms.web.reading import shown
from ohms.web.sign_in import own_path

LISTED = 50
DECIDED = "decided_at_triage"
"""Where the browser's session keeps the claim decided last, for the next page to offer it again."""


@blueprint.get("/triage")
@requires(Permission.TRIAGE_DECIDE, reads="list_triage")
def index() -> str:
    actor = current_actor()
    waiting = at_triage(actor)
    new = [line for line in waiting if line.claim.coordination is Coordination.NEW]
    back = [line for line in waiting if line.claim.coordination is not Coordination.NEW]
    asked = request.args.get("waiting", "")
    listed = {"new": new, "back": back}.get(asked, waiting)
    lines = to_decide(actor, listed[:LISTED])
    shown(claim_ids=[line.claim.id for line in lines], detail={"total": len(listed)})
    return render_template(
        "triage/index.html",
        lines=lines,
        total=len(listed),
        new=len(new),
        back=len(back),
        asked=asked if asked in ("new", "back") else "",
        decided=_decided(),
        new_key=new_key,
    )


@blueprint.get("/triage/<number>")
@requires(Permission.TRIAGE_DECIDE, reads="read_triage_of_claim")
def show(number: str) -> str:
    actor = current_actor()
    return _page(actor, number, _fresh(triage_by_number(actor, number)))


@blueprint.post("/triage/<number>")
@requires(Permission.TRIAGE_DECIDE)
def decide(number: str) -> Answer:
    actor, form = current_actor(), DecisionForm()
    if form.validate() and _carried_out(actor, number, form):
        return go(_back(), 303)
    return _page(actor, number, form), 422


def _carried_out(actor: Actor, number: str, form: DecisionForm) -> bool:
    try:
        choice = TriageChoice(form.decision.data)
        decide_triage(
            actor,
            number,
            decision=choice,
            watch_until=form.watch_until.data,
            reason=form.reason.data,
            key=form.key,
        )
    except RuleBroken as broken:
        form.refuse(broken)
        return False
    until = form.watch_until.data if choice is TriageChoice.WATCH else None
    session[DECIDED] = (number.upper(), choice.value, until.isoformat() if until else "")
    return True


def _decided() -> tuple[str, str, date | None] | None:
    """The claim decided last in this browser, how, and until when it is watched: told once."""
    number, choice, until = session.pop(DECIDED, None) or ("", "", "")
    return (number, choice, date.fromisoformat(until) if until else None) if number else None


def _fresh(line: LineToDecide) -> DecisionForm:
    form = DecisionForm(formdata=None, reason=line.no_action_reason)
    form.watch_until.raw = form.WATCH_UNTIL
    return form


def _page(actor: Actor, number: str, form: DecisionForm) -> str:
    """One claim with its form: fresh, or refused with what was typed."""
    line = triage_by_number(actor, number)
    shown(
        claim_id=line.claim.id,
        cohe_id=line.claim.cohe_id,
        object_type="claim",
        object_id=line.claim.id,
    )
    return render_template("triage/show.html", line=line, form=form, back=_back())


def _back() -> str:
    """The list that the decision was begun from, with the row in it."""
    return own_path(request.values.get("back") or url_for("triage.index"))
