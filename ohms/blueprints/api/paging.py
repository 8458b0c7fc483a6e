"""A page of a list as the API answers it: how many there are, and the cursor to the rest."""

from collections.abc import Callable
from typing import Any, TypeVar

from ohms.queries.cursors import Page
from ohms.web.api_routes import Parameter

Row = TypeVar("Row")
LARGEST = 100
PAGING = (
    Parameter(
        "per_page", {"type": "integer", "minimum": 1, "maximum": LARGEST}, "How many; else 50"
    ),
    Parameter("after", {"type": "string", "maxLength": 400}, "`next` of the page before"),
)


def paged(page: Page[Row], say: Callable[[Row], dict[str, Any]]) -> dict[str, Any]:
    return {
        "total": page.total,
        "first": page.first,
        "next": page.next,
        "items": [say(row) for row in page.rows],
    }
