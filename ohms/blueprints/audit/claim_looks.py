"""Who looked at one claim, in plain words, for its COHE's supervisor and privacy officer."""

from flask import render_template, request

from ohms import clock
from ohms.blueprints.audit.room import blueprint
from ohms.domain.access import Permission
from ohms.queries.claim_looks import looks_page, watched_claim
from ohms.web.access import current_actor, requires
from ohms.web.acts import in_words
from ohms.web.filters import turning
from ohms.web.reading import shown


@blueprint.get("/admin/audit/claims/<number>")
@requires(Permission.CLAIM_LOOKS_READ, reads="read_claim_looks")
def claim_looks(number: str) -> str:
    actor = current_actor()
    claim = watched_claim(actor, number)
    page = looks_page(actor, claim, request.args.get("after"))
    shown(claim_id=claim.id, cohe_id=claim.cohe_id, object_type="claim", object_id=claim.id)
    return render_template(
        "audit/claim_looks.html",
        claim=claim,
        page=page,
        reads_claims=actor.may_in(Permission.CLAIM_READ, claim.cohe_id),
        in_words=in_words,
        **turning(page),
        local=lambda instant: instant.astimezone(clock.PACIFIC),
    )
