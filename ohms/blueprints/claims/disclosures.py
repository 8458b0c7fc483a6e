"""What of one claim left the house: sent, printed, saved, exported."""

from flask import request

from ohms.blueprints.claims.head import claim_page
from ohms.blueprints.claims.room import blueprint
from ohms.blueprints.claims.showing import local
from ohms.domain.access import Permission
from ohms.queries.claims import claim_shown
from ohms.queries.disclosures import disclosure_page
from ohms.web.access import current_actor, requires
from ohms.web.acts import ACTS
from ohms.web.filters import turning
from ohms.web.reading import shown


@blueprint.get("/claims/<number>/disclosures")
@requires(Permission.CLAIM_READ, reads="list_disclosures")
def disclosures(number: str) -> str:
    actor = current_actor()
    found = claim_shown(actor, number)
    claim = found.claim
    page = disclosure_page(actor, claim, request.args.get("after"))
    shown(
        claim_id=claim.id,
        cohe_id=claim.cohe_id,
        object_type="claim",
        object_id=claim.id,
        detail={"lines": len(page.lines)},
    )
    return claim_page(
        "claims/disclosures.html",
        found,
        "claims.history",
        page=page,
        acts=ACTS,
        local=local,
        **turning(page),
    )
