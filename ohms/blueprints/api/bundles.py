"""FHIR's lists: a searchset Bundle with its links, the newest first, and how a page of it is asked for."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Response, request

from ohms.blueprints.api.casework_schemas import ID
from ohms.domain.referral_exchange import Resource
from ohms.queries.told_to_programs import FoundPage, Told
from ohms.web.api_answers import FHIR, answered
from ohms.web.api_routes import VERSION_PATH, Parameter
from ohms.web.reading import shown_of_cohes

PAGE, LARGEST_PAGE = 20, 100
FHIR_PAGING = (
    Parameter(
        "_count", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}, "How many a page"
    ),
    Parameter("after", ID, "As the link to the next page has it"),
)


def searchset(kind: str, page: FoundPage[Told], say: Callable[[Told], Resource]) -> Response:
    """The answer with one page of a kind; the record tells of whose claims it is."""
    claims: dict[int, list[int]] = {}
    for each in page.found:
        claims.setdefault(each.cohe_id, []).append(each.claim_id)
    shown_of_cohes(claims, detail={"total": page.total})
    return answered(_bundle(kind, [say(each.told) for each in page.found], page), media=FHIR)


def _bundle(kind: str, resources: Sequence[Resource], page: FoundPage[Any]) -> Resource:
    links = [{"relation": "self", "url": _address(kind, request.args.to_dict())}]
    if page.after is not None:
        further = {**request.args.to_dict(), "after": str(page.after)}
        links.append({"relation": "next", "url": _address(kind, further)})
    made: Resource = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": page.total,
        "link": links,
    }
    if resources:  # FHIR has no empty lists
        made["entry"] = [
            {"fullUrl": f"{_base()}/{kind}/{each['id']}", "resource": each} for each in resources
        ]
    return made


def _base() -> str:
    return f"{request.host_url.rstrip('/')}{VERSION_PATH}/fhir"


def _address(kind: str, state: Mapping[str, str]) -> str:
    return f"{_base()}/{kind}?{urlencode(state)}" if state else f"{_base()}/{kind}"
