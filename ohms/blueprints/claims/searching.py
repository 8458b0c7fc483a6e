"""The search box of every page: a claim's whole number opens it, anything else narrows the list."""

from flask import redirect as go
from flask import request, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Actor, NotFound, Permission
from ohms.domain.claims import is_claim_number
from ohms.queries.claim_filter import LONGEST_SEARCH
from ohms.queries.claims import claim_by_number
from ohms.web import filters
from ohms.web.access import current_actor, requires


@blueprint.get("/search")
@requires(Permission.CLAIM_READ, reads="search_claims")
def search() -> Response:
    q = filters.line(request.args, "q", LONGEST_SEARCH)
    number = _number_in_sight(current_actor(), q)
    if number is not None:
        return go(url_for("claims.show", number=number))
    return go(url_for("claims.index", scope="cohe", q=q or None))


def _number_in_sight(actor: Actor, q: str) -> str | None:
    if not is_claim_number(q):
        return None
    try:
        return claim_by_number(actor, q).claim_number
    except NotFound:
        return None
