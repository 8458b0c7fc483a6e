"""Accounts that may be one employer: the pairs, and what is said of them."""

from flask import flash, render_template, request, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.bench.room import after_asked, blueprint
from ohms.commands import same_employer as commands
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.pairs import SAME
from ohms.queries.same_employer import LISTED, account_pairs
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer, page_for

ONE = "/bench/same-employer/<int(max=2147483647):accounts_id>"


@blueprint.get("/bench/same-employer")
@requires(Permission.SAME_EMPLOYER_DECIDE, reads="list_same_employers")
def same_employer() -> str:
    decided = request.args.get("decided") == "yes"
    found = account_pairs(current_actor(), decided=decided, after=after_asked())
    listed = found[:LISTED]
    return render_template(
        "bench/same_employer.html",
        pairs=listed,
        further=listed[-1].id if len(found) > LISTED else None,
        decided=decided,
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )


@blueprint.post(ONE)
@requires(Permission.SAME_EMPLOYER_DECIDE)
def decide_employers(accounts_id: int) -> Answer:
    said = request.form.get("decision", "")
    try:
        commands.decide_same_employer(current_actor(), accounts_id, said)
    except RuleBroken as broken:
        return page_for(422, broken.message)
    flash(
        "Kept as one employer: the page of each tells the other."
        if said == SAME
        else "Kept as two employers.",
        "good",
    )
    return go(url_for("bench.same_employer"), 303)


@blueprint.post(f"{ONE}/undo")
@requires(Permission.SAME_EMPLOYER_DECIDE)
def undo_employers(accounts_id: int) -> Answer:
    was, since = (request.form.get(name, "") for name in ("was", "since"))
    commands.undo_same_employer(current_actor(), accounts_id, was, since=since)
    flash("Undone: the pair waits again.", "good")
    return go(url_for("bench.same_employer"), 303)
