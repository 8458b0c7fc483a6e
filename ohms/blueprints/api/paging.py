"""A page of a list as the API answers it: how many there are, and the cursor to the rest."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from flask import request

from ohms.queries.cursors import Page
from ohms.web.api_routes import Parameter
from ohms.web.problems import Problem

Row = TypeVar("Row")
LARGEST = 100
PAGING = (
    Parameter(
        "per_page", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "How many; else 50"
    ),
    Parameter("after", {"type": "string", "maxLength": 400}, "`next` of the page before"),
)


class Turned(Protocol):
    @property
    def first(self) -> int: ...


Asked = TypeVar("Asked", bound=Turned)


def going_on(page: Asked) -> Asked:
    """The page, where it lies where it was asked for. A list that is asked for after what is no place in it
    begins anew, and a program that reads to the end would read for ever."""
    if page.first == 1 and request.args.get("after"):
        told = "Send the `next` of the page before as it was given: this is no place in this list."
        raise Problem(422, told, field="after")
    return page


def paged(page: Page[Row], say: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    return {
        "total": page.total,
        "first": page.first,
        "next": page.next,
        "items": [say(row) for row in page.rows],
    }
