"""The search of every page: a claim's whole number opens it, anything else finds what answers it."""

from flask import redirect as go
from flask import render_template, request, url_for
from werkzeug.wrappers import Response

from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.actor import Actor
from ohms.domain.claims import is_claim_number
from ohms.domain.errors import NotFound
from ohms.domain.search import LONGEST, understood
from ohms.queries.claims import claim_by_number
from ohms.queries.search_texts import found
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.reading import shown


@blueprint.get("/search")
@requires(Permission.CLAIM_READ, reads="search_claims")
def search() -> str | Response:
    actor = current_actor()
    q = filters.line(request.args, "q", LONGEST)
    number = _number_in_sight(actor, q)
    if number is not None:
        return go(url_for("claims.show", number=number))
    typed = understood(q, actor.on_day)
    answer = found(actor, typed)
    counts = {name: len(group.hits) for name, group in answer.groups.items() if group.hits}
    shown(claim_ids=answer.claim_ids, detail=counts)
    return render_template(
        "claims/search.html",
        q=q,
        typed=typed,
        found=answer,
        breaks_glass=actor.may(Permission.CLAIM_BREAK_GLASS),
    )


def _number_in_sight(actor: Actor, q: str) -> str | None:
    if not is_claim_number(q):
        return None
    try:
        return claim_by_number(actor, q).claim_number
    except NotFound:
        return None
