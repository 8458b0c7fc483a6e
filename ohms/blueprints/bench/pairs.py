"""Workers who may be one person, accounts that may be one employer: the pairs, and what is said of them."""

from collections.abc import Callable

from flask import flash, render_template, request, session, url_for
from flask import redirect as go

from ohms import clock
from ohms.blueprints.bench.room import blueprint
from ohms.commands import pairs as commands
from ohms.domain.access import Permission
from ohms.domain.errors import RuleBroken
from ohms.domain.pairs import SAME
from ohms.queries.pairs import LISTED, Pair, pairs
from ohms.queries.same_employer import ACCOUNTS
from ohms.queries.same_person import WORKERS
from ohms.web.access import current_actor, requires
from ohms.web.errors import Answer, page_for
from ohms.web.fields import chosen_id
from ohms.web.filters import link_to
from ohms.web.reading import shown

PERSON = "/bench/same-person/<int(max=2147483647):pair_id>"
EMPLOYER = "/bench/same-employer/<int(max=2147483647):accounts_id>"
SAID = "said_of_a_pair"
"""What this browser said last: the next page offers to undo it."""


@blueprint.get("/bench/same-person")
@requires(Permission.SAME_PERSON_DECIDE, reads="list_same_persons")
def same_person() -> str:
    found = pairs(current_actor(), WORKERS, decided=_decided(), after=_after())
    sides = [side for pair in found[:LISTED] for side in pair.sides]
    shown(claim_ids=sorted({claim.id for side in sides for claim in side}))
    return _page("same_person", found)


@blueprint.post(PERSON)
@requires(Permission.SAME_PERSON_DECIDE)
def decide(pair_id: int) -> Answer:
    kept = "Kept as one person: each claim names the other.", "Kept as two people."
    return _say("same_person", commands.decide_same_person, pair_id, kept)


@blueprint.post(f"{PERSON}/undo")
@requires(Permission.SAME_PERSON_DECIDE)
def undo(pair_id: int) -> Answer:
    return _undo("same_person", commands.undo_same_person, pair_id)


@blueprint.get("/bench/same-employer")
@requires(Permission.SAME_EMPLOYER_DECIDE, reads="list_same_employers")
def same_employer() -> str:
    found = pairs(current_actor(), ACCOUNTS, decided=_decided(), after=_after())
    return _page("same_employer", found)


@blueprint.post(EMPLOYER)
@requires(Permission.SAME_EMPLOYER_DECIDE)
def decide_employers(accounts_id: int) -> Answer:
    kept = "Kept as one employer: the page of each tells the other.", "Kept as two employers."
    return _say("same_employer", commands.decide_same_employer, accounts_id, kept)


@blueprint.post(f"{EMPLOYER}/undo")
@requires(Permission.SAME_EMPLOYER_DECIDE)
def undo_employers(accounts_id: int) -> Answer:
    return _undo("same_employer", commands.undo_same_employer, accounts_id)


def _decided() -> bool:
    return request.args.get("decided") == "yes"


def _after() -> int:
    """Below which pair a list goes on; 0 from its beginning."""
    return chosen_id(request.args.get("after")) or 0


def _page(kind: str, found: list[Pair]) -> str:
    return render_template(
        "bench/pairs.html",
        kind=kind,
        path=url_for(f"bench.{kind}"),
        pairs=found[:LISTED],
        further=found[LISTED - 1].proposal.id if len(found) > LISTED else None,
        decided=_decided(),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
        place=link_to("", {"after": _after() or None}),
        said=session.pop(SAID, None),
    )


def _say(kind: str, decide: Callable[..., str], pair_id: int, kept: tuple[str, str]) -> Answer:
    said = request.form.get("decision", "")
    try:
        since = decide(current_actor(), pair_id, said)
    except RuleBroken as broken:
        return page_for(422, broken.message)
    told = kept[0] if said == SAME else kept[1]
    session[SAID] = {"kind": kind, "id": pair_id, "told": told, "was": said, "since": since}
    return go(url_for(f"bench.{kind}", after=_after() or None), 303)


def _undo(kind: str, undo: Callable[..., None], pair_id: int) -> Answer:
    was, since = (request.form.get(name, "") for name in ("was", "since"))
    undo(current_actor(), pair_id, was, since=since)
    flash("Undone: the pair waits again.", "good")
    return go(url_for(f"bench.{kind}", after=_after() or None), 303)
