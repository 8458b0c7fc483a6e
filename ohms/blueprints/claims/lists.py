"""The list of claims and its export."""

from datetime import date

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Redirect

from ohms import clock
from ohms.blueprints.claims.listing import letters_of, listing_for, read_filter, told_filter
from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import check_may
from ohms.domain.bulk import MOST_AT_ONCE
from ohms.domain.calendar import business_days_between
from ohms.domain.lists import ListName
from ohms.queries.claim_filter import ListScope
from ohms.queries.claim_scores import (
    MOST_SCORED,
    every_claim,
    in_a_sort_that_can_be,
    is_by_score,
    page_of_claims,
)
from ohms.web.access import current_actor, requires
from ohms.web.exports import password_again
from ohms.web.filter_picks import nothing_listed
from ohms.web.filter_words import SCOPES
from ohms.web.filters import link_to, turning
from ohms.web.lists import Exported, filter_args, first_opened, list_frame, taken_out
from ohms.web.reading import shown

EXPORTED = (
    "claim_number",
    "last_name",
    "first_name",
    "injury_on",
    "initiated_on",
    "employer",
    "provider",
    "status",
    "coordination",
    "complexity",
    "work_status",
    "on_time_loss",
    "last_contact_on",
    "next_due_by",
    "next_task",
    "coordinator",
)


USUAL = (
    "worker",
    "injury",
    "employer",
    "provider",
    "coordination",
    "work_status",
    "time_loss",
    "contact",
    "next",
    "due",
)
"""The columns where nobody chose others; of a whole COHE with the coordinator."""
SORTED_BY = {
    "worker": "worker",
    "injury": "injury_on",
    "initiated": "initiated_on",
    "contact": "last_contact",
    "due": "next_due",
}


@blueprint.get("/claims")
@requires(Permission.CLAIM_READ, reads="list_claims")
def index() -> str | Redirect:
    actor = current_actor()
    wished = told_filter(actor)
    frame = list_frame(actor, ListName.CLAIMS, _usual(wished.scope))
    if opens_with := first_opened(frame):
        return redirect(opens_with, 303)
    letters = letters_of(actor, wished)
    if letters.leads_on:
        return letters.leads_on
    asked = wished if letters.problems else in_a_sort_that_can_be(actor, wished)
    page = nothing_listed() if letters.problems else page_of_claims(actor, asked)
    shown(claim_ids=[row.id for row in page.rows], detail={"total": page.total})
    state = {**request.args.to_dict(), "after": None}
    return render_template(
        "claims/index.html",
        listing=listing_for(actor, asked, letters),
        frame=frame,
        sorted_by=SORTED_BY,
        page=page,
        too_many_to_score=asked is not wished and MOST_SCORED,
        by_score=is_by_score(asked),
        may_export=_may_export(asked.scope),
        may_pick=actor.may(Permission.CLAIM_HAND_OVER) or actor.may(Permission.CLAIM_COORDINATE),
        may_hand_over=actor.may(Permission.CLAIM_HAND_OVER),
        may_coordinate=actor.may(Permission.CLAIM_COORDINATE),
        filter_args=filter_args(),
        bulk_limit=MOST_AT_ONCE,
        export_href=link_to("/claims.csv", state),
        workbook_href=link_to("/claims.xlsx", state),
        overdue=overdue,
        **turning(page),
    )


@taken_out(blueprint, "/claims", Permission.CLAIM_EXPORT, reads="export_claims")
def export() -> Exported:
    actor = current_actor()
    wished = read_filter(actor)
    if wished.scope is ListScope.COHE:
        check_may(actor, Permission.CLAIM_EXPORT_COHE)
        password_again()
    asked = in_a_sort_that_can_be(actor, wished)
    rows = [row._asdict() for row in every_claim(actor, asked)]
    shown(claim_ids=[row["id"] for row in rows], detail={"lines": len(rows)})
    chips = [text for text, _href in listing_for(actor, asked).chips]
    what = f"Claims, {SCOPES[asked.scope]}"
    return Exported(ListName.CLAIMS, what, chips, asked.sort, EXPORTED, rows)


def _usual(scope: ListScope) -> tuple[str, ...]:
    at = USUAL.index("coordination")
    return (*USUAL[:at], "coordinator", *USUAL[at:]) if scope is ListScope.COHE else USUAL


def overdue(due_by: date | None) -> int | None:
    """Business days by which a day is past, or None."""
    today = clock.today()
    return business_days_between(due_by, today) if due_by and due_by < today else None


def _may_export(scope: ListScope) -> bool:
    actor = current_actor()
    wanted = Permission.CLAIM_EXPORT_COHE if scope is ListScope.COHE else Permission.CLAIM_EXPORT
    return actor.may(wanted)
