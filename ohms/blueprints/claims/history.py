"""What happened to one claim, and who changed what."""

from flask import request

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.domain.access import Permission
from ohms.queries.claim_history import history_page
from ohms.queries.claims import claim_shown
from ohms.web.access import current_actor, requires
from ohms.web.filters import turning
from ohms.web.reading import shown


@blueprint.get("/claims/<number>/history")
@requires(Permission.CLAIM_READ, reads="read_history")
def history(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    claim = found.claim
    page = history_page(actor, claim, request.args.get("after"))
    shown(
        claim_id=claim.id,
        claim_ids=page.claim_ids,
        cohe_id=claim.cohe_id,
        object_type="claim",
        object_id=claim.id,
    )
    return claim_page(
        "claims/history.html",
        found,
        "claims.history",
        page=page,
        watches=actor.may_in(Permission.CLAIM_LOOKS_READ, found.claim.cohe_id),
        local=local,
        **turning(page),
    )
