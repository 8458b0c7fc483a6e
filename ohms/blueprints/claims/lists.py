"""The list of claims and its export."""

from datetime import date

from flask import Response, render_template, request

from ohms import clock
from ohms.blueprints.claims.listing import listing_for, read_filter
from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Permission, check_may
from ohms.domain.calendar import business_days_between
from ohms.queries.claim_filter import ListScope
from ohms.queries.claim_list import ClaimPage
from ohms.queries.claim_scores import (
    MOST_SCORED,
    every_claim,
    in_a_sort_that_can_be,
    is_by_score,
    page_of_claims,
)
from ohms.web.access import current_actor, requires
from ohms.web.csv_answers import csv_answer
from ohms.web.exports import password_again
from ohms.web.filters import link_to, link_with
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


@blueprint.get("/claims")
@requires(Permission.CLAIM_READ, reads="list_claims")
def index() -> str:
    actor = current_actor()
    wished = read_filter(actor)
    asked = in_a_sort_that_can_be(actor, wished)
    page = page_of_claims(actor, asked)
    listing = listing_for(actor, asked)
    shown(claim_ids=[row.id for row in page.rows], detail={"total": page.total})
    return render_template(
        "claims/index.html",
        listing=listing,
        page=page,
        too_many_to_score=asked is not wished and MOST_SCORED,
        by_score=is_by_score(asked),
        whole_cohe=asked.scope is ListScope.COHE,
        may_export=_may_export(asked.scope),
        may_hand_over=actor.may(Permission.CLAIM_HAND_OVER),
        hand_over_href=link_to("/claims/hand-over", {**request.args.to_dict(), "after": None}),
        export_href=link_to("/claims.csv", {**request.args.to_dict(), "after": None}),
        overdue=overdue,
        **_turning(page),
    )


@blueprint.get("/claims.csv")
@requires(Permission.CLAIM_EXPORT, reads="export_claims")
def export() -> Response:
    actor = current_actor()
    asked = read_filter(actor)
    if asked.scope is ListScope.COHE:
        check_may(actor, Permission.CLAIM_EXPORT_COHE)
        password_again()
    rows = list(every_claim(actor, in_a_sort_that_can_be(actor, asked)))
    shown(claim_ids=[row.id for row in rows], detail={"lines": len(rows)})
    name = f"claims-{actor.on_day.isoformat()}.csv"
    return csv_answer(name, EXPORTED, ([getattr(row, n) for n in EXPORTED] for row in rows))


def overdue(due_by: date | None) -> int | None:
    """Business days by which a day is past, or None."""
    today = clock.today()
    return business_days_between(due_by, today) if due_by and due_by < today else None


def _may_export(scope: ListScope) -> bool:
    actor = current_actor()
    wanted = Permission.CLAIM_EXPORT_COHE if scope is ListScope.COHE else Permission.CLAIM_EXPORT
    return actor.may(wanted)


def _turning(page: ClaimPage) -> dict[str, str]:
    return {
        "next_href": link_with(after=page.next) if page.next else "",
        "first_href": link_with() if page.first > 1 else "",
    }
