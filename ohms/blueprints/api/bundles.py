"""FHIR's lists: a searchset Bundle with its links, the newest first, and how a page of it is asked for."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import urlencode

from flask import request

from ohms.blueprints.api.casework_schemas import ID
from ohms.domain.referral_exchange import Resource
from ohms.web.api_routes import VERSION_PATH, Parameter

PAGE, LARGEST_PAGE = 20, 100
FHIR_PAGING = (
    Parameter(
        "_count", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}, "How many a page"
    ),
    Parameter("after", ID, "As the link to the next page has it"),
)


class Found(Protocol):
    @property
    def total(self) -> int: ...

    @property
    def after(self) -> int | None: ...


def bundle(kind: str, resources: Sequence[Resource], found: Found) -> Resource:
    links = [{"relation": "self", "url": _address(kind, request.args.to_dict())}]
    if found.after is not None:
        further = {**request.args.to_dict(), "after": str(found.after)}
        links.append({"relation": "next", "url": _address(kind, further)})
    made: Resource = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": found.total,
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
