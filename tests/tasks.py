"""Tasks put into the house for a test, and how a page's rows are read."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from tests.house import House, one
from tests.html_tree import read_html
from tests.pages import CheckedClient

WRITTEN_AT = datetime(2026, 11, 2, 17, tzinfo=UTC)


def put_task(house: House, number: str, title: str, **values: Any) -> int:
    """An open task of the claim, due 24 November 2026 and of its centre's hsc1 unless told
    otherwise; call it inside an app context."""
    from ohms.models.tasks import Task

    slug = "alder" if number.startswith("AL") else "birch"
    facts: dict[str, Any] = {
        "claim_id": house.claim[number],
        "cohe_id": house.cohe[slug],
        "owner_id": house.staff[f"{slug}.hsc1"],
        "title": title,
        "due_by": date(2026, 11, 24),
        "appears_on": date(2026, 11, 2),
        "written_at": WRITTEN_AT,
    }
    return house.add(Task, **{**facts, **values})


def owner_of(task_id: int) -> int:
    from ohms.models.tasks import Task

    return int(one(select(Task.owner_id).where(Task.id == task_id)))


def row_links(html: str) -> list[str]:
    """Where the rows of a page's list lead, in order."""
    root, _ = read_html(html)
    return [
        str(link.get("href"))
        for heading in root.all("th")
        if heading.get("scope") == "row"
        for link in heading.all("a")
    ]


def next_link(html: str) -> str | None:
    root, _ = read_html(html)
    return next((a.get("href") for a in root.all("a") if a.get("rel") == "next"), None)


def said(html: str) -> str:
    """The page's text as a person reads it, blanks made one."""
    root, _ = read_html(html)
    return " ".join(root.text.split())


def csrf(client: CheckedClient, path: str) -> str:
    """A token of the signed-in browser, for posts that no page offers."""
    root, _ = read_html(client.get(path).text)
    return next(
        str(each.get("value")) for each in root.all("input") if each.get("name") == "csrf_token"
    )
