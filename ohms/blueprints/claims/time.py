"""The minutes of one claim: one's own by day and item, everybody's in sum."""

from flask import request

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Permission
from ohms.queries.claim_time import days_worked, reads_of_others, time_of_claim
from ohms.queries.claims import claim_shown
from ohms.queries.rounds import ask
from ohms.web.access import current_actor, requires
from ohms.web.filters import turning
from ohms.web.reading import shown


@blueprint.get("/claims/<number>/time")
@requires(Permission.CLAIM_READ, reads="read_time_of_claim")
def time(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    claim = found.claim
    page = days_worked(actor, claim.id, request.args.get("after"))
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    return claim_page(
        "claims/time.html",
        found,
        "claims.time",
        worked=ask(time_of_claim(actor, claim.id)),
        page=page,
        whole=reads_of_others(actor, claim.cohe_id),
        **turning(page),
    )
