"""Workers who may be one person: the pairs, and what is said of them."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.bench.room import after_asked, blueprint
from ohms.commands import same_person as commands
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.pairs import SAME
from ohms.queries.same_person import LISTED, pairs
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer, page_for
from ohms.web.reading import shown

ONE = "/bench/same-person/<int(max=2147483647):pair_id>"


@blueprint.get("/bench/same-person")
@requires(Permission.SAME_PERSON_DECIDE, reads="list_same_persons")
def same_person() -> str:
    decided = request.args.get("decided") == "yes"
    found = pairs(current_actor(), decided=decided, after=after_asked())
    listed = found[:LISTED]
    shown(claim_ids=sorted({claim for pair in listed for claim in pair.claim_ids}))
    return render_template(
        "bench/same_person.html",
        pairs=listed,
        further=listed[-1].id if len(found) > LISTED else None,
        decided=decided,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@blueprint.post(ONE)
@requires(Permission.SAME_PERSON_DECIDE)
def decide(pair_id: int) -> Answer:
    said = request.form.get("decision", "")
    try:
        commands.decide_same_person(current_actor(), pair_id, said)
    except RuleBroken as broken:
        return page_for(422, broken.message)
    flash(
        "Kept as one person: each claim names the other."
        if said == SAME
        else "Kept as two people.",
        "good",
    )
    return go(url_for("bench.same_person"), 303)


@blueprint.post(f"{ONE}/undo")
@requires(Permission.SAME_PERSON_DECIDE)
def undo(pair_id: int) -> Answer:
    was, since = (request.form.get(name, "") for name in ("was", "since"))
    commands.undo_same_person(current_actor(), pair_id, was, since=since)
    flash("Undone: the pair waits again.", "good")
    return go(url_for("bench.same_person"), 303)
