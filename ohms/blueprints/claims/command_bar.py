"""What the search's field of every page answers while one types: claims, people, pages and actions.

The least that tells them apart, no text of a claim; recorded as a search is. Enter asks the search."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Response, jsonify, request, url_for

from ohms.blueprints.claims.room import blueprint
from ohms.domain.access import Permission
from ohms.domain.marking import Piece
from ohms.domain.search import LONGEST, understood
from ohms.queries.search import found_at_once
from ohms.queries.search_hits import ClaimHit, Found, NameHit
from ohms.web import filters
from ohms.web.access import current_actor, requires
from ohms.web.places import offered
from ohms.web.reading import shown

FEWEST_SIGNS = 2
"""Typed, before anything is asked of the database."""


@blueprint.get("/search/bar")
@requires(Permission.CLAIM_READ, reads="search_claims")
def command_bar() -> Response:
    actor, q = current_actor(), filters.line(request.args, "q", LONGEST)
    answer = Found()
    if len(q) >= FEWEST_SIGNS:
        answer = found_at_once(actor, understood(q, actor.on_day))
    counts = {name: len(group.hits) for name, group in answer.groups.items() if group.hits}
    shown(claim_ids=answer.claim_ids, detail=counts)
    groups = [*offered(actor, q), *_found(answer)]
    return jsonify([{"name": name, "options": options} for name, options in groups if options])


def _found(answer: Found) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield "Claims", [_claim(hit) for hit in answer.claims.hits]
    yield "Workers", [_claim(hit) for hit in answer.workers.hits]
    yield (
        "Employers",
        [
            _party(hit, url_for("parties.employer", employer_id=hit.id))
            for hit in answer.employers.hits
        ],
    )
    yield (
        "Providers",
        [
            _party(hit, url_for("parties.provider", provider_id=hit.id))
            for hit in answer.providers.hits
        ],
    )


def _claim(hit: ClaimHit) -> dict[str, Any]:
    claim = hit.claim
    detail = f"{claim.worker}, not on your list" if claim.beyond else claim.worker
    href = url_for("claims.show", number=claim.number)
    return {"text": claim.number, "detail": detail, "href": href}


def _party(hit: NameHit, href: str) -> dict[str, Any]:
    return {"text": _plain(hit.name), "detail": hit.detail, "href": href}


def _plain(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
